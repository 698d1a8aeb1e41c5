/** Muting one conversation: whether it is, and turning that over. */
import type { Desk } from "../state/desk.ts";

/** Null without a conversation. */
export function isMuted({ preferring }: Desk, id: string | undefined): boolean | null {
  return id === undefined ? null : preferring.now.value.muted_conversations.includes(id);
}

export async function toggleMute(desk: Desk, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const isMuting = !isMuted(desk, id);
  if (await desk.preferring.mute(id, isMuting)) desk.toasts.say("done", isMuting ? "Muted: this conversation alerts you no more." : "This conversation alerts you again.");
}
