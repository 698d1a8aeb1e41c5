/** The buttons of the moves that are offered, what visitors see of them where that is nothing, and the question of the one that asks. */
import { Button, Icon } from "@relevo/ui";
import { useEffect } from "preact/hooks";
import { takingOf } from "../assign/giving.ts";
import { offeredMoves } from "../moves/index.ts";
import { keysOf, keyWords } from "../keys/keys.ts";
import type { Move, MoveContext } from "../moves/move.ts";
import { asking, running, startMove } from "../moves/run.ts";

export function MoveBar({ context }: { context: MoveContext }) {
  const moves = offeredMoves(context).filter((move) => !move.isHidden);
  const question = asking.value;
  const silent = context.desk.rules.now.value.isSilent ? takingOf(context) : null;
  const changed = context.desk.preferring.now.value.shortcuts;
  const keyOf = ({ name, keys }: Move): string | undefined => keysOf({ id: name, keys }, changed)[0];
  // A question belongs to its conversation: left open, it would keep every other move from starting.
  useEffect(() => () => void (asking.value = null), [context.conversation.id]);
  const isMine = question?.context.conversation.id === context.conversation.id;
  return (
    <div class="moves" role="group" aria-label="Control">
      {moves.map((move) => (
        <span key={move.name} class="moves__one">
          <Button
            variant={move.variant}
            icon={move.icon}
            testid={move.name}
            hint={keyWords(keyOf(move))}
            busy={running.value === move.name}
            disabled={running.value !== null && running.value !== move.name}
            aria-keyshortcuts={keyOf(move)}
            onClick={() => startMove(move, context)}
          >
            {move.labelFor?.(context) ?? move.label}
          </Button>
          {move.Beside && <move.Beside context={context} onChoose={(choice) => startMove(move, context, choice)} />}
          {move === silent && (
            <span class="moves__silent" title="This workspace shows visitors nothing of a takeover." data-testid="silent">
              <Icon name="alert" size={14} /> The visitor is not told
            </span>
          )}
        </span>
      ))}
      {question && isMine && question.move.Question && (
        <question.move.Question context={{ ...question.context, unanswered: context.unanswered }} choice={question.choice} onClose={() => (asking.value = null)} />
      )}
    </div>
  );
}
