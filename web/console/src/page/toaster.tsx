/** Draws the toasts; what they say is decided where something was done. */
import { Icon, IconButton } from "@relevo/ui";
import type { Toasts } from "./toasts.ts";

export function Toaster({ toasts }: { toasts: Toasts }) {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.all.value.map(({ id, tone, text }) => (
        <div key={id} class={`toast toast--${tone}`} data-testid="toast">
          <Icon name={tone === "done" ? "check" : "alert"} size={17} />
          <span>{text}</span>
          <IconButton icon="close" label="Dismiss" onClick={() => toasts.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
