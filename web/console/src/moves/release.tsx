/** Hand a conversation back to an assistant; asks when the visitor still waits for an answer, or when it is a colleague's. One's own can be taken back for a moment. */
import { type AssistantListing, oneLine } from "@relevo/client";
import { Avatar, Icon, Menu, MenuItem, Name } from "@relevo/ui";
import type { ReleaseChoice } from "../api/calls.ts";
import { asSeen, isOverriding, mayGiveAway } from "./parts/owning.ts";
import { offerUndo } from "./parts/undo.ts";
import { focusTitle } from "./parts/writing.ts";
import type { BesideProps, Choice, Move, MoveContext } from "./move.ts";
import { question } from "./run.ts";

const ReleaseQuestion = question(() => import("./ask/release.tsx").then((file) => file.ReleaseQuestion));

/** The other assistants, when there is more than one to release to. */
function AssistantMenu({ context, onChoose }: BesideProps) {
  const assistants = context.desk.team.assistants.value;
  if (assistants.length < 2) return null;
  return (
    <Menu class="ui-button ui-button--plain ui-button--m move-split" label="Release to another AI agent" isWordless face={<Icon name="chevron" size={16} />} testid="release-to">
      {assistants.map((one) => (
        <MenuItem key={one.id} testid="release-to-assistant" onClick={() => onChoose({ assistant_id: one.id })}>
          <Avatar kind="assistant" name={one.name} url={one.avatar_url} size="s" />
          <Name of={one.name} />
        </MenuItem>
      ))}
    </Menu>
  );
}

export const move: Move = {
  name: "release",
  order: 20,
  icon: "assistant",
  variant: "plain",
  keys: ["e", "l"],
  label: "Release to AI",
  help: "Release to the AI",
  isOffered: mayGiveAway,
  asks: (context) => context.unanswered !== null || isOverriding(context) || context.desk.rules.now.value.confirms["release"] === true,
  Question: ReleaseQuestion,
  Beside: AssistantMenu,
  async run(context, choice) {
    const { desk, conversation } = context;
    const { id } = conversation;
    let epoch = 0;
    const release = async () => {
      const row = await desk.api.release(id, { ...(choice as ReleaseChoice), ...asSeen(context) });
      epoch = row.epoch;
      return row;
    };
    if (!(await desk.commands.run(id, "move", release))) return false;
    const text = `Released to ${nameOf(context, choice)}.`;
    // What was a colleague's cannot be given back to them by taking it over.
    if (isOverriding(context)) desk.toasts.say("done", text);
    else offerUndo(desk, { id, epoch, text });
    focusTitle(desk, id);
    return true;
  },
};

function nameOf({ desk }: MoveContext, choice: Choice): string {
  const assistants: readonly AssistantListing[] = desk.team.assistants.value;
  const chosen = assistants.find((one) => one.id === choice["assistant_id"]);
  const only = assistants.length === 1 ? assistants[0] : undefined;
  return oneLine((chosen ?? only)?.name ?? "") || "the AI";
}
