/** What calls an agent who looks elsewhere: a sound and a notification of the system, once over all tabs. What is worth one is `judge.ts`. */
import type { AgentConversation, Notification, Preferences, PresenceState } from "@relevo/client";
import { effect, type ReadonlySignal } from "@preact/signals";
import { type Alert, alertOf, isMuted, type Kind, type Sound } from "./judge.ts";
import { fetchSoon } from "../page/later.tsx";
import { openTabs, type Tabs } from "./tabs.ts";

export interface Alerts {
  tell(notification: Notification): Promise<void>;
  /** A new connection: what came since the one before was not heard. The first one finds out what there is already, however late it comes. */
  connected(): Promise<void>;
  close(): void;
}

export interface AlertParts {
  readonly agentId: string;
  /** Those who ask for a person; the first time maybe as the screen shows them already. Rejects where they cannot be read. */
  readonly queue: (isFirst: boolean) => Promise<Rows>;
  /** This agent's own conversations, read now; null where that fails. */
  readonly mine: () => Promise<Rows | null>;
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

type Rows = readonly AgentConversation[];

export interface Means {
  play(sound: Sound): unknown;
  show(alert: Alert, onClick: () => void): void;
}

const loadSound = () => import("./sound.ts");
const loadDesktop = () => import("./desktop.ts");
const loadMissed = () => import("./missed.ts");
fetchSoon(loadMissed);
fetchSoon(loadSound);
fetchSoon(loadDesktop);
/** What could not be fetched stays silent: the badge and the title tell it too. */
const nothing = (): void => undefined;
const MEANS: Means = {
  play: (sound) => loadSound().then((file) => file.play(sound), nothing),
  show: (alert, onClick) => void loadDesktop().then((file) => file.show(alert, onClick), nothing),
};

export function openAlerts({ agentId, queue, mine, preferences, presence, heardAt, openId, onOpen, tabs = openTabs(agentId), means = MEANS }: AlertParts): Alerts {
  /** What lay in the lists when they were last read: known, though no row of it may ever have been heard. Null until they are. */
  let knownAt: number | null = null;
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
  const tellMissed = async (asking: Rows, own: Rows, since: number): Promise<void> => {
    const file = await loadMissed().catch(nothing);
    if (!file) return;
    const isHeeded = (kind: Kind, id: string): boolean => !isMuted({ kind, conversation_id: id }, preferences.peek(), presence.peek());
    const all = file.missedOf(asking, own, since).filter(({ id, what }) => file.KINDS_OF[what].some((kind) => isHeeded(kind, id)));
    const looked = await Promise.all(all.map(({ id }) => tabs.isLookedAt(id)));
    const missed = all.filter((_, nth) => !looked[nth]);
    if (missed.length) await alert(file.missedAlert(missed));
  };
  return {
    async tell(notification) {
      if (!isMuted(notification, preferences.peek(), presence.peek())) await alert(alertOf(notification));
    },
    async connected() {
      const since = knownAt === null ? null : Math.max(knownAt, heardAt());
      const [asking, own] = await Promise.all([queue(knownAt === null).catch(() => null), mine()]);
      if (asking && own) knownAt = Math.max(knownAt ?? 0, latestOf([...asking, ...own]));
      // The first lists show who waits; nobody has come meanwhile.
      if (since !== null) await tellMissed(asking ?? [], own ?? [], since);
    },
    close() {
      stop();
      for (const event of events) globalThis.removeEventListener?.(event, look);
      globalThis.document?.removeEventListener("visibilitychange", look);
      tabs.close();
    },
  };
}

/** The latest thing that these lists tell of, by the server's clock: what comes after it is new. */
function latestOf(rows: Rows): number {
  return Math.max(0, ...rows.flatMap((row) => [row.requested_at ?? 0, row.control.since, row.last_message?.at ?? 0]));
}

function isInFront(): boolean {
  return !document.hidden && document.hasFocus();
}
