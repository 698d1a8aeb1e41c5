/** What every page of the settings is made of: heading, sections, the bar to save with, and what is shown while it is read. */
import { Button, Icon, Spinner } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Form } from "./form.ts";
import { wrongText } from "./wrong.ts";

interface PageProps {
  readonly title: string;
  readonly lead: ComponentChildren;
  /** At the end of the heading: the button that adds one, mostly. */
  readonly act?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Page({ title, lead, act, children }: PageProps) {
  return (
    <div class="set-page">
      <header class="set-page__head">
        <div>
          <h1 class="set-page__title">{title}</h1>
          <p class="set-page__lead">{lead}</p>
        </div>
        {act}
      </header>
      {children}
    </div>
  );
}

export function Section({ title, lead, children }: { title: string; lead?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="set-section">
      <div class="set-section__head">
        <h2>{title}</h2>
        {lead && <p>{lead}</p>}
      </div>
      <div class="set-section__body">{children}</div>
    </section>
  );
}

/** Switches off everything inside for whoever may only look, and says why. */
export function Bounded({ mayChange, who = "administrators", children }: { mayChange: boolean; who?: string; children: ComponentChildren }) {
  return (
    <>
      {!mayChange && (
        <p class="set-note" data-testid="read-only">
          <Icon name="eye" size={17} /> <span>You can look at this. Only {who} change it.</span>
        </p>
      )}
      <fieldset class="set-fieldset" disabled={!mayChange}>
        {children}
      </fieldset>
    </>
  );
}

/** Why something was not done; nothing where all is well. It stands inside of what is announced. */
export function Failure({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <p class="set-note set-note--wrong">
      <Icon name="alert" size={17} /> <span>{text}</span>
    </p>
  );
}

/** Stays at the foot of the page, so that what is changed can be saved from everywhere. */
export function SaveBar<T extends object>({ form, label = "Save settings", onSave }: { form: Form<T>; label?: string; onSave: () => Promise<boolean> }) {
  const [isSaved, setSaved] = useState(false);
  const isDirty = form.isDirty.value;
  useEffect(() => {
    if (isDirty) setSaved(false);
  }, [isDirty]);
  const save = (): void => void onSave().then(setSaved);
  return (
    <div class="set-bar" data-testid="save-bar">
      <p class="set-bar__told" role="status">
        {form.failure.value ? (
          <span class="set-bar__wrong">
            <Icon name="alert" size={17} /> {form.failure.value}
          </span>
        ) : isDirty ? (
          "Unsaved changes"
        ) : isSaved ? (
          <span class="set-bar__done">
            <Icon name="check" size={17} /> Saved
          </span>
        ) : (
          ""
        )}
      </p>
      {isDirty && (
        <Button testid="discard" onClick={() => form.reset()}>
          Discard
        </Button>
      )}
      <Button variant="primary" testid="save-settings" disabled={!isDirty} busy={form.isBusy.value} onClick={save}>
        {label}
      </Button>
    </div>
  );
}

export type Loaded<T> = { readonly kind: "loading" } | { readonly kind: "failed"; readonly text: string; retry(): void } | { readonly kind: "ready"; readonly value: T };

/** Reads once for each `key`; an older answer never replaces a newer one. */
export function useLoaded<T>(read: () => Promise<T>, key = ""): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({ kind: "loading" });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isOld = false;
    setState({ kind: "loading" });
    const failed = (error: unknown): void => setState({ kind: "failed", text: wrongText(error), retry: () => setAttempt((count) => count + 1) });
    read().then(
      (value) => isOld || setState({ kind: "ready", value }),
      (error: unknown) => isOld || failed(error),
    );
    return () => {
      isOld = true;
    };
  }, [key, attempt]);
  return state;
}

/** While something is read, and when it could not be. */
export function Unready({ state }: { state: Loaded<unknown> }) {
  if (state.kind === "failed") {
    return (
      <div class="set-empty" role="alert">
        <Icon name="alert" size={24} />
        <p>{state.text}</p>
        <Button icon="retry" onClick={state.retry}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    <p class="set-empty" role="status">
      <Spinner /> Loading
    </p>
  );
}
