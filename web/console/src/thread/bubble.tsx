/** One thing said, with who said it: visitor at the start of the line, the AI and the team at its end. */
import type { Bubble } from "@relevo/client";
import { visible } from "@relevo/client";
import { Avatar, Badge, Icon, Moment, Name } from "@relevo/ui";
import { MarkdownView } from "@relevo/ui/markdown";
import { speakerName } from "../list/words.ts";
import { useDesk } from "../state/desk.ts";

export interface BubbleProps {
  readonly bubble: Bubble;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export function BubbleEntry({ bubble, isFirst, isLast }: BubbleProps) {
  const { actor, state } = bubble;
  const side = actor.kind === "visitor" ? "visitor" : actor.kind === "assistant" ? "assistant" : "agent";
  return (
    <div class={`said said--${side} said--${state}${isFirst ? " said--first" : ""}${isLast ? " said--last" : ""}`} data-testid={`message-${side}`} data-state={state}>
      {isFirst && <Speaker bubble={bubble} />}
      <div class="said__face">{isLast && <Avatar kind={actor.kind} name={actor.name} seed={actor.id} url={actor.avatar_url} />}</div>
      <div class="said__bubble">
        {/* As the widget shows it: what the team says is formatted, what the visitor says is plain text. */}
        {side === "visitor" ? (
          <p class="said__text" dir="auto">
            {visible(bubble.text)}
          </p>
        ) : (
          <MarkdownView text={bubble.text} isRunning={state === "cut"} />
        )}
        {state === "cut" && (
          <p class="said__cut" data-testid="cut">
            <Icon name="cut" size={14} /> Answer stopped here when a person took over
          </p>
        )}
      </div>
      {state !== "said" && state !== "cut" && <Delivery bubble={bubble} />}
    </div>
  );
}

function Speaker({ bubble: { actor, at } }: { bubble: Bubble }) {
  const { me } = useDesk();
  return (
    <p class="said__who">
      <Name class="said__name" of={speakerName(actor)} />
      {actor.kind === "assistant" && <Badge tone="assistant">AI</Badge>}
      {actor.kind === "agent" && <Badge tone="human">{actor.id === me.id ? "You" : "Agent"}</Badge>}
      {actor.kind === "visitor" && <span class="visually-hidden">(visitor)</span>}
      <Moment at={at} />
    </p>
  );
}

/** How far one of our own messages has come. */
function Delivery({ bubble }: { bubble: Bubble }) {
  const { threads, composers } = useDesk();
  const clientId = bubble.clientId ?? "";
  const conversationId = threads.current.value?.id;
  if (!conversationId) return null;
  const composer = composers.of(conversationId);
  const isRetried = composer.retried.value.has(clientId);
  if (bubble.state === "refused") {
    return (
      <p class="said__delivery said__delivery--failed" data-testid="not-sent">
        <Icon name="alert" size={14} /> Not sent
        <button type="button" class="link" data-testid="retry" onClick={() => composer.retry(clientId)}>
          Try again
        </button>
        <button type="button" class="link" onClick={() => composer.drop(clientId)}>
          Discard
        </button>
      </p>
    );
  }
  if (bubble.state === "unsent" && isRetried) {
    return (
      <p class="said__delivery said__delivery--failed" data-testid="not-sent">
        <Icon name="alert" size={14} /> Not sent yet, trying again
        <button type="button" class="link" data-testid="retry" onClick={() => composer.retry(clientId)}>
          Try now
        </button>
      </p>
    );
  }
  return <p class="said__delivery">{bubble.state === "sent" ? "Sent" : "Sending…"}</p>;
}
