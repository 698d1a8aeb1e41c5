/** The frame of the screens before the desk: one card in the middle, with fields that say what is wrong with them. */
import { Button, Icon } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

export function Gate({ title, lead, children }: { title: string; lead?: ComponentChildren; children: ComponentChildren }) {
  return (
    <main class="gate">
      <div class="gate__card">
        <Mark />
        <h1 class="gate__title">{title}</h1>
        {lead && <p class="gate__lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}

/** The sign of the product: a word handed over and handed back. */
export function Mark() {
  return <img class="mark" src={`${import.meta.env.BASE_URL}mark.svg`} width={32} height={32} alt="" />;
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: "text" | "email" | "password";
  readonly autocomplete: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly testid?: string;
  readonly isFirst?: boolean;
}

/** The form reads the values itself: see `valuesOf`. */
export function Field({ label, name, type = "text", autocomplete, hint, error, testid, isFirst }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, []);
  const told = error ?? hint;
  return (
    <div class={`field${error ? " field--wrong" : ""}`}>
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        name={name}
        // The types know one set of attributes per kind of field; ours go with all three.
        type={type as "text"}
        autocomplete={autocomplete}
        autocapitalize={type === "email" ? "none" : undefined}
        spellcheck={false}
        required
        aria-invalid={error ? true : undefined}
        aria-describedby={told ? `${id}-told` : undefined}
        data-testid={testid}
      />
      {told && (
        <p class="field__told" id={`${id}-told`}>
          {told}
        </p>
      )}
    </div>
  );
}

/** What went wrong with the form as a whole. */
export function FormError({ text }: { text: string | null }) {
  return (
    <div role="alert">
      {text && (
        <p class="gate__error" data-testid="form-error">
          <Icon name="alert" size={17} /> <span>{text}</span>
        </p>
      )}
    </div>
  );
}

export function SubmitButton({ isBusy, disabled = false, testid, children }: { isBusy: boolean; disabled?: boolean; testid: string; children: ComponentChildren }) {
  return (
    <Button type="submit" variant="primary" size="l" busy={isBusy} disabled={disabled} testid={testid}>
      {children}
    </Button>
  );
}

/** The texts of a form by the names of its fields; e-mail addresses without the spaces that keyboards add. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, name === "password" ? String(value) : String(value).trim()]),
  );
}
