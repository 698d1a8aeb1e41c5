/** Switches the sound of new messages on and off; when it is heard is decided in `follow.ts`. */
import type { Children } from "../dom/jsx-runtime.ts";
import type { View } from "../view/view.tsx";
import { chime } from "./chime.ts";

const BELL = "M6 9.5a6 6 0 0 1 12 0c0 5.5 2 7 2 7H4s2-1.5 2-7M10 20h4";
const CROSSED = "M4 3l16 18";

export function bell({ chat, state: { hasSound }, texts }: View): Children {
  const turn = (): void => {
    const { kept, store } = chat.tools;
    kept.set("sound", hasSound ? null : "1");
    store.set({ hasSound: !hasSound });
    // Whoever switches it on hears what it is like.
    if (!hasSound) chime();
  };
  return (
    <button type="button" class="round" data-testid="sound" aria-pressed={hasSound} aria-label={texts.sound} onClick={turn}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={hasSound ? BELL : BELL + CROSSED} />
      </svg>
    </button>
  );
}
