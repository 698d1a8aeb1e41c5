/** A modal question, on the browser's own dialog: focus trap and Escape come with it, and giving focus back all but comes with it. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

/** Closes a dialog that is about to be taken away, so that the focus goes back where it came from. */
export function closeDialog(element: HTMLDialogElement | null): void {
  element?.close();
  requestAnimationFrame(refocus);
}

/** A field that gets the focus back from a dialog has it without a cursor in Chromium 156: letters would be lost. */
function refocus(): void {
  const { activeElement: field } = document;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  field.blur();
  field.focus();
}

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly testid?: string;
  readonly size?: "s" | "m";
  /** The buttons, most important first; put `autofocus` on the one Enter should press. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Dialog({ title, onClose, testid, size = "s", actions, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closed before it is taken away: only then does the browser give focus back to where it came from.
    return () => closeDialog(element);
  }, []);
  const isBackdrop = (event: MouseEvent): boolean => event.target === dialog.current;
  return (
    <dialog
      ref={dialog}
      class={`ui-dialog ui-dialog--${size}`}
      aria-labelledby={titleId}
      data-testid={testid}
      onCancel={(event: Event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event: MouseEvent) => isBackdrop(event) && onClose()}
    >
      <div class="ui-dialog__body">
        <h2 id={titleId} class="ui-dialog__title">
          {title}
        </h2>
        {children}
        {actions && <div class="ui-dialog__actions">{actions}</div>}
      </div>
    </dialog>
  );
}
