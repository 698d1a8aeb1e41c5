/**
 * Reads the small, safe part of Markdown that answers use into a tree of known tags.
 * The tree is data: whoever shows it makes elements and text nodes of it, never HTML source.
 */
import { visible } from "./text.ts";

export type MarkdownTag =
  | "p" | "h" | "strong" | "em" | "code" | "pre" | "a" | "ul" | "ol" | "li" | "blockquote" | "hr" | "table" | "tr" | "th" | "td";

export interface MarkdownElement {
  readonly tag: MarkdownTag;
  readonly kids: readonly MarkdownNode[];
  /** Only on `a`: http, https or mailto, nothing else gets here. */
  readonly href?: string;
  /** Only on `ol`: the number of its first item. */
  readonly start?: number;
}

export type MarkdownNode = string | MarkdownElement;

/** Lists in lists in quotes: deeper than this is shown as plain text. */
const MAX_DEPTH = 5;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^#{1,6} +(.*?)#*$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,}) *$/;
const ITEM = /^( *)(?:[-*+•]|(\d{1,9})[.)])(?: +|$)/;
const QUOTE = /^> ?/;
const TABLE_RULE = /^ *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$/;

/** The blocks of a text; whatever is not understood is text. */
export function markdown(text: string): MarkdownNode[] {
  return blocks(visible(text).replace(/\t/g, "    ").split("\n"), 0);
}

/** The address if it is one that may be followed, else null. */
export function safeHref(address: string): string | null {
  try {
    return /^(?:https?|mailto):$/.test(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

function blocks(lines: readonly string[], depth: number): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const [node, next] = line.trim() ? block(lines, at, depth) : [null, at + 1];
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

/** The block that begins at a line that is not blank, and the index of the line after it. */
function block(lines: readonly string[], at: number, depth: number): [MarkdownNode, number] {
  const line = lines[at] ?? "";
  const fence = FENCE.exec(line)?.[1];
  if (fence) {
    const end = endOf(lines, at + 1, (other) => !other.trimStart().startsWith(fence));
    return [{ tag: "pre", kids: [lines.slice(at + 1, end).join("\n")] }, end + 1];
  }
  const heading = HEADING.exec(line);
  if (heading) return [{ tag: "h", kids: inlines(heading[1] ?? "") }, at + 1];
  if (RULE.test(line)) return [{ tag: "hr", kids: [] }, at + 1];
  if (depth < MAX_DEPTH) {
    if (QUOTE.test(line)) {
      const end = endOf(lines, at, (other) => QUOTE.test(other));
      return [{ tag: "blockquote", kids: blocks(lines.slice(at, end).map((other) => other.replace(QUOTE, "")), depth + 1) }, end];
    }
    if (ITEM.test(line)) return list(lines, at, depth);
  }
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) return table(lines, at);
  const end = endOf(lines, at + 1, (other) => Boolean(other.trim()) && !startsBlock(other));
  return [{ tag: "p", kids: inlines(lines.slice(at, end).join("\n")) }, end];
}

function endOf(lines: readonly string[], from: number, belongs: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && belongs(lines[at] ?? "")) at += 1;
  return at;
}

function startsBlock(line: string): boolean {
  return FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || QUOTE.test(line) || RULE.test(line);
}

/** Items at one indent; what is indented further belongs to the item above it. */
function list(lines: readonly string[], from: number, depth: number): [MarkdownNode, number] {
  const first = ITEM.exec(lines[from] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const number = first?.[2];
  const items: MarkdownNode[] = [];
  let at = from;
  for (let item = first; item && item[1]?.length === indent && Boolean(item[2]) === Boolean(number); ) {
    const isInside = (line: string): boolean => indentOf(line) > indent || (Boolean(line.trim()) && !startsBlock(line));
    let end = endOf(lines, at + 1, isInside);
    // A blank line stays in the list when what follows is indented or is the next item.
    while (end < lines.length && !lines[end]?.trim() && indentOf(lines[end + 1] ?? "") > indent) end = endOf(lines, end + 1, isInside);
    const inner = [(lines[at] ?? "").slice(item[0].length), ...lines.slice(at + 1, end).map((line) => line.slice(Math.min(indentOf(line), item?.[0].length ?? 0)))];
    items.push({ tag: "li", kids: unwrapped(blocks(inner, depth + 1)) });
    at = end;
    const next = endOf(lines, at, (line) => !line.trim());
    item = ITEM.exec(lines[next] ?? "");
    if (item && item[1]?.length === indent) at = next;
  }
  return [number ? { tag: "ol", kids: items, start: Number(number) } : { tag: "ul", kids: items }, at];
}

function indentOf(line: string): number {
  return line.trim() ? line.length - line.trimStart().length : -1;
}

/** A list item's first paragraph is its text. */
function unwrapped(nodes: MarkdownNode[]): MarkdownNode[] {
  const [first, ...others] = nodes;
  return first && typeof first !== "string" && first.tag === "p" ? [...first.kids, ...others] : nodes;
}

function table(lines: readonly string[], at: number): [MarkdownNode, number] {
  const end = endOf(lines, at + 2, (line) => line.includes("|"));
  const row = (line: string, tag: "th" | "td"): MarkdownNode => ({
    tag: "tr",
    kids: line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => ({ tag, kids: inlines(cell.trim()) })),
  });
  const rows = lines.slice(at + 2, end).map((line) => row(line, "td"));
  return [{ tag: "table", kids: [row(lines[at] ?? "", "th"), ...rows] }, end];
}

/** Where anything but text may begin. */
const SPECIAL = /[\\`*_[]|(?:https?:\/\/|mailto:)/g;
const ESCAPE = /\\([!-/:-@[-`{-~])/y;
const CODE = /(`+)([^`\n]+)\1(?!`)/y;
const STRONG = /(\*\*|__)(?!\s)([^]+?)(?<!\s)\1/y;
const EMPHASIS = /([*_])(?![\s*_])([^*_]+?)(?<!\s)\1(?!\w)/y;
const LINK = /\[([^\]\n]{1,400})\]\(<?((?:[^\s()<>]|\([^\s()<>]*\)){1,2000})>?(?: "[^"\n]*")?\)/y;
const ADDRESS = /(?:https?:\/\/|mailto:)[^\s<>"`*|]{1,2000}/y;

function inlines(text: string, depth = 0): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let from = 0;
  let at = 0;
  while (depth < MAX_DEPTH) {
    SPECIAL.lastIndex = at;
    const special = SPECIAL.exec(text);
    if (!special) break;
    const [node, length] = inline(text, special.index, depth) ?? [null, 0];
    if (node !== null) {
      if (special.index > from) nodes.push(text.slice(from, special.index));
      nodes.push(node);
      from = special.index + length;
    }
    at = special.index + (length || 1);
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** What stands at a special character and how long it is; null when it is only that character. */
function inline(text: string, at: number, depth: number): [MarkdownNode, number] | null {
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const isInWord = /\w/.test(text[at - 1] ?? "");
  let found: RegExpExecArray | null;
  if ((found = match(ESCAPE))) return [found[1] ?? "", 2];
  if ((found = match(CODE))) return [{ tag: "code", kids: [found[2] ?? ""] }, found[0].length];
  if (text[at] !== "_" || !isInWord) {
    if ((found = match(STRONG))) return [{ tag: "strong", kids: inlines(found[2] ?? "", depth + 1) }, found[0].length];
    if ((found = match(EMPHASIS))) return [{ tag: "em", kids: inlines(found[2] ?? "", depth + 1) }, found[0].length];
  }
  if ((found = match(LINK))) return link(found[2] ?? "", inlines(found[1] ?? "", MAX_DEPTH - 1), found[0].length);
  if (!isInWord && (found = match(ADDRESS))) {
    const address = withoutTail(found[0]);
    return link(address, [address], address.length);
  }
  return null;
}

/** A bare address without the punctuation of the sentence around it; brackets that it opened itself stay. */
function withoutTail(address: string): string {
  const end = address.length - 1;
  const last = address[end] ?? "";
  const isTail = /[.,;:!?'_~\]]/.test(last) || (last === ")" && address.split("(").length < address.split(")").length);
  return isTail ? withoutTail(address.slice(0, end)) : address;
}

function link(address: string, kids: MarkdownNode[], length: number): [MarkdownNode, number] | null {
  const href = safeHref(address);
  return href ? [{ tag: "a", href, kids }, length] : null;
}
