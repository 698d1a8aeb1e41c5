/** Draws the toasts; what they say is decided where something was done. */
import { Button, Icon, IconButton, type IconName } from "@relevo/ui";
import type { Toast, Toasts } from "./toasts.ts";

const ICONS: Readonly<Record<Toast["tone"], IconName>> = { done: "check", failed: "alert", news: "info" };

export function Toaster({ toasts }: { toasts: Toasts }) {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.all.value.map(({ id, tone, text, act }) => (
        <div key={id} class={`toast toast--${tone}`} data-testid="toast">
          <Icon name={ICONS[tone]} size={17} />
          <span>
            <bdi>{text}</bdi>
          </span>
          {act && (
            <Button size="s" testid="toast-act" hint={act.hint} onClick={() => (toasts.dismiss(id), act.run())}>
              {act.label}
            </Button>
          )}
          <IconButton icon="close" label="Dismiss" onClick={() => toasts.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
