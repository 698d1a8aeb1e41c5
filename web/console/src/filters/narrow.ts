/** What the list is narrowed to by hand, on top of the view or the saved filter that is shown. It stands in the address, and so outlives a reload. */
import type { AgentAccount, View } from "@relevo/client";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Filter } from "../api/shapes.ts";
import { goTo, route } from "../page/route.ts";

const NOTHING: Filter = {};

/** The filter bar and the search field. Another view begins without it. */
export const narrowed: ReadonlySignal<Filter> = computed(() => (route.value.screen === "inbox" && route.value.by) || NOTHING);

/** True while the filter bar is open. */
export const isBarOpen = signal(false);

/** Changes one thing; empty values take it away. */
export function narrow(change: { readonly [K in keyof Filter]?: Filter[K] | undefined }): void {
  showNarrowed(tidied({ ...narrowed.peek(), ...change }));
}

export function widen(): void {
  showNarrowed(NOTHING);
}

/** In the place of the address of now: going back leads to another list, not to each letter of a search. */
function showNarrowed(by: Filter): void {
  const at = route.peek();
  if (at.screen !== "inbox") return;
  const { by: _, ...list } = at;
  goTo(Object.keys(by).length > 0 ? { ...list, by } : list, { isReplacing: true });
}

/** Without what narrows nothing. Pure. */
export function tidied(filter: { readonly [K in keyof Filter]?: Filter[K] | undefined }): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value.length > 0));
}

/** The saved filter, narrowed further. */
function combined(saved: Filter & { readonly view?: View }, by: Filter): Filter {
  const { view: _, ...query } = saved;
  const label = [...new Set([...(query.label ?? []), ...(by.label ?? [])])];
  return tidied({ ...query, ...by, label });
}

/**
 * A view and a filter as one question: active or closed is a matter of the view, and the two together would find nothing.
 * `base` is the view that is shown, or the saved filter's own.
 */
export function questionOf(base: View, saved: Filter & { readonly view?: View }, by: Filter): { readonly view: View; readonly filter: Filter } {
  const { status, ...filter } = combined(saved, by);
  const view = saved.view ?? base;
  if (status === "closed") return { view: "closed", filter };
  return { view: status === "active" && view === "closed" ? "all" : view, filter };
}

/** Everything but the text: what the bar's button counts. */
export const narrowedBy: ReadonlySignal<number> = computed(() => Object.keys(narrowed.value).filter((name) => name !== "q").length);

/** Viewers keep none; what the whole team sees among its views is up to supervisors. */
export function maySave({ role }: Pick<AgentAccount, "role">): boolean {
  return role !== "viewer";
}

export function mayShare({ role }: Pick<AgentAccount, "role">): boolean {
  return role === "owner" || role === "administrator" || role === "supervisor";
}
