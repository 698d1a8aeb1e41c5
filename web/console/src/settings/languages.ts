/** Languages by the names that their speakers use. */

/** "Deutsch (de)": their own word first, so that whoever looks for theirs finds it. */
export function languageName(tag: string): string {
  try {
    const own = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    return own && own !== tag ? `${own.charAt(0).toLocaleUpperCase(tag)}${own.slice(1)} (${tag})` : tag;
  } catch {
    return tag;
  }
}

export const languageOptions = (tags: readonly string[]): readonly (readonly [string, string])[] => tags.map((tag) => [tag, languageName(tag)] as const);
