/** Where a visitor to whom nobody could come leaves a number; whether it is one is the server's to say. */
import type { ChatState } from "../chat/store.ts";
import type { Children } from "../dom/jsx-runtime.ts";
import type { View } from "../view/view.tsx";
import { callingCodeOf, countries, guessed } from "./countries.ts";

/** The countries as they are drawn: two hundred of them are not built anew for every drawing. */
const drawn = new Map<string, Children>();

export function number(view: View): Children {
  const { chat, state, texts } = view;
  if (!hasLeftNumber(view) || state.isMending) return <NumberForm view={view} />;
  return (
    <button type="button" class="link" data-testid="phone-edit" onClick={() => chat.tools.store.set({ isMending: true })}>
      {texts.phone_edit}
    </button>
  );
}

function NumberForm({ view }: { view: View }): Children {
  const { chat, state, texts, locale } = view;
  const isInvalid = state.failure === "phone_invalid";
  const country = countryOf(state, locale);
  return (
    <form
      class="card stack"
      data-testid="phone-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void leave(view);
      }}
    >
      <label for="phone">{texts.phone_hint}</label>
      <div class="choices">
        <span class="country">
          <span aria-hidden="true" dir="ltr">
            {country ? `${country} +${callingCodeOf(country)}` : texts.phone_country}
          </span>
          <select
            data-testid="phone-country"
            aria-label={texts.phone_country}
            // Set once the options are there.
            ref={(box) => {
              if (box) box.value = country;
            }}
            onChange={({ currentTarget }) => chat.write({ country: currentTarget.value })}
          >
            {options(locale)}
          </select>
        </span>
        <input
          id="phone"
          data-testid="phone"
          type="tel"
          autocomplete="tel"
          dir="ltr"
          value={state.phone}
          placeholder={texts.phone_label}
          aria-invalid={isInvalid}
          aria-describedby="phone-problem"
          onInput={({ currentTarget }) => chat.write({ phone: currentTarget.value })}
        />
      </div>
      <p id="phone-problem" class="problem" role="alert">
        {isInvalid && texts.phone_invalid}
      </p>
      <button type="submit" class="button accept" aria-disabled={state.isBusy}>
        {texts.phone_send}
      </button>
    </form>
  );
}

/** Takes what stands in the form now, not what stood there when it was drawn: Enter may come before the next drawing. */
async function leave({ chat, locale }: View): Promise<void> {
  const { phone } = chat.state;
  const country = countryOf(chat.state, locale);
  if (!phone.trim()) return chat.tools.store.set({ failure: "phone_invalid" });
  await chat.act("leave-contact", { phone, ...(country && { country }) }, "phone_invalid");
  if (!chat.state.failure) chat.tools.store.set({ isMending: false });
}

function countryOf({ country }: ChatState, locale: string): string {
  return country || guessed([...navigator.languages, locale]) || "";
}

function options(locale: string): Children {
  const made = drawn.get(locale) ?? [
    <option value="" />,
    ...countries(locale).map(({ code, label }) => (
      <option key={code} value={code}>
        {label}
      </option>
    )),
  ];
  drawn.set(locale, made);
  return made;
}

function hasLeftNumber({ state }: View): boolean {
  const of = (type: string): number => state.transcript.items.findLastIndex((item) => item.kind === "notice" && item.event.type === type);
  return of("contact_left") > of("human_requested");
}
