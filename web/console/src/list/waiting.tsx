/** The clock of somebody who waits: ticks every second and warms up in colour. */
import type { Control } from "@relevo/client";
import { elapsed, Icon } from "@relevo/ui";
import { second } from "../page/clock.ts";
import { urgencyOf } from "./words.ts";

export function WaitingTime({ control }: { control: Control & { kind: "waiting" } }) {
  const now = second.value;
  const urgency = urgencyOf(control, now);
  return (
    <span class={`waiting waiting--${urgency}`} data-testid="waiting-time">
      <Icon name="clock" size={13} />
      <span class="visually-hidden">{control.timed_out ? "Timed out, waiting for " : "Waiting for "}</span>
      {elapsed(control.since, now)}
    </span>
  );
}
