/** What stands in the place of the message box while this agent cannot reply: why, and the text they had not sent. */
import type { AgentConversation } from "@relevo/client";
import { Avatar, Button, Icon, Name } from "@relevo/ui";
import { useDesk } from "../state/desk.ts";

export function Closed({ conversation }: { conversation: AgentConversation }) {
  const { control, status } = conversation;
  return (
    <div class="closed">
      <KeptText id={conversation.id} />
      <p class="closed__why">
        {status === "closed" ? (
          <>
            <Icon name="closed" size={16} /> This conversation has ended. The transcript is kept.
          </>
        ) : control.kind === "agent" ? (
          <>
            <Avatar kind="agent" name={control.owner.name} seed={control.owner.id} url={control.owner.avatar_url} size="s" />
            <span>
              <Name class="owner__name" of={control.owner.name} /> is talking to this visitor. You can read along.
            </span>
          </>
        ) : (
          <>
            <Icon name="info" size={16} /> Your role lets you read along.
          </>
        )}
      </p>
    </div>
  );
}

/** Typed and not sent before somebody else took over: never thrown away without asking. */
function KeptText({ id }: { id: string }) {
  const { composers, toasts } = useDesk();
  const { text } = composers.of(id);
  const kept = text.value.trim();
  if (!kept) return null;
  const copy = (): void => {
    navigator.clipboard.writeText(kept).then(
      () => toasts.say("done", "Copied."),
      () => toasts.say("failed", "The browser did not allow copying. Select the text and copy it by hand."),
    );
  };
  return (
    <div class="kept" data-testid="kept-text">
      <p class="kept__head">Your text was not sent and is kept here</p>
      <p class="kept__text" dir="auto">{kept}</p>
      <div class="kept__actions">
        <Button size="s" icon="copy" onClick={copy}>
          Copy
        </Button>
        <Button size="s" variant="quiet" onClick={() => (text.value = "")}>
          Discard
        </Button>
      </div>
    </div>
  );
}
