/** Short messages that come and go at the edge of the screen: what was done, or why it was not, sometimes with one thing to do about it. */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface ToastAct {
  readonly label: string;
  /** The key that does the same. */
  readonly hint?: string;
  run(): void;
}

export interface Toast {
  readonly id: number;
  readonly tone: "done" | "failed" | "news";
  readonly text: string;
  readonly act?: ToastAct | undefined;
}

export interface ToastOptions {
  readonly act?: ToastAct;
  readonly shownMs?: number;
}

export interface Toasts {
  readonly all: ReadonlySignal<readonly Toast[]>;
  /** Returns its id. */
  say(tone: Toast["tone"], text: string, options?: ToastOptions): number;
  dismiss(id: number): void;
}

/** Bad news stays longer: it has to be read. */
const SHOWN_MS: Readonly<Record<Toast["tone"], number>> = { done: 4_000, failed: 10_000, news: 10_000 };
const MAX_TOASTS = 3;

export function openToasts(): Toasts {
  const all = signal<readonly Toast[]>([]);
  let nextId = 1;
  const dismiss = (id: number): void => {
    all.value = all.peek().filter((toast) => toast.id !== id);
  };
  return {
    all,
    dismiss,
    say(tone, text, { act, shownMs = SHOWN_MS[tone] } = {}) {
      const id = nextId++;
      const others = all.peek().filter((toast) => toast.text !== text);
      all.value = [...others, { id, tone, text, act }].slice(-MAX_TOASTS);
      setTimeout(dismiss, shownMs, id);
      return id;
    },
  };
}
