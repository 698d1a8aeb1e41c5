/** Colleagues named in a note with `@`: finding the one that is being typed, and those that stand in it. Pure. */
import type { AgentPresence } from "@relevo/client";

export interface Token {
  /** Where it begins, its sign included, in UTF-16 units. */
  readonly start: number;
  readonly query: string;
}

/** The word behind `sign` that ends at the caret; null when there is none. It begins a line or follows a space. */
export function tokenAt(text: string, caret: number, sign: "@" | "/"): Token | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf(sign);
  if (start < 0 || (start > 0 && !/\s/.test(before[start - 1] ?? ""))) return null;
  const query = before.slice(start + 1);
  return query.length > 40 || /[\n/@]|\s\s|^\s/.test(query) || (sign === "/" && /\s/.test(query)) ? null : { start, query };
}

/** Puts what was chosen in the place of the token; the caret stands behind it. */
export function replaced(text: string, { start }: Token, caret: number, by: string): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, start) + by + text.slice(caret), caret: start + by.length };
}

/** The ids of those whose `@Name` stands in a text; longer names first, so that "@Ana Maria" is not "@Ana". */
export function mentionedIn(text: string, agents: readonly Pick<AgentPresence, "id" | "name">[]): string[] {
  return piecesOf(text, agents).flatMap((piece) => (piece.id && !piece.isAgain ? [piece.id] : []));
}

export interface Piece {
  readonly text: string;
  /** Who is named, if it is a name. */
  readonly id: string | null;
  readonly isAgain?: boolean;
}

/** A note in pieces: plain text and names. */
export function piecesOf(text: string, agents: readonly { readonly id: string; readonly name: string }[]): Piece[] {
  const names = agents.filter(({ name }) => name).sort((one, other) => other.name.length - one.name.length);
  const found: Piece[] = [];
  const seen = new Set<string>();
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const named = text[at] === "@" && !isWordAt(text, at - 1) ? names.find(({ name }) => text.startsWith(name, at + 1) && !isWordAt(text, at + 1 + name.length)) : undefined;
    if (!named) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) found.push({ text: plain, id: null });
    plain = "";
    found.push({ text: `@${named.name}`, id: named.id, isAgain: seen.has(named.id) });
    seen.add(named.id);
    at += named.name.length + 1;
  }
  return plain ? [...found, { text: plain, id: null }] : found;
}

/** Scripts that write words without spaces: what follows a name there is often no part of it. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** A letter or a digit stands here: "@Anastasia" does not name Ana, nor does the address ana@Maria.example name Maria. */
function isWordAt(text: string, at: number): boolean {
  const letter = text[at] ?? "";
  return /[\p{L}\p{N}\p{M}]/u.test(letter) && !UNSPACED.test(letter);
}
