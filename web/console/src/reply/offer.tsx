/** What a locked message box offers: take over now, or write first and take over with the first message. */
import { Button, Name } from "@relevo/ui";
import { offeredMoves } from "../moves/index.ts";
import type { MoveContext } from "../moves/move.ts";
import { running, startMove } from "../moves/run.ts";
import { sendFocus } from "../page/focus.ts";
import type { Composer } from "../state/composers.ts";

export function Offer({ context, composer }: { context: MoveContext; composer: Composer }) {
  const { control } = context.conversation;
  const taking = offeredMoves(context)[0];
  if (!taking) return null;
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
