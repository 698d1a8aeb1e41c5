/** A form as a store: what was read, what has been typed over it, what the server said is wrong with which field. Nothing is drawn here. */
import { Problem } from "@relevo/client";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { wrongText } from "./wrong.ts";

export interface Form<T extends object> {
  /** As it was read or saved last. */
  readonly kept: ReadonlySignal<T>;
  readonly draft: ReadonlySignal<T>;
  readonly isDirty: ReadonlySignal<boolean>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** What is wrong with the whole. */
  readonly failure: ReadonlySignal<string | null>;
  /** What is wrong with a field; names are the server's, such as `handoff.busy_text`. */
  errorOf(field: string): string | undefined;
  set(change: Partial<T>): void;
  /** Back to what was read, or to what has been read just now. */
  reset(next?: T): void;
  /** True when it was saved; what `send` returns is kept from then on. */
  save(send: (draft: T, kept: T) => Promise<T>): Promise<boolean>;
}

/** `isShown` tells the names of the fields that the form shows: what is wrong with another one is said of the whole. `onWrong` brings a field on the screen that another language hides. */
export function openForm<T extends object>(initial: T, isShown: (field: string) => boolean = () => true, onWrong: (field: string) => void = () => undefined): Form<T> {
  const kept = signal(initial);
  const draft = signal(initial);
  const isBusy = signal(false);
  const failure = signal<string | null>(null);
  const errors = signal<Readonly<Record<string, string>>>({});
  const forget = (): void => {
    failure.value = null;
    errors.value = {};
  };
  const fail = (error: unknown): void => {
    const field = error instanceof Problem ? error.body["field"] : undefined;
    if (!(error instanceof Problem) || typeof field !== "string" || !isShown(field)) {
      failure.value = wrongText(error);
      return;
    }
    errors.value = { [field]: error.body.detail ?? error.body.title };
    onWrong(field);
  };
  return {
    kept,
    draft,
    isBusy,
    failure,
    isDirty: computed(() => !isSame(draft.value, kept.value)),
    errorOf: (field) => errors.value[field],
    set(change) {
      draft.value = { ...draft.peek(), ...change };
    },
    reset(next = kept.peek()) {
      forget();
      kept.value = next;
      draft.value = next;
    },
    async save(send) {
      if (isBusy.peek()) return false;
      const sent = draft.peek();
      isBusy.value = true;
      forget();
      try {
        const saved = await send(sent, kept.peek());
        kept.value = saved;
        // What was typed while it was on its way stays, and is unsaved.
        if (draft.peek() === sent) draft.value = saved;
        return true;
      } catch (error) {
        fail(error);
        return false;
      } finally {
        isBusy.value = false;
      }
    },
  };
}

/** The fields that were changed, for a PATCH; inside objects too, where only what differs is sent. */
export function changesOf<T extends object>(before: T, after: T): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [before[name as keyof T] as unknown, after[name as keyof T] as unknown];
    if (isSame(one, other)) continue;
    changed[name] = isPlain(one) && isPlain(other) ? changesOf(one, other) : (other ?? null);
  }
  return changed;
}

export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each, at) => isSame(each, other[at]));
  if (!isPlain(one) || !isPlain(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]));
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
