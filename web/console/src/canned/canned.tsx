/** Canned replies behind `/` in the message box: found while one types, shown as they would be sent. */
import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import { publicName } from "../api/calls.ts";
import type { CannedReply } from "../api/shapes.ts";
import type { MoveContext } from "../moves/move.ts";
import { type Suggest, type Suggestion, useSuggest } from "../reply/suggest.tsx";
import { cannedText } from "./fill.ts";
import { findReplies, indexed } from "./search.ts";

export interface CannedOptions {
  readonly context: MoveContext;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onText: (text: string) => void;
}

export function useCanned({ context: { desk, conversation }, field, onText }: CannedOptions): Suggest {
  const replies = desk.canned.items.value;
  const index = useMemo(() => indexed(replies), [replies]);
  const filling = { conversation, agentName: publicName(desk.me) };
  return useSuggest({
    sign: "/",
    label: "Canned replies",
    field,
    onText,
    none: replies.length === 0 && desk.canned.isRead.value ? "There are no canned replies yet. An administrator adds them in the settings." : undefined,
    find(query) {
      desk.canned.want();
      return findReplies(index, query).map((reply) => suggestionOf(reply, cannedText(reply.text, filling)));
    },
  });
}

function suggestionOf(reply: CannedReply, text: string): Suggestion {
  return {
    id: reply.id,
    text,
    preview: text,
    face: (
      <>
        <kbd class="suggest__key">/{reply.shortcut}</kbd>
        <bdi class="suggest__name">{reply.title}</bdi>
        {!reply.is_shared && <span class="suggest__aside">yours</span>}
        {reply.language && <span class="suggest__aside">{reply.language}</span>}
      </>
    ),
  };
}
