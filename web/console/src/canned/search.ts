/** Finds canned replies while one types: letters in order, with whole words, beginnings and shortcuts first. Pure. */
import type { CannedReply } from "../api/shapes.ts";

/** What a search looks through, folded once for all searches. */
export interface Indexed {
  readonly reply: CannedReply;
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
}

/** In the order of shortcuts, which settles ties. */
export function indexed(replies: readonly CannedReply[]): Indexed[] {
  const { compare } = new Intl.Collator();
  return [...replies].sort((one, other) => compare(one.shortcut, other.shortcut)).map((reply) => ({ reply, shortcut: folded(reply.shortcut), title: folded(reply.title), text: folded(reply.text) }));
}

/** The best ones, best first; everything in the order of shortcuts for an empty query. */
export function findReplies(index: readonly Indexed[], query: string, limit = 8): CannedReply[] {
  const wanted = folded(query);
  return index
    .map((one) => ({ one, score: wanted ? scoreOf(one, wanted) : 1 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ one }) => one.reply);
}

/** 0 when it does not match. The shortcut weighs most, then the title, then the text. */
function scoreOf({ shortcut, title, text }: Indexed, wanted: string): number {
  if (shortcut === wanted) return 1_000;
  const near = Math.max(fuzzy(shortcut, wanted) * 8, fuzzy(title, wanted) * 5);
  return near || (text.includes(wanted) ? 1 : 0);
}

/** How well the letters of a query stand in a text, in order: 0 not at all, near 100 as its beginning. */
export function fuzzy(text: string, wanted: string): number {
  const whole = text.indexOf(wanted);
  if (whole === 0) return 100 - Math.min(40, text.length - wanted.length);
  if (whole > 0) return isWordStart(text, whole) ? 60 : 45;
  let at = -1;
  let gaps = 0;
  let starts = 0;
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return 0;
    if (isWordStart(text, next)) starts += 1;
    gaps += next - at - 1;
    at = next;
  }
  return Math.max(1, 30 + starts * 4 - gaps);
}

const BETWEEN_WORDS = new Set(" \t\n_./-");

function isWordStart(text: string, at: number): boolean {
  return at === 0 || BETWEEN_WORDS.has(text[at - 1] ?? "");
}

function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}
