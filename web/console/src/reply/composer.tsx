/** The message box of an agent in control. Without control it is locked and offers the way in; the text stays either way. */
import { Button, Icon, Name } from "@relevo/ui";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { visitorName } from "../list/words.ts";
import { offeredMoves } from "../moves/index.ts";
import type { MoveContext } from "../moves/move.ts";
import { running, startMove } from "../moves/run.ts";
import { sendFocus, useFocusTarget } from "../page/focus.ts";
import { bytesOf, type Composer as ComposerState, MAX_REPLY_BYTES } from "../state/composers.ts";
import { mayAct, standingOf } from "../state/standing.ts";
import { Closed } from "./closed.tsx";
import { Tip } from "./tip.tsx";

const MAX_HEIGHT_PX = 220;
/** From here on the reply shows how much room is left. */
const NEARLY_FULL = 0.9;

export function Composer({ context }: { context: MoveContext }) {
  const { desk, conversation } = context;
  const standing = standingOf(conversation, desk.me.id);
  const composer = desk.composers.of(conversation.id);
  if (standing === "ended" || standing === "other" || !mayAct(desk.me)) return <Closed conversation={conversation} />;
  const isOpen = standing === "mine" || composer.isTakingOver.value;
  return <Box key={conversation.id} context={context} composer={composer} isOpen={isOpen} isTaking={standing !== "mine"} />;
}

interface BoxProps {
  readonly context: MoveContext;
  readonly composer: ComposerState;
  readonly isOpen: boolean;
  /** Sending takes control first. */
  readonly isTaking: boolean;
}

function Box({ context, composer, isOpen, isTaking }: BoxProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [isOffering, setOffering] = useState(false);
  const text = composer.text.value;
  const { control, last_message } = context.conversation;
  const bytes = bytesOf(text);
  const canSend = isOpen && text.trim() !== "" && bytes <= MAX_REPLY_BYTES;
  useFocusTarget("composer", field);
  useAutoHeight(field, text);
  useEffect(() => setOffering(false), [isOpen]);

  const send = (): void => {
    if (!canSend) return;
    composer.send();
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      composer.isTakingOver.value = false;
      return field.current?.blur();
    }
    // While an input method composes, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (isOpen) send();
    else setOffering(true);
  };

  return (
    <div class={`composer${isOpen ? "" : " composer--locked"}`}>
      {isTaking && isOpen && (
        <p class="composer__hint" role="status">
          <Icon name="hand" size={14} /> Sending this takes the conversation over.
        </p>
      )}
      {!isOpen && <Offer context={context} composer={composer} isShown={isOffering} />}
      <div class="composer__box">
        <textarea
          ref={field}
          class="composer__field"
          rows={1}
          aria-label={`Reply to ${visitorName(context.conversation)}`}
          placeholder={isOpen ? "Write a reply…" : "Take over to reply"}
          readOnly={!isOpen}
          value={text}
          dir="auto"
          data-testid="composer"
          onInput={(event) => (composer.text.value = event.currentTarget.value)}
          onKeyDown={pressed}
          onFocus={() => setOffering(!isOpen)}
          onClick={() => setOffering(!isOpen)}
        />
        <Button variant="primary" icon="send" testid="send" disabled={!canSend} onClick={send}>
          {isTaking && isOpen ? "Take over and send" : "Send"}
        </Button>
      </div>
      {bytes > MAX_REPLY_BYTES * NEARLY_FULL && (
        <p class={`composer__room${bytes > MAX_REPLY_BYTES ? " composer__room--over" : ""}`} role="status">
          {bytes > MAX_REPLY_BYTES ? `Too long by ${bytes - MAX_REPLY_BYTES} bytes` : `${MAX_REPLY_BYTES - bytes} bytes left`}
        </p>
      )}
      {!isTaking && control.kind === "agent" && <Tip control={control} unanswered={context.unanswered} lastAt={last_message?.at ?? null} />}
    </div>
  );
}

/** The way in: take over now, or write first and take over with the first message. */
function Offer({ context, composer, isShown }: { context: MoveContext; composer: ComposerState; isShown: boolean }) {
  const { control } = context.conversation;
  const taking = offeredMoves(context)[0];
  if (!isShown || !taking) return null;
  const writeFirst = (): void => {
    composer.isTakingOver.value = true;
    sendFocus("composer");
  };
  return (
    <div class="composer__offer" data-testid="take-over-offer" role="status">
      <p>
        {control.kind === "assistant" ? (
          <>
            <Name of={control.assistant.name} /> is answering this visitor.
          </>
        ) : (
          "The visitor waits for a person."
        )}
      </p>
      <div class="composer__choices">
        <Button variant="primary" icon="hand" testid="take-over-to-reply" busy={running.value === taking.name} onClick={() => startMove(taking, context)}>
          Take over to reply
        </Button>
        <Button testid="write-first" onClick={writeFirst}>
          Write first, take over on sending
        </Button>
      </div>
    </div>
  );
}

/** Grows with the text up to a bound; where the browser does it by itself (field-sizing) this changes nothing. */
function useAutoHeight(field: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [text]);
}

