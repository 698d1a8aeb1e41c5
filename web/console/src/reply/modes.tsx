/** Reply or note: which of the two the box is for, so plainly that nobody takes one for the other. */
import { Icon } from "@relevo/ui";
import { sendFocus } from "../page/focus.ts";
import type { Composer } from "../state/composers.ts";

const MODES = [
  { mode: "reply", label: "Reply", icon: "send" },
  { mode: "note", label: "Note", icon: "note" },
] as const;

export function Modes({ composer }: { composer: Composer }) {
  const choose = (mode: "reply" | "note"): void => {
    composer.mode.value = mode;
    sendFocus(mode === "note" ? "note" : "composer");
  };
  return (
    <div class="modes" role="group" aria-label="Write a reply or a note">
      {MODES.map(({ mode, label, icon }) => (
        <button key={mode} type="button" class={`ui-pill modes__one--${mode}`} aria-pressed={composer.mode.value === mode} data-testid={`mode-${mode}`} onClick={() => choose(mode)}>
          <Icon name={icon} size={14} /> {label}
        </button>
      ))}
    </div>
  );
}
