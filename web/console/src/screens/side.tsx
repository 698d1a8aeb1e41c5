/** The column at the start: product, views, the team's presence, and one's own menu. */
import type { View } from "@relevo/client";
import { Avatar, Icon, Menu, MenuGroup, MenuItem, Name } from "@relevo/ui";
import { publicName } from "../api/calls.ts";
import { isSheetOpen } from "../keys/sheet-switch.ts";
import { Views } from "../list/views.tsx";
import { goTo } from "../page/route.ts";
import { THEME_WORDS, THEMES } from "../page/theme.ts";
import { useDesk } from "../state/desk.ts";
import { Mark } from "./gate.tsx";

export function Side({ view, filterId }: { view: View; filterId: string | null }) {
  const { workspace } = useDesk();
  return (
    <div class="side">
      <div class="side__brand">
        <Mark />
        <span class="side__names">
          <strong>Relevo</strong>
          {workspace && <Name class="side__workspace" of={workspace} />}
        </span>
      </div>
      <Views current={view} filterId={filterId} />
      <People />
      <Own />
    </div>
  );
}

/** Colleagues who are here now. */
function People() {
  const { team, me } = useDesk();
  const here = team.agents.value.filter((agent) => agent.id !== me.id && agent.presence !== "offline");
  if (here.length === 0) return null;
  return (
    <section class="people" aria-label="Colleagues online">
      <h2 class="people__title">Team</h2>
      <ul>
        {here.map((agent) => (
          <li key={agent.id} class="people__one">
            <Avatar kind="agent" name={agent.name} seed={agent.id} url={agent.avatar_url} size="s" presence={agent.presence} />
            <Name of={agent.name} />
            <span class="visually-hidden">{agent.presence}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const PRESENCES = ["online", "away"] as const;
const PRESENCE_WORDS = { online: "Online", away: "Away" } as const;

function Own() {
  const desk = useDesk();
  const name = publicName(desk.me);
  const face = (
    <>
      <Avatar kind="agent" name={name} seed={desk.me.id} url={desk.me.avatar_url} size="s" presence={desk.presence.state.value} />
      <Name class="own__name" of={name} />
      {desk.presence.state.value === "away" && <span class="own__away">Away</span>}
      <span class="visually-hidden">, your menu</span>
      <Icon name="chevron" size={16} />
    </>
  );
  return (
    <div class="own">
      <Menu class="own__button" label="Your menu" face={face} testid="own-menu">
        <MenuGroup label="You are">
          {PRESENCES.map((one) => (
            <MenuItem key={one} checked={desk.presence.state.value === one} testid={`presence-${one}`} onClick={() => desk.presence.choose(one)}>
              <span class={`ui-presence ui-presence--${one} own__dot`} /> {PRESENCE_WORDS[one]}
            </MenuItem>
          ))}
        </MenuGroup>
        <MenuGroup label="Theme">
          {THEMES.map((one) => (
            <MenuItem key={one} checked={desk.preferring.now.value.theme === one} testid={`theme-${one}`} onClick={() => void desk.preferring.change({ theme: one })}>
              <Icon name={one === "dark" ? "moon" : one === "light" ? "sun" : "computer"} size={16} /> {THEME_WORDS[one]}
            </MenuItem>
          ))}
        </MenuGroup>
        <MenuGroup>
          <MenuItem testid="open-settings" onClick={() => goTo({ screen: "settings", page: "", itemId: null })}>
            <Icon name="settings" size={16} /> Settings
          </MenuItem>
          <MenuItem onClick={() => (isSheetOpen.value = true)}>
            <Icon name="keyboard" size={16} /> Keyboard shortcuts
          </MenuItem>
          <MenuItem testid="sign-out" onClick={() => void desk.signOut()}>
            <Icon name="sign_out" size={16} /> Sign out
          </MenuItem>
        </MenuGroup>
      </Menu>
    </div>
  );
}
