/** Buttons with and without words. What they do is the caller's. */
import type { ComponentChildren, JSX, Ref } from "preact";
import { Icon, type IconName } from "./icons.tsx";

type Native = Omit<JSX.IntrinsicElements["button"], "icon" | "size" | "ref" | "class">;

export interface ButtonProps extends Native {
  readonly variant?: "primary" | "plain" | "quiet" | "danger" | "assistant";
  readonly size?: "s" | "m" | "l";
  readonly icon?: IconName;
  /** Work is under way: the button keeps its width and its focus but does nothing more. */
  readonly busy?: boolean;
  readonly testid?: string | undefined;
  /** The key that does the same, shown at the end. */
  readonly hint?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly children?: ComponentChildren;
}

export function Button({ variant = "plain", size = "m", icon, busy = false, testid, hint, buttonRef, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class={`ui-button ui-button--${variant} ui-button--${size}`}
      aria-busy={busy || undefined}
      data-testid={testid}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} size={size === "s" ? 15 : 17} />}
      <span class="ui-button__label">{children}</span>
      {hint && <kbd class="ui-key">{hint}</kbd>}
    </button>
  );
}

export interface IconButtonProps extends Native {
  readonly icon: IconName;
  /** What a screen reader says and the tooltip shows. */
  readonly label: string;
  readonly testid?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, testid, buttonRef, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} ref={buttonRef ?? null} class="ui-icon-button" aria-label={label} title={label} data-testid={testid}>
      <Icon name={icon} size={18} />
    </button>
  );
}

/** Says "busy" to the eye; say it in words beside it. */
export function Spinner() {
  return <span class="ui-spinner" aria-hidden="true" />;
}
