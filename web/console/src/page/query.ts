/** What a list is narrowed to, as it stands behind the `?` of the address. Pure; whatever an address claims that no list knows is left out. */
import type { Filter } from "../api/shapes.ts";

const CHOICES: ReadonlyMap<string, readonly string[]> = new Map([["agent_type", ["ai", "human"]], ["status", ["active", "closed"]]]);
const TEXTS: readonly string[] = ["responded_by", "channel", "assistant_id", "team_id", "inbox_id", "q"];

/** With its question mark; empty where nothing is narrowed. */
export function queryOf(by: Filter = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(by)) for (const one of [value].flat()) if (one) query.append(name, one);
  const text = query.toString();
  return text && `?${text}`;
}

/** The other direction, as a part of the route: nothing at all where nothing is narrowed. */
export function filterOf(query: string): { readonly by?: Filter } {
  const given = new URLSearchParams(query);
  const single = [...given].filter(([name, value]) => value && (CHOICES.get(name)?.includes(value) || TEXTS.includes(name)));
  const labels = given.getAll("label").filter(Boolean);
  const by: Filter = { ...Object.fromEntries(single), ...(labels.length > 0 ? { label: labels } : {}) };
  return Object.keys(by).length > 0 ? { by } : {};
}
