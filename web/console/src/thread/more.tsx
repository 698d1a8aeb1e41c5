/** What is seldom done with the open conversation: mute it, copy its address. */
import { Icon, Menu, MenuItem } from "@relevo/ui";
import { copyLink } from "../actions/link.ts";
import { isMuted, toggleMute } from "../alerts/muting.ts";
import type { MoveContext } from "../moves/move.ts";

export function More({ context: { desk, conversation } }: { context: MoveContext }) {
  const muted = isMuted(desk, conversation.id) === true;
  return (
    <Menu class="ui-icon-button" label={muted ? "More, muted" : "More"} isWordless face={<Icon name={muted ? "bell_off" : "more"} size={18} />} testid="thread-more">
      <MenuItem testid="mute" onClick={() => void toggleMute(desk, conversation.id)}>
        <Icon name={muted ? "bell" : "bell_off"} size={16} /> {muted ? "Alert me again" : "Mute this conversation"}
      </MenuItem>
      <MenuItem testid="copy-link" onClick={() => void copyLink(desk, conversation.id)}>
        <Icon name="copy" size={16} /> Copy the link
      </MenuItem>
    </Menu>
  );
}
