/** A reply to the visitor: locked without control, with canned replies behind `/`. The text stays, whoever has control. */
import { Button, Icon, IconButton } from "@relevo/ui";
import { useEffect, useRef, useState } from "preact/hooks";
import { useCanned } from "../canned/canned.tsx";
import { HintLine } from "../hints/hint-line.tsx";
import { visitorName } from "../list/words.ts";
import type { MoveContext } from "../moves/move.ts";
import { startMove } from "../moves/run.ts";
import { sendFocus } from "../page/focus.ts";
import { isPhone } from "../screens/layout.ts";
import { bytesOf, type Composer, MAX_REPLY_BYTES } from "../state/composers.ts";
import { TextField } from "./field.tsx";
import { Offer } from "./offer.tsx";
import { sending } from "./sending.ts";

/** From here on the reply shows how much room is left. */
const NEARLY_FULL = 0.9;

export function ReplyBox({ context, composer, hasControl }: { context: MoveContext; composer: Composer; hasControl: boolean }) {
  const [isOffering, setOffering] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { desk, conversation, unanswered } = context;
  const { control, last_message } = conversation;
  const isTaking = !hasControl && composer.isTakingOver.value;
  const isOpen = hasControl || isTaking;
  const text = composer.text.value;
  const bytes = bytesOf(text);
  const canSend = isOpen && text.trim() !== "" && bytes <= MAX_REPLY_BYTES;
  useEffect(() => setOffering(false), [isOpen]);
  const write = (next: string): void => {
    composer.text.value = next;
    if (next.trim()) desk.attention.wrote("typing");
    else desk.attention.stopped();
    if (hasControl && next.trim()) desk.typing.wrote(conversation.id);
  };
  const suggest = useCanned({ context, field, onText: write });

  const send = (): void => {
    if (!canSend) return;
    if (isTaking) return startMove(sending, context);
    composer.send();
    desk.attention.stopped();
    sendFocus("composer");
  };
  return (
    <>
      {isTaking && (
        <p class="composer__hint" role="status">
          <Icon name="hand" size={14} /> Sending this takes the conversation over.
        </p>
      )}
      {!isOpen && isOffering && <Offer context={context} composer={composer} />}
      <div class={`composer__box${isOpen ? "" : " composer__box--locked"}`}>
        {isOpen && suggest.list}
        <TextField
          field={field}
          name="composer"
          label={`Reply to ${visitorName(conversation)}`}
          placeholder={!isOpen ? "Take over to reply" : isPhone.value ? "Write a reply…" : "Write a reply… / for canned replies"}
          text={text}
          isOpen={isOpen}
          suggest={suggest}
          onText={write}
          onSend={send}
          onLocked={() => setOffering(true)}
          onEscape={() => (composer.isTakingOver.value = false)}
        />
        {isOpen && <IconButton icon="bolt" label="Canned replies" testid="canned-open" onClick={suggest.begin} />}
        <Button variant="primary" icon="send" testid="send" disabled={!canSend} onClick={send}>
          {isTaking ? "Take over and send" : "Send"}
        </Button>
      </div>
      <Room bytes={bytes} />
      {hasControl && control.kind === "agent" && <HintLine control={control} unanswered={unanswered} lastAt={last_message?.at ?? null} />}
    </>
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
