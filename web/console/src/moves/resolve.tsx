/** Close a conversation, after a question: the visitor is told that it is over. */
import { Icon, Menu, MenuItem } from "@relevo/ui";
import { KeyHint } from "../keys/key-hint.tsx";
import { goOnTo, nextOf, RESOLVE_AND_NEXT } from "./parts/next.ts";
import { asSeen, isOverriding, mayGiveAway } from "./parts/owning.ts";
import { focusTitle } from "./parts/writing.ts";
import type { BesideProps, Choice, Move, MoveContext } from "./move.ts";
import { question } from "./run.ts";

const ResolveQuestion = question(() => import("./ask/resolve.tsx").then((file) => file.ResolveQuestion));

/** The same with another way on. */
function ResolveMenu({ onChoose }: BesideProps) {
  return (
    <Menu class="ui-button ui-button--plain ui-button--m move-split" label="More ways to resolve" isWordless face={<Icon name="chevron" size={16} />} testid="resolve-more">
      <MenuItem testid="resolve-next" onClick={() => onChoose({ goes_on: true })}>
        <Icon name="check" size={16} /> Resolve and open the next <KeyHint of={RESOLVE_AND_NEXT} />
      </MenuItem>
    </Menu>
  );
}

export const move: Move = {
  name: "resolve",
  order: 30,
  icon: "check",
  variant: "plain",
  keys: ["x"],
  label: "Resolve",
  help: "Resolve",
  isOffered: mayGiveAway,
  asks: confirmsResolving,
  Question: ResolveQuestion,
  Beside: ResolveMenu,
  run: resolve,
};

/** R11: yes, unless the workspace has chosen otherwise; about a colleague's always. */
export function confirmsResolving(context: MoveContext): boolean {
  return isOverriding(context) || context.desk.rules.now.value.confirms["resolve"] !== false;
}

export async function resolve(context: MoveContext, { goes_on: goesOn }: Choice): Promise<boolean> {
  const { desk } = context;
  const { id } = context.conversation;
  // Asked before: once resolved, it leaves the list.
  const nextId = nextOf(desk.inbox.ids.peek(), id);
  const isDone = await desk.commands.run(id, "move", () => desk.api.resolve(id, asSeen(context)));
  if (!isDone) return false;
  desk.toasts.say("done", "Conversation resolved.");
  if (goesOn) goOnTo(nextId);
  else focusTitle(desk, id);
  return true;
}
