/** A modal question, on the browser's own dialog: focus trap, Escape and giving focus back come with it. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

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
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    // The element goes away with its state, so the browser cannot give focus back by itself.
    return () => opener instanceof HTMLElement && opener.isConnected && opener.focus({ preventScroll: true });
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
