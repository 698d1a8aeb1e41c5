/** Finding by a few letters: how well a text answers what was typed. Pure. */

/** Letters without accents, so that "Sao" finds "São". */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const AT_WORD = 100;
const INSIDE = 60;
const SCATTERED = 30;
/** A hit further back is worth a little less. */
const FURTHER = 0.2;
/** Letters between those of a scattered word, for each of them. */
const MAX_GAP = 2;

/** Higher is better; null when a word of the query is not in it. Both texts must be `plain`. */
export function scoreOf(query: string, text: string): number | null {
  let score = 0;
  for (const word of query.split(/\s+/)) {
    if (!word) continue;
    const found = wordScore(word, text);
    if (found === null) return null;
    score += found;
  }
  return score;
}

function wordScore(word: string, text: string): number | null {
  let at = text.indexOf(word);
  if (at < 0) return scattered(word, text);
  const first = at;
  while (at >= 0) {
    if (at === 0 || isGap(text.charCodeAt(at - 1))) return AT_WORD - at * FURTHER;
    at = text.indexOf(word, at + 1);
  }
  return INSIDE - first * FURTHER;
}

/** The letters in their order with others between: "asme" is in "assign to me". The first must begin a word. */
function scattered(word: string, text: string): number | null {
  let from = -1;
  let gaps = 0;
  for (let nth = 0; nth < word.length; nth += 1) {
    let at = text.indexOf(word[nth]!, from + 1);
    while (nth === 0 && at > 0 && !isGap(text.charCodeAt(at - 1))) at = text.indexOf(word[0]!, at + 1);
    if (at < 0) return null;
    if (nth > 0) gaps += at - from - 1;
    from = at;
  }
  // Far apart it is chance.
  return gaps <= word.length * MAX_GAP ? SCATTERED - gaps : null;
}

/** Between words: space, punctuation. */
function isGap(code: number): boolean {
  return code <= 47 || (code >= 58 && code <= 64) || code === 183;
}

export interface Findable {
  /** What is searched, already `plain`. */
  readonly haystack: string;
}

/** The best first, equals in their order, at most `limit`. */
export function find<T extends Findable>(entries: readonly T[], query: string, limit: number): readonly T[] {
  const wanted = plain(query.trim());
  if (!wanted) return entries.slice(0, limit);
  const scored: { entry: T; score: number }[] = [];
  for (const entry of entries) {
    const score = scoreOf(wanted, entry.haystack);
    if (score !== null) scored.push({ entry, score });
  }
  return scored
    .sort((one, other) => other.score - one.score)
    .slice(0, limit)
    .map(({ entry }) => entry);
}
