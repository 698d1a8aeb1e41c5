/** A list of short phrases: each can be taken away, a new one is added by Enter or a comma, several by pasting lines. */
import { Icon } from "@relevo/ui";
import { useId, useState } from "preact/hooks";

interface ChipsProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly placeholder?: string;
  readonly lang?: string;
  /** What is offered while one types; anything else can be added as well. */
  readonly options?: readonly string[];
  readonly testid: string;
}

export function Chips({ label, hint, error, values, onChange, placeholder, lang, options = [], testid }: ChipsProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const add = (text: string): void => {
    const known = new Set(values.map((value) => value.toLowerCase()));
    const fresh = text
      .split(/[\n,;]+/)
      .map((part) => part.trim())
      .filter((part) => part && !known.has(part.toLowerCase()));
    setTyped("");
    if (fresh.length === 0) return;
    setSaid(`${fresh.join(", ")} added`);
    onChange([...values, ...new Set(fresh)]);
  };
  const remove = (value: string): void => {
    setSaid(`${value} removed`);
    onChange(values.filter((one) => one !== value));
  };
  const pressed = (event: KeyboardEvent): void => {
    // While a Chinese or Japanese word is put together, Enter chooses the word.
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && !typed && values.length) remove(values.at(-1) ?? "");
  };
  const told = error ?? hint;
  return (
    <div class={`set-field${error ? " set-field--wrong" : ""}`}>
      <label for={id}>{label}</label>
      <div class="set-chips" lang={lang}>
        {values.length > 0 && (
          <ul class="set-chips__all" aria-label={label} data-testid={`${testid}-chips`}>
            {values.map((value) => (
              <li key={value} class="set-chip">
                <bdi>{value}</bdi>
                <button type="button" class="ui-cross" aria-label={`Remove ${value}`} onClick={() => remove(value)}>
                  <Icon name="close" size={13} />
                </button>
              </li>
            ))}
          </ul>
        )}
        <input
          id={id}
          class="set-chips__input"
          value={typed}
          dir="auto"
          autocomplete="off"
          maxLength={200}
          placeholder={placeholder}
          list={options.length > 0 ? `${id}-options` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={told ? `${id}-told` : undefined}
          data-testid={testid}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={pressed}
          onBlur={() => add(typed)}
          onPaste={(event) => {
            const text = event.clipboardData?.getData("text") ?? "";
            if (!/[\n,;]/.test(text)) return;
            event.preventDefault();
            add(text);
          }}
        />
      </div>
      {options.length > 0 && (
        <datalist id={`${id}-options`}>
          {options
            .filter((option) => !values.includes(option))
            .map((option) => (
              <option key={option} value={option} />
            ))}
        </datalist>
      )}
      {told && (
        <p class="set-field__told" id={`${id}-told`} role={error ? "alert" : undefined}>
          {told}
        </p>
      )}
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}
