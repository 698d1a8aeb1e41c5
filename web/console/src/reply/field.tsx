/** The text field of a reply: grows with its text, sends with Enter, and can be locked. What sending means is the composer's. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useFocusTarget } from "../page/focus.ts";

export interface FieldProps {
  readonly label: string;
  readonly text: string;
  readonly isOpen: boolean;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  /** The locked field was pressed, or reached by key. */
  readonly onLocked: () => void;
  readonly onEscape: () => void;
}

const MAX_HEIGHT_PX = 220;

export function ReplyField({ label, text, isOpen, onText, onSend, onLocked, onEscape }: FieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusTarget("composer", field);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [text]);

  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      onEscape();
      return field.current?.blur();
    }
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    (isOpen ? onSend : onLocked)();
  };
  const reached = isOpen ? undefined : onLocked;
  return (
    <textarea
      ref={field}
      class="composer__field"
      rows={1}
      aria-label={label}
      placeholder={isOpen ? "Write a reply…" : "Take over to reply"}
      readOnly={!isOpen}
      value={text}
      dir="auto"
      data-testid="composer"
      onInput={(event) => onText(event.currentTarget.value)}
      onKeyDown={pressed}
      onFocus={reached}
      onClick={reached}
    />
  );
}
