/** Writing and arranging: reply, note, assignee, link, labels. */
import { sendFocus } from "../page/focus.ts";
import { toggleMute } from "../alerts/muting.ts";
import { mayAct } from "../state/standing.ts";
import type { Action, Scene } from "./action.ts";
import { copyLink } from "./link.ts";

const isOpen = ({ context }: Scene): boolean => context() !== null;
const isWorking = (scene: Scene): boolean => isOpen(scene) && mayAct(scene.desk.me);

function write(scene: Scene, mode: "reply" | "note"): void {
  const open = scene.context();
  if (!open) return;
  scene.desk.composers.of(open.conversation.id).mode.value = mode;
  sendFocus(mode === "note" ? "note" : "composer");
}

export const writingActions: readonly Action[] = [
  { id: "reply", label: "Write a reply", group: "Write", icon: "send", keys: ["r"], isPossible: isOpen, run: (scene) => write(scene, "reply") },
  { id: "note", label: "Write a note", group: "Write", icon: "note", keys: ["n"], isPossible: isWorking, run: (scene) => write(scene, "note") },
  {
    id: "assign",
    label: "Assign to somebody",
    group: "Conversation",
    icon: "unassigned",
    keys: ["a"],
    isPossible: isWorking,
    run: () => document.querySelector<HTMLElement>('[data-testid="assignee"]')?.click(),
  },
  {
    id: "mute",
    label: "Mute this conversation, or hear of it again",
    group: "Conversation",
    icon: "bell",
    keys: ["m"],
    isPossible: isOpen,
    run: ({ context, desk }) => void toggleMute(desk, context()?.conversation.id),
  },
  {
    id: "copy-link",
    label: "Copy the link",
    group: "Conversation",
    icon: "copy",
    keys: [],
    isPossible: isOpen,
    run: ({ context, desk }) => {
      const open = context();
      if (open) void copyLink(desk, open.conversation.id);
    },
  },
  {
    id: "labels",
    label: "Change the labels",
    group: "Conversation",
    icon: "tag",
    keys: ["b"],
    isPossible: isWorking,
    run: ({ go }) => {
      go.openPanel();
      sendFocus("labels");
    },
  },
];
