/** Small marks: a word in a colour that means something, and counts. What they count is decided by the caller. */
import type { ComponentChildren } from "preact";

export type Tone = "neutral" | "human" | "assistant" | "waiting" | "danger";

export interface BadgeProps {
  readonly tone?: Tone;
  /** A dot in front, for states that are going on right now. */
  readonly live?: boolean;
  readonly testid?: string;
  readonly children: ComponentChildren;
}

export function Badge({ tone = "neutral", live = false, testid, children }: BadgeProps) {
  return (
    <span class={`ui-badge ui-badge--${tone}`} data-testid={testid}>
      {live && <span class="ui-badge__dot" />}
      {children}
    </span>
  );
}

/** A number in a pill; nothing at all for zero, and never wider than `max` needs: "99+". */
export function Count({ value, tone = "neutral", label, max = 99 }: { value: number; tone?: Tone; label?: string; max?: number }) {
  if (value <= 0) return null;
  return (
    <span class={`ui-count ui-count--${tone}`}>
      <span aria-hidden={label ? "true" : undefined}>{value > max ? `${max}+` : value}</span>
      {label && <span class="visually-hidden">{label}</span>}
    </span>
  );
}
