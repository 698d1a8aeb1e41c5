/** What calls an agent who looks elsewhere: a sound and a notification of the system, once over all tabs. What is worth one is `judge.ts`. */
import type { AgentConversation, Notification, Preferences, PresenceState } from "@relevo/client";
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { type Alert, alertOf, isMuted, type Sound } from "./judge.ts";
import { KINDS_OF, type Missed, missedAlert, missedOf } from "./missed.ts";
import { fetchSoon } from "../page/later.tsx";
import { openTabs, type Tabs } from "./tabs.ts";

export interface Alerts {
  tell(notification: Notification): Promise<void>;
  /** A new connection: what came in the meantime was not heard. */
  connected(): Promise<void>;
  close(): void;
}

export interface AlertParts {
  readonly agentId: string;
  readonly api: Pick<Api, "page">;
  /** This agent's own conversations, read now; null where that fails. */
  readonly mine: () => Promise<readonly AgentConversation[] | null>;
  readonly preferences: ReadonlySignal<Preferences>;
  readonly presence: ReadonlySignal<PresenceState>;
  /** The latest change that this tab knows of, by the server's clock: what came later was not heard. */
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

const loadSound = () => import("./sound.ts");
const loadDesktop = () => import("./desktop.ts");
fetchSoon(loadSound);
fetchSoon(loadDesktop);
/** What could not be fetched stays silent: the badge and the title tell it too. */
const nothing = (): void => undefined;
const MEANS: Means = {
  play: (sound) => loadSound().then((file) => file.play(sound), nothing),
  show: (alert, onClick) => void loadDesktop().then((file) => file.show(alert, onClick), nothing),
};

export function openAlerts({ agentId, api, mine, preferences, presence, heardAt, openId, onOpen, tabs = openTabs(agentId), means = MEANS }: AlertParts): Alerts {
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
  const isWanted = async ({ id, what }: Missed): Promise<boolean> =>
    KINDS_OF[what].some((kind) => !isMuted({ kind, conversation_id: id }, preferences.peek(), presence.peek())) && !(await tabs.isLookedAt(id));
  return {
    async tell(notification) {
      if (!isMuted(notification, preferences.peek(), presence.peek())) await alert(alertOf(notification));
    },
    async connected() {
      // The first connection shows who waits in the list and on the badge; nobody has come meanwhile.
      if (isFirstConnection) return void (isFirstConnection = false);
      const since = heardAt();
      const queue = api.page("handoff", {}, null).then(
        ({ items }) => items,
        () => null,
      );
      const [asking, own] = await Promise.all([queue, mine()]);
      const all = missedOf(asking ?? [], own ?? [], since);
      const wanted = await Promise.all(all.map(isWanted));
      const missed = all.filter((_, nth) => wanted[nth]);
      if (missed.length) await alert(missedAlert(missed));
    },
    close() {
      stop();
      for (const event of events) globalThis.removeEventListener?.(event, look);
      globalThis.document?.removeEventListener("visibilitychange", look);
      tabs.close();
    },
  };
}

function isInFront(): boolean {
  return !document.hidden && document.hasFocus();
}
