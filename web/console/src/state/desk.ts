/**
 * Everything a signed-in agent works with, put together: the stores, their streams, and the commands that change control.
 * Each part stands on its own; this is the only place that knows them all.
 */
import type { Actor, AgentAccount, StreamState } from "@relevo/client";
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Api, publicName } from "../api/calls.ts";
import { openFeed } from "../inbox/feed.ts";
import { type Inbox, openInbox } from "../inbox/inbox.ts";
import { openRows, type Rows } from "../inbox/rows.ts";
import { openToasts, type Toasts } from "../page/toasts.ts";
import { type Commands, openCommands } from "./commands.ts";
import { type Composers, openComposers } from "./composers.ts";
import { type Conflicts, openConflicts } from "./conflicts.ts";
import { openTeam, type Team } from "./team.ts";
import { openThreads, type Threads } from "./threads.ts";

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
  readonly commands: Commands;
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
  const inbox = openInbox({ api, rows, agentId: agent.id, isPinned: (id) => threads.current.peek()?.id === id });
  const feed = openFeed({
    onRow: rows.accept,
    onCounts: (counts) => inbox.acceptCounts(counts),
    onPresence: (frame) => team.accept(frame.agent, frame.state),
    onConnected: () => {
      void inbox.refresh();
      void team.refresh();
      const open = threads.current.peek();
      if (open) commands.reread(open.id);
    },
    onSignedOut,
  });
  const unattend = team.attend();
  composers.resume();

  const close = (): void => {
    unattend();
    feed.close();
    threads.close();
    composers.close();
  };

  const parts = { me: agent, workspace, api, rows, inbox, threads, composers, conflicts, team, toasts, commands };
  return {
    ...parts,
    link: feed.state,
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
