/** What is seldom done with the open conversation: mute it, copy its address. */
import { Icon, Menu, MenuItem } from "@relevo/ui";
import { isMuted, toggleMute } from "../alerts/muting.ts";
import type { MoveContext } from "../moves/move.ts";
import { formatRoute, START } from "../page/route.ts";

export function More({ context: { desk, conversation } }: { context: MoveContext }) {
  const muted = isMuted(desk, conversation.id) === true;
  const copy = async (): Promise<void> => {
    const address = new URL(formatRoute({ ...START, conversationId: conversation.id }), location.href).href;
    const isCopied = await Promise.resolve(navigator.clipboard?.writeText(address)).then(
      () => navigator.clipboard !== undefined,
      () => false,
    );
    if (isCopied) desk.toasts.say("done", "Link copied.");
    else desk.toasts.say("failed", "Your browser did not let this page copy. The address bar has the link.");
  };
  return (
    <Menu class="ui-icon-button" label={muted ? "More, muted" : "More"} isWordless face={<Icon name={muted ? "bell_off" : "more"} size={18} />} testid="thread-more">
      <MenuItem testid="mute" onClick={() => void toggleMute(desk, conversation.id)}>
        <Icon name={muted ? "bell" : "bell_off"} size={16} /> {muted ? "Alert me again" : "Mute this conversation"}
      </MenuItem>
      <MenuItem testid="copy-link" onClick={() => void copy()}>
        <Icon name="copy" size={16} /> Copy the link
      </MenuItem>
    </Menu>
  );
}
