/**
 * Everything a signed-in agent works with, put together: the stores, their streams, and the commands that change control.
 * Each part stands on its own; this is the only place that knows them all.
 */
import type { Actor, AgentAccount, Preferences, StreamState } from "@relevo/client";
import { computed, effect, type ReadonlySignal } from "@preact/signals";
import { openAlerts } from "../alerts/alerts.ts";
import type { Alert } from "../alerts/judge.ts";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Api, publicName } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import type { CannedReply, Label, TeamListing } from "../api/shapes.ts";
import { type Attention, openAttention } from "../attend/attention.ts";
import { openPresence, type OwnPresence } from "../attend/presence.ts";
import { openTyping, type Typing } from "../attend/typing.ts";
import { followListed } from "../filters/listed.ts";
import { type FeedTargets, openFeed, openingFor } from "../inbox/feed.ts";
import { type Filters, openFilters } from "../inbox/filters.ts";
import { type Inbox, openInbox } from "../inbox/inbox.ts";
import { openMine } from "../inbox/mine.ts";
import { openQueue } from "../inbox/queue.ts";
import { openRows, type Rows } from "../inbox/rows.ts";
import { sendFocus } from "../page/focus.ts";
import { goTo, route, START } from "../page/route.ts";
import { openToasts, type Toasts } from "../page/toasts.ts";
import { type Commands, openCommands } from "./commands.ts";
import { type Composers, openComposers } from "./composers.ts";
import { type Conflicts, openConflicts } from "./conflicts.ts";
import { type Listing, openListing } from "./listing.ts";
import { tellNews } from "./news.ts";
import { openPreferring, type Preferring } from "./preferences.ts";
import { openRules, type WorkspaceRules } from "./rules.ts";
import { openTeam, type Team } from "./team.ts";
import { openThreads, type Threads } from "./threads.ts";

export interface Desk {
  readonly me: AgentAccount;
  readonly workspace: string;
  readonly api: Api;
  readonly rows: Rows;
  readonly inbox: Inbox;
  readonly filters: Filters;
  readonly threads: Threads;
  readonly composers: Composers;
  readonly conflicts: Conflicts;
  readonly team: Team;
  readonly teams: Listing<TeamListing>;
  readonly labels: Listing<Label>;
  readonly canned: Listing<CannedReply>;
  readonly rules: WorkspaceRules;
  readonly attention: Attention;
  readonly typing: Typing;
  readonly presence: OwnPresence;
  readonly preferring: Preferring;
  readonly toasts: Toasts;
  readonly link: ReadonlySignal<StreamState>;
  /** How many visitors wait for a person's word: for anybody's, and for that of this agent. */
  readonly waiting: ReadonlySignal<number>;
  readonly commands: Commands;
  /** Reads again what is changed in the settings: nothing else would tell. */
  renewShared(): void;
  signOut(): Promise<void>;
  close(): void;
}

/** The conversation that the address names. */
const onScreen = computed(() => (route.value.screen === "inbox" ? route.value.conversationId : null));

export interface DeskOptions {
  readonly api: Api;
  readonly agent: AgentAccount;
  readonly workspace: string;
  readonly preferences?: Preferences | undefined;
  readonly onSignedOut: () => void;
  readonly signOut: () => Promise<void>;
}

export function openDesk({ api, agent, workspace, preferences, onSignedOut, signOut }: DeskOptions): Desk {
  const me: Actor = { kind: "agent", id: agent.id, name: publicName(agent), avatar_url: agent.avatar_url };
  const rows = openRows();
  const conflicts = openConflicts();
  const toasts = openToasts();
  const refused = (error: unknown): void => void toasts.say("failed", problemText(error));
  const team = openTeam(api);
  const preferring = openPreferring({ api, agentId: agent.id, initial: preferences, onRefused: refused });
  const presence = openPresence({ api, agentId: agent.id, preferences: preferring.now, onRefused: refused });
  const commands = openCommands({ api, rows, conflicts, toasts });
  const composers = openComposers({
    api,
    me,
    onUnsent: (id) => threads.apply(id, composers.unsentOf(id)),
    onSent: (id, clientId) => threads.apply(id, { type: "sent", client_id: clientId }),
    onConflict: commands.lost,
  });
  const threads = openThreads({
    onEvent: (id, event) => rows.follow(id, event),
    onSignedOut,
    unsentOf: composers.unsentOf,
  });
  const isOpen = (id: string): boolean => threads.current.peek()?.id === id;
  const inbox = openInbox({ api, rows, agentId: agent.id, isPinned: isOpen, heard: () => feed.heard });
  const mine = openMine({ api, rows, agentId: agent.id });
  const waiting = computed(() => inbox.counts.value.handoff + mine.unanswered.value);
  const filters = openFilters(api);
  const rules = openRules(api);
  const shared = { teams: openListing(api.teams), labels: openListing(api.labels), canned: openListing(api.cannedReplies) };
  const renewShared = (): void => {
    for (const part of [team.refresh, filters.renew, rules.renew, ...Object.values(shared).map(({ renew }) => renew)]) void part();
  };
  const attention = openAttention({ api });
  const open = (conversationId: string | null): void => goTo({ ...START, conversationId });
  /** From a request straight to the reply: sending it takes the conversation over. */
  const answer = ({ conversationId: id, sound }: Alert): void => {
    open(id);
    if (!id || sound !== "request") return;
    composers.of(id).isTakingOver.value = true;
    sendFocus("composer");
  };
  let heardAt = 0;
  rows.listen((row) => {
    // What is read while nothing is heard tells nothing of what was missed.
    if (feed.state.peek() === "open") heardAt = Math.max(heardAt, row.updated_at);
  });
  const alerts = openAlerts({ agentId: agent.id, queue: openQueue({ api, inbox, rows }), mine: mine.read, preferences: preferring.now, presence: presence.state, heardAt: () => heardAt, openId: onScreen, onOpen: answer });
  const news = tellNews({ toasts, isOpen, open });
  const heard: FeedTargets = {
    onRow: (row) => {
      rows.accept(row);
      filters.touch();
    },
    onCounts: (counts) => inbox.acceptCounts(counts),
    onPresence: (frame) => team.accept(frame.agent, frame.state),
    onNotification: (notification) => {
      news(notification);
      void alerts.tell(notification);
    },
    onConnected: (isAgain) => {
      if (isAgain) void inbox.refresh();
      // After the page of the list, which somebody is waiting for.
      void feed.heard.then(renewShared);
      void feed.heard.then(alerts.connected);
      const current = threads.current.peek();
      if (current) commands.reread(current.id);
    },
    onSignedOut,
  };
  const feed = openFeed(heard, openingFor(agent.id));
  const unlist = followListed({ filters, inbox });
  const unfollow = effect(() => {
    const mine = team.agents.value.find(({ id }) => id === agent.id);
    if (mine) presence.accept(mine.presence);
  });
  composers.resume();

  const close = (): void => {
    unlist();
    unfollow();
    for (const part of [alerts, attention, presence, preferring, feed, inbox, filters, threads, composers]) part.close();
  };

  const stores = { rows, inbox, filters, threads, composers, conflicts, team, toasts, ...shared };
  const parts = { me: agent, workspace, api, ...stores, rules, commands, attention, typing: openTyping(api), presence, preferring };
  return {
    ...parts,
    link: feed.state,
    waiting,
    renewShared,
    async signOut() {
      close();
      composers.forget();
      await signOut();
    },
    close,
  };
}

export const DeskContext = createContext<Desk | null>(null);

/** The desk of the signed-in agent; only screens behind the sign-in may ask for it. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("useDesk outside of DeskContext");
  return desk;
}
