/**
 * What is done to any text before it is shown: invisible characters out, names kept from turning the line around.
 * Markdown lives in `markdown.ts`.
 */

/**
 * Characters that say one thing to a reader and another to a machine, or turn a line around (trust.md T17): the tag block
 * and supplementary variation selectors, zero-width spaces, bidi embeddings and overrides, control characters.
 * Scripts and emoji need joiners and the emoji selector: those stay, but never in runs and never on their own.
 */
const INVISIBLE =
  /[\u{E0000}-\u{E0FFF}\uFE00-\uFE0E\u200B\u2060-\u2064\u206A-\u206F\uFEFF\u202A-\u202E\u180E\u00AD\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]|(?<!\p{Emoji})\uFE0F|(?<![^\u200C\u200D])[\u200C\u200D]/gu;

/** The text without characters that cannot be seen; line ends become `\n`. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(INVISIBLE, "");
}

/** A name fit for the middle of a sentence: visible, on one line, isolated so that it cannot reorder its surroundings. */
export function isolated(name: string): string {
  return `\u2068${oneLine(name)}\u2069`;
}

export function oneLine(name: string): string {
  return visible(name)
    .replace(/[\u2066-\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** One or two letters that stand for a person without a picture. */
export function initials(name: string): string {
  const words = oneLine(name).split(" ").filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

/** Puts values into a template's `{names}`; an unknown name stays as it is, also one that every object has (`{constructor}`). */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] as string) : whole));
}
