/** Finds the item of a list that begins with the letters typed in quick succession, as menus and lists of the desktop do. */

/** A pause longer than this begins a new word. */
const PAUSE_MS = 700;

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "timeStamp">;

/** Each list has its own: the letters typed so far are kept in it. Answers the place to go to, or null for any other key. */
export type TypeAhead = (key: Key, texts: readonly string[], at: number) => number | null;

export function openTypeAhead(): TypeAhead {
  let typed = "";
  let lastAt = -Infinity;
  return ({ key, ctrlKey, metaKey, altKey, timeStamp }, texts, at) => {
    const isLetter = [...key].length === 1 && !ctrlKey && !metaKey && !altKey;
    if (!isLetter || (key === " " && timeStamp - lastAt > PAUSE_MS)) return null;
    typed = timeStamp - lastAt > PAUSE_MS ? key : typed + key;
    lastAt = timeStamp;
    // The same letter again goes on to the next one that begins with it.
    const isRepeated = [...typed].every((letter) => letter === typed[0]);
    const wanted = folded(isRepeated ? key : typed);
    const start = isRepeated ? at + 1 : Math.max(at, 0);
    for (let step = 0; step < texts.length; step += 1) {
      const place = (start + step) % texts.length;
      if (folded(texts[place] ?? "").startsWith(wanted)) return place;
    }
    return null;
  };
}

/** Without accents and case, so that "a" finds "Ángel". */
function folded(text: string): string {
  return text
    .trim()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}
