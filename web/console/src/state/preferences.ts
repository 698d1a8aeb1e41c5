/** What this agent prefers: kept by the server, the same in all their tabs and browsers. Acting on it is up to those who ask. */
import type { Preferences } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/calls.ts";

export interface Preferring {
  readonly now: ReadonlySignal<Preferences>;
  /** At once here and in the other tabs, then on the server. True when it was kept; what it refuses goes back. */
  change(patch: Partial<Preferences>): Promise<boolean>;
  /** From now on no alert for this conversation, or one again. */
  mute(conversationId: string, isMuted: boolean): Promise<boolean>;
  close(): void;
}

export const USUAL: Preferences = {
  sound: true,
  desktop: false,
  muted_kinds: [],
  muted_conversations: [],
  muted_while_away: false,
  away_after_min: 5,
  theme: "system",
  density: "comfortable",
  direction: "automatic",
  shortcuts: {},
};

/** What the server keeps; the oldest make room. */
const MAX_MUTED = 200;

export interface PreferringParts {
  readonly api: Pick<Api, "changePreferences">;
  readonly agentId: string;
  readonly initial: Partial<Preferences> | undefined;
  readonly onRefused: (error: unknown) => void;
}

export function openPreferring({ api, agentId, initial, onRefused }: PreferringParts): Preferring {
  const now = signal<Preferences>({ ...USUAL, ...initial });
  const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`relevo.console.${agentId}.preferences`);
  if (tabs) tabs.onmessage = ({ data }: MessageEvent<Preferences>) => (now.value = data);
  const show = (next: Preferences): void => {
    now.value = next;
    tabs?.postMessage(next);
  };

  const change = async (patch: Partial<Preferences>): Promise<boolean> => {
    const before = now.peek();
    show({ ...before, ...patch });
    try {
      // A merge patch leaves in place what it does not name: keys that are usual again are named with null.
      const shortcuts = patch.shortcuts && { ...Object.fromEntries(Object.keys(before.shortcuts).map((id) => [id, null])), ...patch.shortcuts };
      await api.changePreferences(shortcuts ? { ...patch, shortcuts } : patch);
      return true;
    } catch (error) {
      const undone = Object.fromEntries(Object.keys(patch).map((name) => [name, before[name as keyof Preferences]]));
      show({ ...now.peek(), ...undone });
      onRefused(error);
      return false;
    }
  };
  return {
    now,
    change,
    mute(conversationId, isMuted) {
      const others = now.peek().muted_conversations.filter((id) => id !== conversationId);
      return change({ muted_conversations: isMuted ? [...others, conversationId].slice(-MAX_MUTED) : others });
    },
    close: () => tabs?.close(),
  };
}
