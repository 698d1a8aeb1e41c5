/**
 * Says times the way people read them in a list: "now", "4m", "Tue", "2:05". Times are ms UTC.
 * It knows no clock: `now` is always passed in.
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** How long ago, in the few characters a row has: now · 4m · 3h · Tue · 12 Mar · 12 Mar 2024. */
export function shortAgo(at: number, now: number, locale?: string): string {
  const past = now - at;
  if (past < MINUTE_MS) return "now";
  if (past < HOUR_MS) return `${Math.floor(past / MINUTE_MS)}m`;
  if (past < DAY_MS) return `${Math.floor(past / HOUR_MS)}h`;
  if (past < WEEK_MS) return format(at, locale, { weekday: "short" });
  const isSameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, locale, { day: "numeric", month: "short", ...(isSameYear ? {} : { year: "numeric" }) });
}

/** How long something has lasted, for a ticking clock: 0:42 · 12:05 · 1:02:09 · 3d 4h. */
export function elapsed(since: number, now: number): string {
  const total = Math.max(0, Math.floor((now - since) / SECOND_MS));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  if (days > 0) return `${days}d ${hours}h`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** A span in words, for sentences: "just now", "for 12 s", "for 4 min", "for 2 h", "for 3 days". */
export function spanInWords(since: number, now: number): string {
  const past = Math.max(0, now - since);
  if (past < 5 * SECOND_MS) return "just now";
  if (past < MINUTE_MS) return `for ${Math.floor(past / SECOND_MS)} s`;
  if (past < HOUR_MS) return `for ${Math.floor(past / MINUTE_MS)} min`;
  if (past < 2 * DAY_MS) return `for ${Math.floor(past / HOUR_MS)} h`;
  return `for ${Math.floor(past / DAY_MS)} days`;
}

/** The time of day, as the reader's locale writes it. */
export function clockTime(at: number, locale?: string): string {
  return format(at, locale, { hour: "numeric", minute: "2-digit" });
}

/** The time of day, with its date when that is not today. */
export function clockTimeOn(at: number, now: number, locale?: string): string {
  return isSameDay(at, now) ? clockTime(at, locale) : format(at, locale, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
}

/** The full date and time, for tooltips and the timeline. */
export function fullTime(at: number, locale?: string): string {
  return format(at, locale, { dateStyle: "medium", timeStyle: "medium" });
}

/** The heading above a day of messages: Today · Yesterday · Monday, 3 March. */
export function dayName(at: number, now: number, locale?: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const isSameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, locale, { weekday: "long", day: "numeric", month: "long", ...(isSameYear ? {} : { year: "numeric" }) });
}

/** Whether two moments fall on one calendar day of the reader. */
export function isSameDay(one: number, other: number): boolean {
  return startOfDay(one) === startOfDay(other);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Building an Intl formatter costs far more than using it, and thousands of rows ask for the same few. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: number, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale ?? ""}${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = new Intl.DateTimeFormat(locale, options)));
  return formatter.format(at);
}
