/** The text field of a reply or a note: grows with its text, sends with Enter, and can be locked. What sending means is the composer's. */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { type FocusTarget, letGoOfFocus, useFocusTarget } from "../page/focus.ts";
import type { Suggest } from "./suggest.tsx";

export interface FieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** What brings the focus here, and the `data-testid`. */
  readonly name: FocusTarget & ("composer" | "note");
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly isOpen: boolean;
  readonly suggest: Suggest;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  /** The locked field was pressed, or reached by key. */
  readonly onLocked?: () => void;
  readonly onEscape?: () => void;
}

const MAX_HEIGHT_PX = 220;

export function TextField({ field, name, label, placeholder, text, isOpen, suggest, onText, onSend, onLocked, onEscape }: FieldProps) {
  useFocusTarget(name, field);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [text]);

  const pressed = (event: KeyboardEvent): void => {
    if (isOpen && suggest.pressed(event)) return;
    if (event.key === "Escape") {
      onEscape?.();
      letGoOfFocus();
      return field.current?.blur();
    }
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (isOpen) onSend();
    else onLocked?.();
  };
  const reached = isOpen ? undefined : onLocked;
  return (
    <textarea
      ref={field}
      class="composer__field"
      rows={1}
      aria-label={label}
      placeholder={placeholder}
      readOnly={!isOpen}
      value={text}
      dir="auto"
      data-testid={name === "note" ? "note-composer" : "composer"}
      {...(isOpen ? suggest.aria : {})}
      onInput={(event) => {
        onText(event.currentTarget.value);
        suggest.follow();
      }}
      onKeyDown={pressed}
      onKeyUp={(event) => event.key.startsWith("Arrow") && suggest.follow()}
      onBlur={suggest.end}
      onFocus={reached}
      onClick={() => (reached ? reached() : suggest.follow())}
    />
  );
}
