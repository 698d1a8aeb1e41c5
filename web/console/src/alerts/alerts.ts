/** What calls an agent who looks elsewhere: a sound and a notification of the system, once over all tabs. What is worth one is `judge.ts`. */
import { type AgentConversation, type Notification, oneLine, type Preferences, type PresenceState } from "@relevo/client";
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { show } from "./desktop.ts";
import { type Alert, alertOf, isMuted, missedAlert, type Sound } from "./judge.ts";
import { play } from "./sound.ts";
import { openTabs, type Tabs } from "./tabs.ts";

export interface Alerts {
  tell(notification: Notification): Promise<void>;
  /** A new connection: requests of the meantime were not heard. */
  connected(): Promise<void>;
  close(): void;
}

export interface AlertParts {
  readonly agentId: string;
  readonly api: Pick<Api, "page">;
  readonly preferences: ReadonlySignal<Preferences>;
  readonly presence: ReadonlySignal<PresenceState>;
  /** The latest change that this tab knows of, by the server's clock: later requests were not heard. */
  readonly heardAt: () => number;
  /** The conversation on the screen. */
  readonly openId: ReadonlySignal<string | null>;
  readonly onOpen: (alert: Alert) => void;
  readonly tabs?: Tabs;
  readonly means?: Means;
}

export interface Means {
  play(sound: Sound): unknown;
  show(alert: Alert, onClick: () => void): void;
}

export function openAlerts({ agentId, api, preferences, presence, heardAt, openId, onOpen, tabs = openTabs(agentId), means = { play, show } }: AlertParts): Alerts {
  let isFirstConnection = true;
  const look = (): void => tabs.look(isInFront() ? openId.value : null);
  const stop = effect(look);
  const events = ["focus", "blur"] as const;
  for (const event of events) globalThis.addEventListener?.(event, look);
  globalThis.document?.addEventListener("visibilitychange", look);

  const alert = async (one: Alert): Promise<void> => {
    const { conversationId: id } = one;
    if (id && (await tabs.isLookedAt(id))) return;
    if (!(await tabs.isFirst(one.id))) return;
    const { sound, desktop } = preferences.peek();
    if (sound) means.play(one.sound);
    if (desktop) means.show(one, () => onOpen(one));
  };
  return {
    async tell(notification) {
      if (!isMuted(notification, preferences.peek(), presence.peek())) await alert(alertOf(notification));
    },
    async connected() {
      // The first connection shows who waits in the list and on the badge; nobody has come meanwhile.
      if (isFirstConnection) return void (isFirstConnection = false);
      const since = heardAt();
      const waiting = await api.page("handoff", {}, null).then(
        ({ items }) => items,
        () => null,
      );
      if (!waiting) return;
      const missed = waiting.filter((row) => askedAt(row) > since && !isMuted({ kind: "human_requested", conversation_id: row.id }, preferences.peek(), presence.peek()));
      if (missed.length) await alert(missedAlert(missed.map(({ id, visitor }) => ({ id, name: oneLine(visitor.name ?? "") })), Math.max(...missed.map(askedAt))));
    },
    close() {
      stop();
      for (const event of events) globalThis.removeEventListener?.(event, look);
      globalThis.document?.removeEventListener("visibilitychange", look);
      tabs.close();
    },
  };
}

function askedAt({ requested_at: at }: AgentConversation): number {
  return at ?? 0;
}

function isInFront(): boolean {
  return !document.hidden && document.hasFocus();
}
