/** The public function `Relevo(name, …)`: what the embedding page may do and hear, and nothing the visitor could not. */
import { visible } from "@relevo/client";
import type { Run } from "../contract.ts";
import type { Chat } from "./chat.ts";
import { type ChatState, phaseOf, unreadOf } from "./store.ts";
import { addressOf, type Place } from "./trail.ts";

/** The events of the public function and what each hands over. */
export interface PublicEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  message: { readonly author: "visitor" | "agent" | "assistant" | "system"; readonly name: string; readonly text: string; readonly at: number };
  phase: { readonly phase: string; readonly agent: string | null };
  unread: { readonly count: number };
}

type Listener = (detail: unknown) => void;
export type Listeners = Map<string, Set<Listener>>;

/** The chat of now: after a reset it is another one. */
export interface Commanded {
  readonly chat: Chat;
  readonly listeners: Listeners;
  destroy(): void;
}

export function commands(screen: Commanded): Run {
  const { listeners } = screen;
  const known: Record<string, (...rest: never[]) => unknown> = {
    open: () => screen.chat.show(true),
    close: () => screen.chat.show(false),
    toggle: () => screen.chat.show(!screen.chat.state.isOpen),
    send: (text: unknown) => screen.chat.send(String(text)),
    requestHuman: () => screen.chat.requestHuman("button"),
    context: (place: Partial<Place>) => screen.chat.visit({ url: addressOf(location), title: document.title, ...place }),
    identify: (token: unknown) => screen.chat.identify(token ? String(token) : null),
    reset: () => screen.chat.reset(),
    destroy: () => screen.destroy(),
    on: (event: string, listener: Listener) => listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    off: (event: string, listener: Listener) => listeners.get(event)?.delete(listener),
  };
  return (name, ...rest) => {
    screen.chat.heed();
    if (Object.hasOwn(known, name)) known[name]?.(...(rest as never[]));
    else console.warn("Relevo: unknown command", name);
  };
}

/** Tells what is new between two states. */
export function tellChanges(before: ChatState, now: ChatState, listeners: Listeners): void {
  // A listener that throws is the page's own fault and stops nothing here.
  const tell = <E extends keyof PublicEvents>(event: E, detail?: PublicEvents[E]): void =>
    listeners.get(event)?.forEach((listener) => queueMicrotask(() => listener(detail)));

  if (now.isOpen !== before.isOpen) tell(now.isOpen ? "open" : "close");
  if (now.session && !before.session) tell("ready");
  if (phaseOf(now) !== phaseOf(before)) tell("phase", { phase: phaseOf(now), agent: now.conversation?.owner?.name ?? null });
  const count = unreadOf(now);
  if (count !== unreadOf(before)) tell("unread", { count });
  const last = now.transcript.items.at(-1);
  // What was there before the visitor came back is no news.
  if (!before.isCaughtUp || last?.kind !== "bubble" || last.state !== "said" || now.transcript.seq === before.transcript.seq) return;
  tell("message", { author: last.actor.kind, name: last.actor.name, text: visible(last.text), at: last.at });
}
