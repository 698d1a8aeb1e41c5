/** The box that messages are written in. */
import type { Children } from "../dom/jsx-runtime.ts";
import { icon } from "./icons.tsx";
import type { View } from "./view.tsx";

const MAX_HEIGHT_PX = 140;

/** What is written is kept by the chat: it survives reloads and every change of the state. */
export function composer(view: View): Children {
  const { chat, state, texts } = view;
  const send = (event: Event): void => {
    event.preventDefault();
    chat.sendTyped();
  };
  return [
    <form class="composer" part="composer" onSubmit={send}>
      <textarea
        ref={grow}
        data-testid="composer"
        rows={1}
        dir={state.typed ? "auto" : undefined}
        value={state.typed}
        placeholder={texts.composer_placeholder}
        aria-label={texts.composer_placeholder}
        aria-describedby="shared"
        aria-invalid={state.failure === "too_long"}
        enterkeyhint="send"
        onInput={({ currentTarget }) => {
          chat.write({ typed: currentTarget.value });
          grow(currentTarget);
        }}
        onKeyDown={(event) => {
          // While a Chinese or Japanese word is put together, Enter chooses the word.
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event);
        }}
      />
      <button type="submit" class="round send" data-testid="send" aria-label={texts.send} aria-disabled={!state.typed.trim()}>
        {icon("up")}
      </button>
    </form>,
    state.wait?.shared(view),
  ];
}

function grow(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, MAX_HEIGHT_PX)}px`;
}
