/** The message box of an agent in control. Without control it is locked and offers the way in; the text stays either way. */
import { Button, Icon } from "@relevo/ui";
import { useEffect, useState } from "preact/hooks";
import { visitorName } from "../list/words.ts";
import type { MoveContext } from "../moves/move.ts";
import { sendFocus } from "../page/focus.ts";
import { bytesOf, type Composer as ComposerState, MAX_REPLY_BYTES } from "../state/composers.ts";
import { mayAct, standingOf } from "../state/standing.ts";
import { Closed } from "./closed.tsx";
import { ReplyField } from "./field.tsx";
import { Offer } from "./offer.tsx";
import { Tip } from "./tip.tsx";

/** From here on the reply shows how much room is left. */
const NEARLY_FULL = 0.9;

export function Composer({ context }: { context: MoveContext }) {
  const { desk, conversation } = context;
  const standing = standingOf(conversation, desk.me.id);
  if (standing === "ended" || standing === "other" || !mayAct(desk.me)) return <Closed conversation={conversation} />;
  return <Box key={conversation.id} context={context} composer={desk.composers.of(conversation.id)} hasControl={standing === "mine"} />;
}

function Box({ context, composer, hasControl }: { context: MoveContext; composer: ComposerState; hasControl: boolean }) {
  const [isOffering, setOffering] = useState(false);
  const { conversation, unanswered } = context;
  const { control, last_message } = conversation;
  const isTaking = !hasControl && composer.isTakingOver.value;
  const isOpen = hasControl || isTaking;
  const text = composer.text.value;
  const bytes = bytesOf(text);
  const canSend = isOpen && text.trim() !== "" && bytes <= MAX_REPLY_BYTES;
  useEffect(() => setOffering(false), [isOpen]);

  const send = (): void => {
    if (!canSend) return;
    composer.send();
    sendFocus("composer");
  };
  return (
    <div class={`composer${isOpen ? "" : " composer--locked"}`}>
      {isTaking && (
        <p class="composer__hint" role="status">
          <Icon name="hand" size={14} /> Sending this takes the conversation over.
        </p>
      )}
      {!isOpen && isOffering && <Offer context={context} composer={composer} />}
      <div class="composer__box">
        <ReplyField
          label={`Reply to ${visitorName(conversation)}`}
          text={text}
          isOpen={isOpen}
          onText={(next) => (composer.text.value = next)}
          onSend={send}
          onLocked={() => setOffering(true)}
          onEscape={() => (composer.isTakingOver.value = false)}
        />
        <Button variant="primary" icon="send" testid="send" disabled={!canSend} onClick={send}>
          {isTaking ? "Take over and send" : "Send"}
        </Button>
      </div>
      <Room bytes={bytes} />
      {hasControl && control.kind === "agent" && <Tip control={control} unanswered={unanswered} lastAt={last_message?.at ?? null} />}
    </div>
  );
}

/** How much room is left, once that matters. */
function Room({ bytes }: { bytes: number }) {
  if (bytes <= MAX_REPLY_BYTES * NEARLY_FULL) return null;
  const over = bytes - MAX_REPLY_BYTES;
  return (
    <p class={`composer__room${over > 0 ? " composer__room--over" : ""}`} role="status">
      {over > 0 ? `Too long by ${over} bytes` : `${-over} bytes left`}
    </p>
  );
}
