/** What a visitor types into: the box for messages, and the number to be called at. */
import type { Children } from "../dom/jsx-runtime.ts";
import { Icon } from "./icons.tsx";
import type { View } from "./view.tsx";

const MAX_HEIGHT_PX = 140;

/** What is written is kept by the chat: it survives reloads and every change of the state. */
export function Composer({ view: { chat, state, texts } }: { view: View }): Children {
  const send = (event: Event): void => {
    event.preventDefault();
    chat.sendTyped();
  };
  return (
    <form class="composer" part="composer" onSubmit={send}>
      <textarea
        ref={grow}
        data-testid="composer"
        rows={1}
        dir={state.typed ? "auto" : undefined}
        value={state.typed}
        placeholder={texts.composer_placeholder}
        aria-label={texts.composer_placeholder}
        aria-invalid={state.failure === "too_long"}
        enterkeyhint="send"
        onInput={({ currentTarget }) => {
          chat.type(currentTarget.value);
          grow(currentTarget);
        }}
        onKeyDown={(event) => {
          // While a Chinese or Japanese word is put together, Enter chooses the word.
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event);
        }}
      />
      <button type="submit" class="round send" data-testid="send" aria-label={texts.send} aria-disabled={!state.typed.trim()}>
        <Icon name="send" />
      </button>
    </form>
  );
}

function grow(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, MAX_HEIGHT_PX)}px`;
}

/** Where a visitor to whom nobody could come leaves a number; whether it is one is the server's to say. */
export function PhoneForm({ view: { chat, state, texts } }: { view: View }): Children {
  const isInvalid = state.failure === "phone_invalid";
  return (
    <form
      class="card stack"
      data-testid="phone-form"
      onSubmit={(event) => {
        event.preventDefault();
        const phone = new FormData(event.currentTarget).get("phone") as string;
        if (phone.trim()) void chat.leaveContact(phone);
      }}
    >
      <label for="phone">{texts.phone_hint}</label>
      <div class="choices">
        <input id="phone" name="phone" type="tel" autocomplete="tel" dir="ltr" placeholder={texts.phone_label} aria-invalid={isInvalid} aria-describedby="phone-problem" />
        <button type="submit" class="button accept" disabled={state.isBusy}>
          {texts.phone_send}
        </button>
      </div>
      <p id="phone-problem" class="problem" role="alert">
        {isInvalid && texts.phone_invalid}
      </p>
    </form>
  );
}
