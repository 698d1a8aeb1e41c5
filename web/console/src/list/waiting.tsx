/** The clock of somebody who waits: ticks every second and warms up in colour. */
import { elapsed, Icon } from "@relevo/ui";
import { second } from "../page/clock.ts";
import { useDesk } from "../state/desk.ts";
import { urgencyOf } from "./words.ts";

export interface WaitingProps {
  /** ms UTC */
  readonly since: number;
  readonly isTimedOut?: boolean;
}

export function WaitingTime({ since, isTimedOut = false }: WaitingProps) {
  const now = second.value;
  const urgency = isTimedOut ? "late" : urgencyOf(now - since, useDesk().rules.now.value);
  return (
    <span class={`waiting waiting--${urgency}`} data-testid="waiting-time">
      <Icon name="clock" size={13} />
      <span class="visually-hidden">{isTimedOut ? "Timed out, waiting for " : "Waiting for "}</span>
      {elapsed(since, now)}
    </span>
  );
}
