/** The address of a conversation, for a colleague: copied by the menu of the thread and from the palette. */
import { formatRoute, START } from "../page/route.ts";
import type { Desk } from "../state/desk.ts";

export async function copyLink({ toasts }: Pick<Desk, "toasts">, conversationId: string): Promise<void> {
  const address = new URL(formatRoute({ ...START, conversationId }), location.href).href;
  const isCopied = await Promise.resolve(navigator.clipboard?.writeText(address)).then(
    () => navigator.clipboard !== undefined,
    () => false,
  );
  if (isCopied) toasts.say("done", "Link copied.");
  else toasts.say("failed", "Your browser did not let this page copy. The address bar has the link.");
}
