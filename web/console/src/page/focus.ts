/** Sends the keyboard focus where the work goes on, once the part of the screen that takes it exists. */
import { effect, signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

export type FocusTarget = "composer" | "note" | "title" | "search" | "row" | "labels";

const wanted = signal<FocusTarget | null>(null);

export function sendFocus(target: FocusTarget): void {
  wanted.value = target;
}

/** Whoever leaves a field before the page is drawn again is not taken back into it. */
export function letGoOfFocus(): void {
  wanted.value = null;
}

/** Gives the element focus whenever it is asked for, now or when it appears. */
export function useFocusTarget(target: FocusTarget, element: RefObject<HTMLElement | null>): void {
  useEffect(
    () =>
      effect(() => {
        if (wanted.value !== target) return;
        const focus = (): void => element.current?.focus({ preventScroll: target === "title" });
        // At once, or the first letters typed are lost; and again when the page is drawn anew, which may have hidden it until now.
        focus();
        requestAnimationFrame(() => {
          if (wanted.peek() !== target || !element.current) return;
          wanted.value = null;
          if (document.activeElement !== element.current) focus();
        });
      }),
    [target, element],
  );
}
