/** The message box, for replies of an agent in control and for notes of everybody who works here. Without control a reply is locked and offers the way in. */
import type { MoveContext } from "../moves/move.ts";
import type { Composer as ComposerState } from "../state/composers.ts";
import { mayAct, standingOf } from "../state/standing.ts";
import { Closed } from "./closed.tsx";
import { Modes } from "./modes.tsx";
import { NoteBox } from "./note.tsx";
import { ReplyBox } from "./reply.tsx";

export function Composer({ context }: { context: MoveContext }) {
  const { desk, conversation } = context;
  if (!mayAct(desk.me)) return <Closed conversation={conversation} />;
  return <Box key={conversation.id} context={context} composer={desk.composers.of(conversation.id)} />;
}

function Box({ context, composer }: { context: MoveContext; composer: ComposerState }) {
  const { desk, conversation } = context;
  const standing = standingOf(conversation, desk.me.id);
  const isNote = composer.mode.value === "note";
  const isClosed = standing === "ended" || standing === "other";
  return (
    <div class={`composer composer--${composer.mode.value}`}>
      <Modes composer={composer} />
      {isNote ? <NoteBox context={context} composer={composer} /> : isClosed ? <Closed conversation={conversation} /> : <ReplyBox context={context} composer={composer} hasControl={standing === "mine"} />}
    </div>
  );
}
