/**
 * Everything a signed-in agent works with, put together: the stores, their streams, and the commands that change control.
 * Each part stands on its own; this is the only place that knows them all.
 */
import type { Actor, AgentAccount, AgentConversation, StreamState } from "@relevo/client";
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Api, publicName } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import { type Composers, openComposers } from "./composers.ts";
import { type Conflict, type Conflicts, conflictOf, openConflicts } from "./conflicts.ts";
import { openFeed } from "./feed.ts";
import { type Inbox, openInbox } from "./inbox.ts";
import { openRows, type Rows } from "./rows.ts";
import { openTeam, type Team } from "./team.ts";
import { openThreads, type Threads } from "./threads.ts";
import { openToasts, type Toasts } from "../page/toasts.ts";

export interface Desk {
  readonly me: AgentAccount;
  readonly workspace: string;
  readonly api: Api;
  readonly rows: Rows;
  readonly inbox: Inbox;
  readonly threads: Threads;
  readonly composers: Composers;
  readonly conflicts: Conflicts;
  readonly team: Team;
  readonly toasts: Toasts;
  readonly link: ReadonlySignal<StreamState>;
  /** Runs one control command and tells how it ended; true when it was done. */
  command(id: string, at: Conflict["at"], run: () => Promise<AgentConversation>): Promise<boolean>;
  signOut(): Promise<void>;
  close(): void;
}

export interface DeskOptions {
  readonly api: Api;
  readonly agent: AgentAccount;
  readonly workspace: string;
  readonly onSignedOut: () => void;
  readonly signOut: () => Promise<void>;
}

export function openDesk({ api, agent, workspace, onSignedOut, signOut }: DeskOptions): Desk {
  const me: Actor = { kind: "agent", id: agent.id, name: publicName(agent), avatar_url: agent.avatar_url };
  const rows = openRows();
  const conflicts = openConflicts();
  const toasts = openToasts();
  const team = openTeam(api);
  const composers = openComposers({
    api,
    me,
    onUnsent: (id) => threads.apply(id, composers.unsentOf(id)),
    onSent: (id, clientId) => threads.apply(id, { type: "sent", client_id: clientId }),
    onConflict: (id, conflict) => lost(id, conflict),
  });
  const threads = openThreads({
    onEvent: (id, event) => rows.follow(id, event),
    onSignedOut,
    unsentOf: composers.unsentOf,
  });
  const inbox = openInbox({ api, rows, agentId: agent.id, isPinned: (id) => threads.current.peek()?.id === id });
  const feed = openFeed({
    onRow: rows.accept,
    onCounts: inbox.acceptCounts,
    onPresence: (frame) => team.accept(frame.agent, frame.state),
    onConnected: () => {
      void inbox.refresh();
      void team.refresh();
      const open = threads.current.peek();
      if (open) reread(open.id);
    },
    onSignedOut,
  });
  const unattend = team.attend();

  /** Reads how a conversation stands now; when that fails, the next connection asks again. */
  const reread = (id: string): void => {
    api.conversation(id).then(rows.accept, () => undefined);
  };
  const lost = (id: string, conflict: Conflict): void => {
    conflicts.show(id, conflict);
    reread(id);
  };

  const close = (): void => {
    unattend();
    feed.close();
    threads.close();
    composers.close();
  };

  return {
    me: agent,
    workspace,
    api,
    rows,
    inbox,
    threads,
    composers,
    conflicts,
    team,
    toasts,
    link: feed.state,
    async command(id, at, run) {
      try {
        rows.accept(await run());
        conflicts.clear(id);
        return true;
      } catch (error) {
        const conflict = conflictOf(error, at);
        if (conflict) lost(id, conflict);
        else toasts.say("failed", problemText(error));
        return false;
      }
    },
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
