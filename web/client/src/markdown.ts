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

function endOf(lines: readonly string[], from: number, belongs: (line: string, at: number) => boolean): number {
  let at = from;
  while (at < lines.length && belongs(lines[at] ?? "", at)) at += 1;
  return at;
}

function startsBlock(line: string): boolean {
  return [FENCE, HEADING, ITEM, QUOTE, RULE].some((pattern) => pattern.test(line));
}

/** Items at one indent; what is indented further belongs to the item above it. */
function list(lines: readonly string[], from: number, depth: number): [MarkdownNode, number] {
  const [, indent = "", number] = ITEM.exec(lines[from] ?? "") ?? [];
  const kids: MarkdownNode[] = [];
  let end = from;
  for (let at = from; ; at = endOf(lines, end, (line) => !line.trim())) {
    const [mark = "", itemIndent, itemNumber] = ITEM.exec(lines[at] ?? "") ?? [];
    if (itemIndent !== indent || !itemNumber !== !number) break;
    end = endOf(lines, at + 1, (line, nth) => indentOf(line.trim() ? line : lines[nth + 1]) > indent.length || (!!line.trim() && !startsBlock(line)));
    const inner = lines.slice(at, end).map((line, nth) => line.slice(nth ? Math.min(indentOf(line), mark.length) : mark.length));
    kids.push({ tag: "li", kids: unwrapped(blocks(inner, depth + 1)) });
  }
  return [number ? { tag: "ol", kids, start: +number } : { tag: "ul", kids }, end];
}

function indentOf(line = ""): number {
  return line.trim() ? line.search(/\S/) : 0;
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

/** All that is not plain text, in the order of precedence. The bounds keep hostile text from taking quadratic time. */
const INLINE = new RegExp(
  [
    /\\(?<escaped>[!-/:-@[-`{-~])/,
    /(?<ticks>`+)(?<code>[^`\n]+)\k<ticks>(?!`)/,
    /(?<stars>\*\*|(?<!\w)__)(?!\s)(?<strong>[^]{1,1000}?)(?<!\s)\k<stars>/,
    /(?<star>\*|(?<!\w)_)(?![\s*_])(?<em>[^*_]+?)(?<!\s)\k<star>(?!\w)/,
    /\[(?<label>[^\]\n]{1,400})\]\(<?(?<address>(?:[^\s()<>]|\([^\s()<>]*\)){1,2000})>?(?: "[^"\n]*")?\)/,
    /(?<!\w)(?:https?:\/\/|mailto:)[^\s<>"`*|]{1,2000}/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

function inlines(text: string, depth = 0): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let from = 0;
  for (const found of depth < MAX_DEPTH ? text.matchAll(INLINE) : []) {
    const [node, length] = inline(found, depth) ?? [];
    if (node === undefined) continue;
    if (found.index > from) nodes.push(text.slice(from, found.index));
    nodes.push(node);
    from = found.index + (length ?? found[0].length);
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** What was found, and how long it is if not all of it; undefined when it is only text. */
function inline({ 0: whole, groups = {} }: RegExpMatchArray, depth: number): [MarkdownNode, number?] | undefined {
  const { escaped, code, strong, em, label, address } = groups;
  if (escaped) return [escaped];
  if (code) return [{ tag: "code", kids: [code] }];
  if (strong) return [{ tag: "strong", kids: inlines(strong, depth + 1) }];
  if (em) return [{ tag: "em", kids: inlines(em, depth + 1) }];
  const bare = address ? "" : withoutTail(whole);
  const href = safeHref(address || bare);
  if (!href) return undefined;
  return label ? [{ tag: "a", href, kids: inlines(label, MAX_DEPTH - 1) }] : [{ tag: "a", href, kids: [bare] }, bare.length];
}

/** A bare address without the punctuation of the sentence around it; brackets that it opened itself stay. */
function withoutTail(address: string): string {
  const end = address.length - 1;
  const last = address[end] ?? "";
  const isTail = /[.,;:!?'_~\]]/.test(last) || (last === ")" && address.split("(").length < address.split(")").length);
  return isTail ? withoutTail(address.slice(0, end)) : address;
}
