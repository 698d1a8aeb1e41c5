/** What the palette offers: every action that is possible now, people and AI agents to assign to, saved filters, pages of the settings, conversations. */
import { type ListedConversation, oneLine } from "@relevo/client";
import type { IconName } from "@relevo/ui";
import type { Scene } from "../actions/action.ts";
import { possibleActions } from "../actions/index.ts";
import { giveToAssistant } from "../assign/giving.ts";
import { assigneeOf, colleagueName, colleaguesOf, presenceWords } from "../assign/targets.ts";
import { keysOf } from "../keys/keys.ts";
import { visitorName } from "../list/words.ts";
import { move as assigning } from "../moves/assign.tsx";
import { startMove } from "../moves/run.ts";
import { goTo, START } from "../page/route.ts";
import { groupsFor } from "../settings/pages.ts";
import { type Findable, plain } from "./fuzzy.ts";

export interface Entry extends Findable {
  readonly id: string;
  readonly label: string;
  /** Where it belongs, or what else there is to know of it. */
  readonly aside: string;
  readonly icon: IconName;
  readonly key?: string | undefined;
  run(): void;
}

type Draft = Omit<Entry, "haystack"> & { readonly words?: string };

const entry = ({ words = "", ...draft }: Draft): Entry => ({ ...draft, haystack: plain(`${draft.label} · ${draft.aside} ${words}`) });

/** `words` are further ones that find an action: how other desks call it. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  "take-over": "claim reply join",
  claim: "take over accept assign to me",
  release: "hand back ai return give back",
  resolve: "close end finish done",
  transfer: "pass on hand over forward",
  override: "force take",
  "theme-dark": "night mode appearance",
  "theme-light": "day mode appearance",
  compact: "density",
  comfortable: "density",
  away: "presence pause break",
  online: "presence back",
  "copy-link": "address url share",
  mute: "silence quiet notifications",
  shortcuts: "keys help",
};

export function entriesOf(scene: Scene): readonly Entry[] {
  return [...actions(scene), ...targets(scene), ...filters(scene), ...pages(scene), ...conversations(scene)];
}

function actions(scene: Scene): Entry[] {
  const changed = scene.desk.preferring.now.peek().shortcuts;
  // Without the letters of the open conversation nothing is missed: it is the palette itself.
  const possible = possibleActions(scene).filter(({ id }) => id !== "palette");
  // What shares its words is one thing to whoever looks for it.
  const seen = new Set<string>();
  return possible
    .filter(({ label }) => !seen.has(label) && seen.add(label))
    .sort((one, other) => rank(one.group) - rank(other.group))
    .map((action) =>
      entry({
        id: `action-${action.id}`,
        label: action.label,
        aside: action.group,
        icon: action.icon ?? "chevron",
        key: keysOf(action, changed)[0],
        words: OTHER_WORDS[action.id] ?? "",
        run: () => action.run(scene),
      }),
    );
}

/** What is done with the open conversation stands first. */
function rank(group: string): number {
  return ["Conversation", "Write", "Go to", "Screen"].indexOf(group);
}

function targets({ context, desk }: Scene): Entry[] {
  const open = context();
  if (!open || !assigning.isOffered(open)) return [];
  const assignee = assigneeOf(open.conversation);
  const isOther = ({ id }: { readonly id: string }): boolean => id !== assignee?.id;
  const people = colleaguesOf(desk.team.agents.peek(), desk.me.id).filter(isOther).map((agent) =>
    entry({
      id: `assign-${agent.id}`,
      label: `Assign to ${colleagueName(agent)}`,
      aside: presenceWords(agent.presence),
      icon: "transfer",
      run: () => startMove(assigning, open, { agent_id: agent.id }),
    }),
  );
  const machines = desk.team.assistants.peek().filter(isOther).map((one) =>
    entry({ id: `assign-${one.id}`, label: `Assign to ${oneLine(one.name)}`, aside: "AI agent", icon: "assistant", run: () => giveToAssistant(open, one.id) }),
  );
  const queue = entry({ id: "assign-queue", label: "Back to queue", aside: "Assign", icon: "unassigned", run: () => startMove(assigning, open, { agent_id: null }) });
  return [...people, ...machines, ...(assignee ? [queue] : [])];
}

function filters({ desk, go }: Scene): Entry[] {
  return desk.filters.all.peek().map(({ id, name }) => entry({ id: `filter-${id}`, label: oneLine(name), aside: "Saved filter", icon: "filter", run: () => go.show({ ...START, filterId: id }) }));
}

function pages({ desk }: Scene): Entry[] {
  return groupsFor(desk.me.role).flatMap((group) =>
    group.pages.map(({ id, label, icon, lead }) =>
      entry({ id: `settings-${id}`, label, aside: `Settings · ${group.label}`, icon, words: lead, run: () => goTo({ screen: "settings", page: id, itemId: null }) }),
    ),
  );
}

/** Those the list holds are found by the visitor's name at once; the rest by their text, from the server. */
function conversations(scene: Scene): Entry[] {
  const { desk } = scene;
  return desk.inbox.ids.peek().flatMap((id) => {
    const row = desk.rows.of(id).peek();
    return row ? [conversationEntry(scene, row)] : [];
  });
}

export function conversationEntry({ go, at }: Scene, row: ListedConversation): Entry {
  const said = row.match?.text ?? row.last_message?.text ?? row.subject ?? "";
  return entry({
    id: `open-${row.id}`,
    label: visitorName(row),
    aside: oneLine(said).slice(0, 120) || "Conversation",
    icon: "note",
    run: () => go.show({ ...at, conversationId: row.id }),
  });
}
