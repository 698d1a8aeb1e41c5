/** One short hint under the message box when it helps: at the start of a takeover, and when one has been idle (features Q). */
import type { Control } from "@relevo/client";
import { openKept } from "@relevo/client";
import { Icon } from "@relevo/ui";
import { signal } from "@preact/signals";
import { second } from "../page/clock.ts";
import type { Unanswered } from "../state/standing.ts";

const kept = openKept("relevo.console.");
const isHidden = signal(kept.get("tips") === "hidden");

/** A takeover in which nobody has spoken for this long is worth a word. */
const IDLE_MS = 4 * 60_000;

export interface TipProps {
  readonly control: Control & { readonly kind: "agent" };
  readonly unanswered: Unanswered | null;
  /** ms UTC of the last thing said. */
  readonly lastAt: number | null;
}

export function Tip(props: TipProps) {
  const text = isHidden.value ? null : tipOf(props, second.value);
  if (!text) return null;
  const hide = (): void => {
    isHidden.value = true;
    kept.set("tips", "hidden");
  };
  return (
    <p class="composer__tip">
      <Icon name="info" size={14} /> <span>{text}</span>
      <button type="button" class="link" onClick={hide}>
        Hide hints
      </button>
    </p>
  );
}

/** The hint that fits, if any. Pure. */
export function tipOf({ control, unanswered, lastAt }: TipProps, now: number): string | null {
  if (!control.has_spoken) return "Read the history first, then introduce yourself.";
  if (unanswered || lastAt === null || now - lastAt < IDLE_MS) return null;
  return "Solved? Ask the visitor, then release to the AI or resolve.";
}
