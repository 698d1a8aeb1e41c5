/** A button that opens a short list of choices, by the popover of the browser and the keys people expect of a menu. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { openTypeAhead } from "./type-ahead.ts";

export interface MenuProps {
  /** Classes and words of the button itself. */
  readonly class: string;
  /** What the list is called; the button too, when its face has no words. */
  readonly label: string;
  readonly isWordless?: boolean;
  readonly face: ComponentChildren;
  readonly testid?: string;
  readonly disabled?: boolean;
  readonly children?: ComponentChildren;
  /** A longer list, made only once it is opened. */
  readonly list?: () => ComponentChildren;
}

/** Its children are `MenuItem`s, alone or in `MenuGroup`s. Letters go to the item that begins with them. */
export function Menu({ class: look, label, isWordless = false, face, testid, disabled, children, list: made }: MenuProps) {
  const id = useId().replace(/\W/g, "");
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [typeAhead] = useState(openTypeAhead);

  useLayoutEffect(() => {
    if (!isOpen || !list.current || !button.current) return;
    placeUnder(list.current, button.current);
    const items = itemsOf(list.current);
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
  }, [isOpen]);
  const toggled = (event: Event & { newState?: string }): void => setOpen(event.newState === "open");
  const pressed = (event: KeyboardEvent): void => {
    const items = list.current ? itemsOf(list.current) : [];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") list.current?.hidePopover();
    if (to === undefined) {
      const found = typeAhead(event, items.map(wordsOf), at);
      if (found !== null) items[found]?.focus();
      return;
    }
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  };
  const chosen = (): void => {
    list.current?.hidePopover();
    button.current?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={look}
        aria-label={isWordless ? label : undefined}
        title={isWordless ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        data-testid={testid}
        disabled={disabled}
        popovertarget={id}
      >
        {face}
      </button>
      <div ref={list} id={id} class="ui-menu" role="menu" aria-label={label} popover="auto" onToggle={toggled} onKeyDown={pressed} onClick={chosen}>
        {children}
        {isOpen && made?.()}
      </div>
    </>
  );
}

/** Items that belong together, under a heading of their own. */
export function MenuGroup({ label, children }: { label?: string; children: ComponentChildren }) {
  const id = useId().replace(/\W/g, "");
  return (
    <div class="ui-menu__group" role="group" aria-labelledby={label ? id : undefined}>
      {label && (
        <p class="ui-menu__heading" id={id} role="presentation">
          {label}
        </p>
      )}
      {children}
    </div>
  );
}

export function MenuItem({ onClick, checked, testid, children }: { onClick: () => void; checked?: boolean; testid?: string; children: ComponentChildren }) {
  const isChoice = checked !== undefined;
  return (
    <button
      type="button"
      class="ui-menu__item"
      role={isChoice ? "menuitemradio" : "menuitem"}
      aria-checked={isChoice ? checked : undefined}
      tabIndex={-1}
      data-testid={testid}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[role^=menuitem]")];
}

/** What an item says, without the initials of its picture: "No" finds Noah, whose picture says NB. */
function wordsOf(item: HTMLElement): string {
  const words = item.cloneNode(true) as HTMLElement;
  for (const picture of words.querySelectorAll('[aria-hidden="true"], .ui-avatar')) picture.remove();
  return words.textContent ?? "";
}

/** Keeps the list on the screen, below the button when there is room and above it otherwise. */
function placeUnder(list: HTMLElement, button: HTMLElement): void {
  const edge = 8;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const isRtl = getComputedStyle(button).direction === "rtl";
  const wanted = isRtl ? at.left : at.right - width;
  const left = Math.min(Math.max(edge, wanted), innerWidth - width - edge);
  const below = at.bottom + 4;
  const top = below + height + edge > innerHeight ? Math.max(edge, at.top - height - 4) : below;
  list.style.left = `${left}px`;
  list.style.top = `${top}px`;
}
