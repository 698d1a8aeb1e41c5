/** Things to fill in, each with its label, a hint, and what is wrong with it said at the place. What the values mean is the caller's. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Told {
  readonly label: string;
  readonly hint?: ComponentChildren | undefined;
  readonly error?: string | undefined;
  readonly testid?: string | undefined;
}

interface Wired {
  readonly id: string;
  readonly "aria-invalid"?: boolean;
  readonly "aria-describedby"?: string;
}

/** The frame around a control: label above, hint or error below. */
function Framed({ label, hint, error, children }: Told & { children: (wired: Wired) => ComponentChildren }) {
  const id = useId();
  const told = error ?? hint;
  const wired: Wired = { id, ...(error ? { "aria-invalid": true } : {}), ...(told ? { "aria-describedby": `${id}-told` } : {}) };
  return (
    <div class={`set-field${error ? " set-field--wrong" : ""}`}>
      <label for={id}>{label}</label>
      {children(wired)}
      {told && (
        <p class="set-field__told" id={`${id}-told`} role={error ? "alert" : undefined}>
          {told}
        </p>
      )}
    </div>
  );
}

interface TextProps extends Told {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: "text" | "email" | "password" | "url" | "search";
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly isRequired?: boolean;
  readonly isFirst?: boolean;
  readonly dir?: "ltr" | "rtl" | "auto";
  readonly list?: string;
}

export function TextField({ value, onInput, type = "text", autocomplete = "off", placeholder, maxLength, isRequired, isFirst, dir = "auto", list, testid, ...told }: TextProps) {
  return (
    <Framed {...told}>
      {(wired) => (
        <input
          {...wired}
          // The types know one set of attributes per kind of field; ours go with all of them.
          type={type as "text"}
          class="set-input"
          value={value}
          autocomplete={autocomplete}
          placeholder={placeholder}
          maxLength={maxLength}
          required={isRequired}
          autofocus={isFirst}
          spellcheck={false}
          dir={dir}
          list={list}
          data-testid={testid}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Framed>
  );
}

interface AreaProps extends Told {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly lang?: string | undefined;
  readonly placeholder?: string;
  readonly onFocus?: () => void;
}

export function TextArea({ value, onInput, rows = 2, maxLength = 1000, lang, placeholder, onFocus, testid, ...told }: AreaProps) {
  return (
    <Framed {...told}>
      {(wired) => (
        <textarea
          {...wired}
          class="set-input set-input--area"
          value={value}
          rows={rows}
          maxLength={maxLength}
          lang={lang}
          dir="auto"
          placeholder={placeholder}
          data-testid={testid}
          onFocus={onFocus}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Framed>
  );
}

interface NumberProps extends Told {
  readonly value: number | null;
  /** Null when nothing is typed, or nothing that is a whole number. */
  readonly onInput: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly placeholder?: string;
}

export function NumberField({ value, onInput, min = 0, max, unit, placeholder, testid, ...told }: NumberProps) {
  const read = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) : null);
  return (
    <Framed {...told}>
      {(wired) => (
        <span class="set-number">
          <input
            {...wired}
            type="number"
            class="set-input"
            inputMode="numeric"
            value={value ?? ""}
            min={min}
            max={max}
            step={1}
            placeholder={placeholder}
            data-testid={testid}
            onInput={({ currentTarget }) => onInput(read(currentTarget.value))}
          />
          {unit && <span class="set-number__unit">{unit}</span>}
        </span>
      )}
    </Framed>
  );
}

interface SelectProps extends Told {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly (readonly [value: string, label: string])[];
}

export function Select({ value, onChange, options, testid, ...told }: SelectProps) {
  return (
    <Framed {...told}>
      {(wired) => (
        <select {...wired} class="set-input" value={value} data-testid={testid} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {options.map(([id, label]) => (
            <option key={id} value={id} selected={id === value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

export function ColorField({ value, onInput, testid, ...told }: Told & { value: string; onInput: (value: string) => void }) {
  return (
    <Framed {...told}>
      {(wired) => (
        <span class="set-number">
          <input {...wired} type="color" class="set-color" value={value} data-testid={testid} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
          <code class="set-number__unit">{value}</code>
        </span>
      )}
    </Framed>
  );
}

interface ToggleProps extends Omit<Told, "error"> {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** A box to tick instead of a switch: for one of several. */
  readonly isBox?: boolean;
}

export function Toggle({ label, hint, checked, onChange, disabled, isBox = false, testid }: ToggleProps) {
  const id = useId();
  return (
    <div class="set-toggle">
      <input
        id={id}
        type="checkbox"
        role={isBox ? undefined : "switch"}
        class={isBox ? "set-box" : "set-switch"}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-told` : undefined}
        data-testid={testid}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {hint && (
          <p class="set-field__told" id={`${id}-told`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
