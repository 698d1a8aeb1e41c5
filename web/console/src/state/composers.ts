/**
 * What is being written and what is on its way, per conversation. Both outlive a reload and a change of control;
 * nothing an agent typed is ever thrown away here.
 */
import { type Actor, type Kept, openKept, openOutbox, type Outbox, type OutboxItem, Problem } from "@relevo/client";
import { type Signal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { type Conflict, conflictOf } from "./conflicts.ts";

export interface Composer {
  readonly text: Signal<string>;
  /** A note being written: kept apart, so that it can never be sent to the visitor by mistake. */
  readonly note: Signal<string>;
  /** Which of the two the box is for. */
  readonly mode: Signal<"reply" | "note">;
  /** The agent chose to write first: sending takes control. */
  readonly isTakingOver: Signal<boolean>;
  /** Items that failed at least once and are tried again. */
  readonly retried: Signal<ReadonlySet<string>>;
  /** Sends what is written; false when there is nothing to send. */
  send(): boolean;
  retry(clientId: string): void;
  drop(clientId: string): void;
}

export interface Composers {
  of(id: string): Composer;
  /** Goes on sending what an earlier page left behind, in conversations that are not open too. */
  resume(): void;
  unsentOf(id: string): { readonly type: "unsent"; readonly items: readonly OutboxItem[]; readonly actor: Actor };
  /** Removes every text this agent left in this browser. */
  forget(): void;
  close(): void;
}

export interface ComposerTargets {
  readonly api: Pick<Api, "postMessage">;
  readonly me: Actor;
  readonly onUnsent: (id: string) => void;
  readonly onSent: (id: string, clientId: string) => void;
  readonly onConflict: (id: string, conflict: Conflict) => void;
}

/** What the server takes of one message, in UTF-8. */
export const MAX_REPLY_BYTES = 8_192;

/** Bytes of a text on the wire. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function openComposers(targets: ComposerTargets, keptOf: (prefix: string) => Kept = openKept): Composers {
  const composers = new Map<string, OpenComposer>();
  const prefix = `relevo.console.${targets.me.id}.`;
  const texts = keptOf(`${prefix}text.`);
  const notes = keptOf(`${prefix}note.`);

  const of = (id: string): OpenComposer => {
    let composer = composers.get(id);
    if (!composer) composers.set(id, (composer = openComposer(id, targets, { texts, notes, kept: keptOf(`${prefix}out.${id}.`) })));
    return composer;
  };

  return {
    of,
    resume() {
      for (const name of keptOf(`${prefix}out.`).names()) of(name.slice(0, name.indexOf(".")));
    },
    unsentOf: (id) => ({ type: "unsent", items: of(id).outbox.items, actor: targets.me }),
    forget() {
      const everything = keptOf(prefix);
      for (const name of everything.names()) everything.set(name, null);
    },
    close() {
      for (const composer of composers.values()) composer.outbox.close();
    },
  };
}

interface OpenComposer extends Composer {
  readonly outbox: Outbox;
}

interface Shelves {
  readonly texts: Kept;
  readonly notes: Kept;
  /** What is on its way. */
  readonly kept: Kept;
}

function openComposer(id: string, targets: ComposerTargets, { texts, notes, kept }: Shelves): OpenComposer {
  const text = signal(texts.get(id) ?? "");
  const note = signal(notes.get(id) ?? "");
  const isTakingOver = signal(false);
  const retried = signal<ReadonlySet<string>>(new Set());
  text.subscribe((value) => texts.set(id, value || null));
  note.subscribe((value) => notes.set(id, value || null));

  const send = async (item: OutboxItem): Promise<void> => {
    try {
      await targets.api.postMessage(id, { text: item.text, client_id: item.client_id, ...(item.extra?.["take_over"] ? { take_over: true } : {}) });
      targets.onSent(id, item.client_id);
    } catch (error) {
      if (error instanceof Problem && error.isTemporary) retried.value = new Set([...retried.peek(), item.client_id]);
      throw error;
    }
  };

  /** A lost race gives the text back to the box, before anything newer that stands there. */
  const refused = (item: OutboxItem, problem: Problem): void => {
    const conflict = conflictOf(problem, "reply");
    if (!conflict) return;
    outbox.drop(item.client_id);
    text.value = text.peek() ? `${item.text}\n\n${text.peek()}` : item.text;
    targets.onConflict(id, conflict);
  };

  const outbox = openOutbox({ kept, send, onRefused: refused, onChange: () => queueMicrotask(() => targets.onUnsent(id)) });

  // Refused because the sign-in had run out, which is mended now: what was sent goes out without being asked for again.
  for (const { client_id, refused: slug } of outbox.items) if (slug === "unauthenticated") outbox.retry(client_id);

  return {
    text,
    note,
    // A note that was begun is gone on with as a note: what is typed next must not end up in a reply.
    mode: signal<"reply" | "note">(note.peek() && !text.peek() ? "note" : "reply"),
    isTakingOver,
    retried,
    outbox,
    send() {
      const written = text.peek().trim();
      if (!written || bytesOf(written) > MAX_REPLY_BYTES) return false;
      outbox.add(written, isTakingOver.peek() ? { take_over: true } : undefined);
      text.value = "";
      isTakingOver.value = false;
      return true;
    },
    retry: (clientId) => outbox.retry(clientId),
    drop: (clientId) => outbox.drop(clientId),
  };
}
