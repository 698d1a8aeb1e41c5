/** Which pages the settings have, in which order, and who may change what is on them. Drawing them is `screen.tsx`. */
import type { IconName } from "@relevo/ui";

export type PageId = "handoff" | "texts" | "policies" | "people" | "teams" | "labels" | "canned-replies" | "assistants" | "inboxes" | "api-keys" | "profile" | "alerts" | "looks" | "shortcuts";

export interface PageEntry {
  readonly id: PageId;
  readonly label: string;
  readonly icon: IconName;
  readonly lead: string;
  /** Not shown to anybody else. */
  readonly isForAdministrators?: boolean;
}

export interface PageGroup {
  readonly label: string;
  readonly pages: readonly PageEntry[];
}

export const GROUPS: readonly PageGroup[] = [
  {
    label: "Handoff",
    pages: [
      { id: "handoff", label: "Handoff", icon: "hand", lead: "When visitors get a person, and what they read meanwhile" },
      { id: "texts", label: "Texts", icon: "pencil", lead: "Everything visitors read, in every language" },
      { id: "policies", label: "Policies", icon: "check", lead: "Rules for taking over, waiting and handing back" },
    ],
  },
  {
    label: "Team",
    pages: [
      { id: "people", label: "People", icon: "mine", lead: "Who works here, and in which role" },
      { id: "teams", label: "Teams", icon: "all", lead: "Groups that conversations are passed to" },
      { id: "labels", label: "Labels", icon: "tag", lead: "The catalogue that conversations are tagged from" },
      { id: "canned-replies", label: "Canned replies", icon: "bolt", lead: "Texts you call up with a slash" },
    ],
  },
  {
    label: "Chat",
    pages: [
      { id: "assistants", label: "AI agents", icon: "assistant", lead: "Who answers before a person does" },
      { id: "inboxes", label: "Inboxes", icon: "globe", lead: "Where the chat stands, and the snippet for it" },
      { id: "api-keys", label: "API keys", icon: "computer", lead: "Access for your own programs", isForAdministrators: true },
    ],
  },
  {
    label: "You",
    pages: [
      { id: "profile", label: "My profile", icon: "mine", lead: "Your name, password, and where you are signed in" },
      { id: "alerts", label: "Alerts", icon: "bell", lead: "What calls you, and when you are away" },
      { id: "looks", label: "Theme and density", icon: "sun", lead: "Light or dark, how close together, which way round" },
      { id: "shortcuts", label: "Shortcuts", icon: "keyboard", lead: "Which key does what" },
    ],
  },
];

export const mayConfigure = (role: string): boolean => role === "owner" || role === "administrator";
export const maySupervise = (role: string): boolean => mayConfigure(role) || role === "supervisor";

/** The groups as somebody of this role sees them. */
export function groupsFor(role: string): readonly PageGroup[] {
  return GROUPS.map(({ label, pages }) => ({ label, pages: pages.filter((page) => !page.isForAdministrators || mayConfigure(role)) }));
}

/** The entry of an address; where there is none, the first that concerns this role. */
export function entryOf(page: string, role: string): PageEntry {
  const all = groupsFor(role).flatMap((group) => group.pages);
  const start: PageId = mayConfigure(role) ? "handoff" : "profile";
  return all.find(({ id }) => id === page) ?? all.find(({ id }) => id === start)!;
}
