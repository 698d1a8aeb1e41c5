/** A point in time on the screen: short for the eye, exact for tooltips and machines. It does not tick by itself. */
import { clockTime, fullTime, shortAgo } from "./time.ts";

export interface MomentProps {
  /** ms UTC */
  readonly at: number;
  /** ms UTC; with it the text is relative ("4m"), without it the time of day. */
  readonly now?: number;
}

export function Moment({ at, now }: MomentProps) {
  return (
    <time class="ui-moment" dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {now === undefined ? clockTime(at) : shortAgo(at, now)}
    </time>
  );
}
