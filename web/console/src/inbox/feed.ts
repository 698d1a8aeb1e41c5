/** The inbox stream as this page hears it, its own or another tab's: hands rows, counts and presence to their stores, and says whether we are connected. */
import { type AgentConversation, type Counts, type Ephemeral, type Notification, openStream, type Stream, type StreamOptions, type StreamState } from "@relevo/client";
import { type ReadonlySignal, signal } from "@preact/signals";
import { locksHere, tabsName } from "../page/tabs.ts";
import { openShared } from "./shared.ts";

export interface FeedTargets {
  readonly onRow: (row: AgentConversation) => void;
  readonly onCounts: (counts: Counts) => void;
  readonly onPresence: (frame: Ephemeral & { type: "presence" }) => void;
  readonly onNotification: (notification: Notification) => void;
  /** A new connection. `isAgain` when something may have been read earlier: whatever happened in between was not heard. */
  readonly onConnected: (isAgain: boolean) => void;
  readonly onSignedOut: () => void;
}

export interface Feed {
  readonly state: ReadonlySignal<StreamState>;
  /** Resolves when the stream is heard for the first time, or is known not to be: what is read before has to be read again. */
  readonly heard: Promise<void>;
  close(): void;
}

/** A refused stream is asked for again after this: its page has to be read anew anyway. */
const REOPEN_MS = 3_000;
/** A proxy that holds streams back must not hold the list back for longer than this. */
const PATIENCE_MS = 2_000;

type Open = (options: StreamOptions) => Pick<Stream, "close">;

/** Shared between the tabs of an agent where the browser has Web Locks; otherwise each tab has a stream of its own. */
export function openingFor(agentId: string, locks = locksHere()): Open {
  return locks ? (options) => openShared(options, { name: `${tabsName(agentId)}.stream`, locks }) : openStream;
}

export function openFeed(targets: FeedTargets, open: Open = openStream): Feed {
  const state = signal<StreamState>("connecting");
  let stream: Pick<Stream, "close"> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAgain = false;
  let tell: () => void = () => undefined;
  const heard = new Promise<void>((done) => (tell = done));
  const settle = (): void => {
    isAgain = true;
    clearTimeout(patience);
    tell();
  };
  const patience = setTimeout(settle, PATIENCE_MS);

  const connect = (): void => {
    stream = open({
      url: "/v1/stream",
      credentials: "same-origin",
      onEphemeral: (frame) => handOver(frame, targets),
      onState: (next) => {
        state.value = next;
        if (next === "open") targets.onConnected(isAgain);
        if (next !== "connecting") settle();
      },
      onUnauthorized: targets.onSignedOut,
      onReset: () => {
        timer = setTimeout(connect, REOPEN_MS);
      },
    });
  };
  connect();
  return {
    state,
    heard,
    close() {
      clearTimeout(timer);
      clearTimeout(patience);
      stream?.close();
    },
  };
}

function handOver(frame: Ephemeral, targets: FeedTargets): void {
  switch (frame.type) {
    case "conversation": {
      const { type: _, ...row } = frame;
      return targets.onRow(row as unknown as AgentConversation);
    }
    case "counts": {
      const { type: _, ...counts } = frame;
      return targets.onCounts(counts as unknown as Counts);
    }
    case "presence":
      return targets.onPresence(frame);
    case "notification": {
      const { type: _, ...notification } = frame;
      return targets.onNotification(notification);
    }
    default:
      return;
  }
}
