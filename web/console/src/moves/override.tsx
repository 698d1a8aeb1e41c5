/** Take a conversation away from a colleague, by those whom policy R2 lets; asked before, told to the colleague, kept in the timeline. */
import { isOverriding, ownerName } from "./parts/owning.ts";
import { focusWriting } from "./parts/writing.ts";
import type { Move } from "./move.ts";
import { question } from "./run.ts";

const OverrideQuestion = question(() => import("./ask/override.tsx").then((file) => file.OverrideQuestion));

export const move: Move = {
  name: "override",
  order: 15,
  icon: "hand",
  variant: "plain",
  keys: ["Shift+T"],
  label: "Take over from a colleague",
  labelFor: (context) => `Take over from ${ownerName(context)}…`,
  help: "Take over from a colleague",
  isOffered: isOverriding,
  asks: () => true,
  Question: OverrideQuestion,
  async run({ desk, conversation }) {
    const { id, epoch } = conversation;
    const isDone = await desk.commands.run(id, "take-over", () => desk.api.takeOver(id, { force: true, expected_epoch: epoch }));
    if (isDone) focusWriting(desk, id);
    return isDone;
  },
};
