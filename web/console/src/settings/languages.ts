/** Languages by the names that their speakers use, and which one the name of a field is of. */

/** "Deutsch (de)": their own word first, so that whoever looks for theirs finds it. */
export function languageName(tag: string): string {
  try {
    const own = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    return own && own !== tag ? `${own.charAt(0).toLocaleUpperCase(tag)}${own.slice(1)} (${tag})` : tag;
  } catch {
    return tag;
  }
}

/** The language in the name of a field that is there in each, as the server calls it: `handoff.keywords.de`, `texts.de.greeting`. */
export function languageOf(field: string): string | null {
  return /^(?:handoff\.(?:keywords|waiting_texts|busy_texts)|texts)\.([^.]+)/.exec(field)?.[1] ?? null;
}

export const languageOptions = (tags: readonly string[]): readonly (readonly [string, string])[] => tags.map((tag) => [tag, languageName(tag)] as const);
