/** The settings: pages at the side, one of them beside; on a phone one after the other. Fetched only when somebody goes there. */
import "./styles/frame.css";
import "./styles/fields.css";
import "./styles/lists.css";
import "./styles/own.css";
import "./styles/policies.css";
import "./styles/preview.css";
import { Count, Icon } from "@relevo/ui";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { openDeskCalls } from "../api/desk.ts";
import { formatRoute, type SettingsRoute, START } from "../page/route.ts";
import { place } from "../page/title.ts";
import { isPhone } from "../screens/layout.ts";
import { Over } from "../screens/over.tsx";
import { sceneAside } from "../screens/scene.ts";
import { useDesk } from "../state/desk.ts";
import { type Bench, BenchContext } from "./bench.ts";
import { HandoffPage } from "./handoff/handoff.tsx";
import { AssistantsPage } from "./lists/assistants.tsx";
import { CannedPage } from "./lists/canned.tsx";
import { InboxesPage } from "./lists/inboxes.tsx";
import { KeysPage } from "./lists/keys.tsx";
import { LabelsPage } from "./lists/labels.tsx";
import { PeoplePage } from "./lists/people.tsx";
import { TeamsPage } from "./lists/teams.tsx";
import { entryOf, groupsFor, mayConfigure, maySupervise, type PageId } from "./pages.ts";
import { PoliciesPage } from "./policies/policies.tsx";
import { AlertsPage } from "./profile/alerts.tsx";
import { LooksPage } from "./profile/looks.tsx";
import { ProfilePage } from "./profile/profile.tsx";
import { ShortcutsPage } from "./profile/shortcuts.tsx";
import { TextsPage } from "./texts/texts.tsx";

export interface SettingsProps {
  readonly at: SettingsRoute;
}

const SCREENS: Readonly<Record<PageId, (props: { itemId: string | null }) => preact.JSX.Element>> = {
  handoff: HandoffPage,
  texts: TextsPage,
  policies: PoliciesPage,
  people: PeoplePage,
  teams: TeamsPage,
  labels: LabelsPage,
  "canned-replies": CannedPage,
  assistants: AssistantsPage,
  inboxes: InboxesPage,
  "api-keys": KeysPage,
  profile: ProfilePage,
  alerts: AlertsPage,
  looks: LooksPage,
  shortcuts: ShortcutsPage,
};

export function SettingsScreen({ at }: SettingsProps) {
  const desk = useDesk();
  const bench: Bench = useMemo(() => {
    const { role } = desk.me;
    return { calls: openDeskCalls(desk.api), me: desk.me, mayConfigure: mayConfigure(role), maySupervise: maySupervise(role), say: desk.toasts.say };
  }, [desk]);
  const scene = useMemo(() => () => sceneAside(desk), [desk]);
  const entry = entryOf(at.page, desk.me.role);
  const isIndex = at.page === "" && isPhone.value;
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    place.value = isIndex ? "Settings" : entry.label;
    main.current?.scrollTo(0, 0);
    // On a phone the link that was pressed is gone with its list: the page itself takes the focus.
    if (document.activeElement === document.body) main.current?.focus();
  }, [entry.id, isIndex]);
  useEffect(() => () => void (place.value = null), []);
  const Screen = SCREENS[entry.id];
  return (
    <BenchContext.Provider value={bench}>
      <div class="settings" data-screen={isIndex ? "index" : "page"} data-testid="settings">
        {isIndex ? (
          <main class="settings__index">
            <SideNav current={null} role={desk.me.role} />
          </main>
        ) : (
          <>
            <SideNav current={entry.id} role={desk.me.role} />
            <main ref={main} class="settings__main" tabIndex={-1}>
              <a class="settings__up" href="#/settings" data-testid="settings-up">
                <Icon name="back" size={17} /> Settings
              </a>
              {/* Another item is another form: nothing of the one before may stay. */}
              <Screen key={`${entry.id} ${at.itemId ?? ""}`} itemId={at.itemId} />
            </main>
          </>
        )}
        <Over scene={scene} />
      </div>
    </BenchContext.Provider>
  );
}

function SideNav({ current, role }: { current: PageId | null; role: string }) {
  const waiting = useDesk().inbox.counts.value.handoff;
  return (
    <nav class="settings__side" aria-label="Settings">
      <a class="settings__back" href={formatRoute(START)} data-testid="leave-settings">
        <Icon name="back" size={17} /> Conversations <Count value={waiting} max={999} tone="danger" label={`${waiting} waiting for a person`} />
      </a>
      {/* Alone on the screen it is the heading; beside a page the page has its own. */}
      {current ? (
        <p class="settings__title" aria-hidden="true">
          Settings
        </p>
      ) : (
        <h1 class="settings__title">Settings</h1>
      )}
      {groupsFor(role).map(({ label, pages }) => (
        <section key={label} aria-label={label}>
          <h2 class="settings__group">{label}</h2>
          <ul>
            {pages.map(({ id, label: name, icon, lead }) => (
              <li key={id}>
                <a class="settings__link" href={`#/settings/${id}`} aria-current={id === current ? "page" : undefined} data-testid={`settings-${id}`}>
                  <Icon name={icon} size={17} />
                  <span>
                    {name}
                    <small>{lead}</small>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
