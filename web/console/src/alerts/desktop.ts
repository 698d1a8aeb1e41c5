/** Notifications of the system: may we, and showing one. Asking comes only from a click in the settings. */
import type { Alert } from "./judge.ts";

export type Permission = NotificationPermission | "unsupported";

export function permission(): Permission {
  return typeof Notification === "undefined" || !globalThis.isSecureContext ? "unsupported" : Notification.permission;
}

export async function askPermission(): Promise<Permission> {
  return permission() === "unsupported" ? "unsupported" : Notification.requestPermission();
}

/** Of what the types know, `renotify` is missing. */
type Options = NotificationOptions & { readonly renotify: boolean };

/** One for each conversation: a newer one takes the place of the last, and calls again. */
export function show({ id, conversationId, title, text }: Alert, onClick: () => void): void {
  if (permission() !== "granted") return;
  try {
    const options: Options = { body: text, tag: conversationId ?? id, renotify: true, icon: `${import.meta.env.BASE_URL}mark.svg`, silent: true };
    const shown = new Notification(title, options);
    shown.onclick = () => {
      globalThis.focus();
      shown.close();
      onClick();
    };
  } catch {
    // Some phones show notifications only from a service worker.
  }
}
