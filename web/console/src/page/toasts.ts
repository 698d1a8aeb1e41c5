/** Short messages that come and go at the edge of the screen: what was done, or why it was not. */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Toast {
  readonly id: number;
  readonly tone: "done" | "failed";
  readonly text: string;
}

export interface Toasts {
  readonly all: ReadonlySignal<readonly Toast[]>;
  say(tone: Toast["tone"], text: string): void;
  dismiss(id: number): void;
}

/** Bad news stays longer: it has to be read. */
const SHOWN_MS: Readonly<Record<Toast["tone"], number>> = { done: 4_000, failed: 10_000 };
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
    say(tone, text) {
      const id = nextId++;
      const others = all.peek().filter((toast) => toast.text !== text);
      all.value = [...others, { id, tone, text }].slice(-MAX_TOASTS);
      setTimeout(dismiss, SHOWN_MS[tone], id);
    },
  };
}
