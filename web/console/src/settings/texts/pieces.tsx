/** The parts that a picture of the chat is put together from, as the widget draws them. Which stand where is `drawn.tsx`. */
import { initials } from "@relevo/client";
import type { ComponentChildren } from "preact";
import type { Texts } from "../../api/desk.ts";

export const AGENT = "Maria Santos";
const PATHS = {
  close: "M6 6l12 12M18 6 6 18",
  up: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  bell: "M6 9.5a6 6 0 0 1 12 0c0 5.5 2 7 2 7H4s2-1.5 2-7M10 20h4",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6",
  spark: "M12 3c.7 5 3.5 8 9 9-5.5 1-8.3 4-9 9-.7-5-3.5-8-9-9 5.5-1 8.3-4 9-9Z",
} as const;

interface BubbleProps {
  readonly kind: "visitor" | "agent" | "assistant";
  /** Under whose name it stands, where the name is shown. */
  readonly name?: string;
  readonly role?: string | undefined;
  readonly state?: "said" | "unsent" | "refused" | "typing" | "cut";
  /** Inside the bubble, after what was said. */
  readonly inside?: ComponentChildren;
  readonly below?: ComponentChildren;
}

/** Somebody said something, or is about to: what it was is not ours to word. */
export function Bubble({ kind, name, role, state = "said", inside, below }: BubbleProps) {
  return (
    <div class={`row ${kind} ${state} first`}>
      {name !== undefined && (
        <div class="who">
          {kind === "agent" ? <span class="avatar agent">{initials(name)}</span> : <Sign />}
          <span>{[name, role].filter(Boolean).join(" · ")}</span>
        </div>
      )}
      <div class="bubble">
        {state === "typing" ? (
          <span class="dots">
            <i />
            <i />
            <i />
          </span>
        ) : (
          <div class="plain">{kind === "visitor" ? "● ● ●  ● ● ● ● ●  ● ●" : "● ● ● ●  ● ●  ● ● ● ●"}</div>
        )}
        {inside}
      </div>
      {below}
    </div>
  );
}

export function Status({ isOver = false, children }: { isOver?: boolean; children: ComponentChildren }) {
  return (
    <div class="status">
      <div>
        {!isOver && <i class="spinner" />}
        <div>{children}</div>
      </div>
    </div>
  );
}

export function Composer({ placeholder }: { placeholder: Texts[string] | undefined }) {
  return (
    <div class="composer">
      <textarea rows={1} placeholder={placeholder} aria-label={placeholder} readOnly />
      <Push look="round send">
        <Drawing name="up" />
      </Push>
    </div>
  );
}

/** Looks like what can be pressed. */
export function Push({ look, children }: { look: string; children: ComponentChildren }) {
  return (
    <button type="button" tabIndex={-1} class={look}>
      {children}
    </button>
  );
}

export function Sign() {
  return (
    <span class="avatar assistant">
      <Drawing name="spark" />
    </span>
  );
}

export function Drawing({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
