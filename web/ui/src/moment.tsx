/** A point in time on the screen: short for the eye, exact for tooltips and machines. It does not tick by itself. */
import { clockTime, clockTimeOn, fullTime, shortAgo } from "./time.ts";

export interface MomentProps {
  /** ms UTC */
  readonly at: number;
  /** ms UTC */
  readonly now?: number;
  /** "4m" (ago), "13:05" (time), or "13:05" with the date when that is not today (dated). */
  readonly as?: "ago" | "time" | "dated";
}

export function Moment({ at, now = Date.now(), as = "time" }: MomentProps) {
  return (
    <time class="ui-moment" dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {as === "time" ? clockTime(at) : as === "ago" ? shortAgo(at, now) : clockTimeOn(at, now)}
    </time>
  );
}
