/** An earlier conversation of the same visitor, to read and nothing else: the open one stays where it is. */
import { type ConversationEvent, EMPTY_TRANSCRIPT, transcript } from "@relevo/client";
import { Button, Dialog, fullTime, Spinner } from "@relevo/ui";
import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import type { EarlierConversation } from "../api/shapes.ts";
import { goTo } from "../page/route.ts";
import { useDesk } from "../state/desk.ts";
import { entriesOf } from "../thread/entries.ts";
import { EntryView } from "../thread/entry.tsx";

export interface EarlierProps {
  readonly earlier: EarlierConversation;
  readonly visitor: string;
  readonly onClose: () => void;
}

/** A long one is read in its whole view. */
const MAX_PAGES = 5;

export function EarlierDialog({ earlier, visitor, onClose }: EarlierProps) {
  const { api } = useDesk();
  const [events, setEvents] = useState<readonly ConversationEvent[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    readAll(api, earlier.id).then(setEvents, (error: unknown) => setFailure(problemText(error)));
  }, []);
  const openIt = (): void => {
    onClose();
    goTo({ screen: "inbox", view: "all", conversationId: earlier.id });
  };
  const shown = events ? entriesOf(events.reduce(transcript, EMPTY_TRANSCRIPT)) : [];
  return (
    <Dialog
      title={`${visitor}, ${fullTime(earlier.created_at)}`}
      testid="earlier-dialog"
      size="m"
      onClose={onClose}
      actions={
        <>
          <Button onClick={openIt}>Open the conversation</Button>
          <Button variant="primary" autofocus onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div class="earlier__log" tabIndex={0} role="region" aria-label="Transcript, read only" data-testid="earlier-log">
        {!events && !failure && (
          <p class="log__state" role="status">
            <Spinner /> Loading the conversation
          </p>
        )}
        {failure && <p role="alert">{failure}</p>}
        {shown.map((entry) => (
          <EntryView key={entry.key} entry={entry} />
        ))}
      </div>
    </Dialog>
  );
}

async function readAll(api: Pick<Api, "events">, id: string): Promise<readonly ConversationEvent[]> {
  const all: ConversationEvent[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { events, head_seq: head } = await api.events(id, all.at(-1)?.seq ?? 0);
    all.push(...events);
    if (events.length === 0 || (all.at(-1)?.seq ?? 0) >= head) break;
  }
  return all;
}
