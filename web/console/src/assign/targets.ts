/** To whom a conversation can be given, the likeliest first, and how they are said. Pure. */
import { type AgentConversation, type AgentPresence, oneLine, type PresenceState } from "@relevo/client";

const ORDER: Readonly<Record<PresenceState, number>> = { online: 0, away: 1, offline: 2 };

/** Everybody who may answer visitors: who is here first, then whoever has least to do, then by name. */
export function colleaguesOf(agents: readonly AgentPresence[], exceptId = ""): AgentPresence[] {
  return agents
    .filter(({ id, role, is_active: isActive = true }) => id !== exceptId && role !== "viewer" && isActive)
    .sort((one, other) => ORDER[one.presence] - ORDER[other.presence] || (one.open_count ?? 0) - (other.open_count ?? 0) || one.name.localeCompare(other.name));
}

/** What a colleague is called in the team: by the whole name, where visitors may see a shorter one. */
export function colleagueName({ display_name: shown, name }: Pick<AgentPresence, "name" | "display_name">): string {
  return oneLine(name) || oneLine(shown ?? "");
}

const PRESENCE_WORDS: Readonly<Record<PresenceState, string>> = { online: "Online", away: "Away", offline: "Offline" };

export function presenceWords(presence: PresenceState): string {
  return PRESENCE_WORDS[presence];
}

/** "3 of 5 conversations", "1 conversation", or nothing where the server does not say. */
export function loadWords({ open_count: open, capacity }: Pick<AgentPresence, "open_count" | "capacity">): string {
  if (open === undefined) return "";
  if (capacity) return `${open} of ${capacity} conversations`;
  return open === 1 ? "1 conversation" : `${open} conversations`;
}

/** Whether every word of a search begins a word of one of the texts. */
export function isFound(query: string, ...texts: readonly (string | null | undefined)[]): boolean {
  const words = texts.join(" ").toLowerCase().split(/[\s@.]+/);
  return query.toLowerCase().split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
}

/** Who has a conversation now, as the assignee button shows it. */
export function assigneeOf({ control, status }: Pick<AgentConversation, "control" | "status">): { readonly kind: "agent" | "assistant"; readonly id: string; readonly name: string; readonly avatar_url: string | null } | null {
  if (status === "closed" || control.kind === "waiting") return null;
  return control.kind === "agent" ? { kind: "agent", ...control.owner } : { kind: "assistant", ...control.assistant };
}
