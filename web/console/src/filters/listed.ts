/**
 * Which list the address names. It is shown in the same moment as the address changes, not after the next picture:
 * the next key must not find the rows of the list before. What a list holds is `inbox/`.
 */
import { effect, untracked } from "@preact/signals";
import type { SavedFilter } from "../api/shapes.ts";
import { narrowed, questionOf } from "./narrow.ts";
import type { Filters } from "../inbox/filters.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { goTo, type InboxRoute, route, START } from "../page/route.ts";

/** The saved filter that is shown instead of a view, once it is known. */
export function savedAt({ filterId = null }: InboxRoute, { all }: Pick<Filters, "all">): SavedFilter | null {
  return all.value.find(({ id }) => id === filterId) ?? null;
}

/** Until the returned function is called. */
export function followListed({ filters, inbox }: { readonly filters: Pick<Filters, "all" | "isRead">; readonly inbox: Pick<Inbox, "show"> }): () => void {
  return effect(() => {
    const at = route.value;
    if (at.screen !== "inbox") return;
    const saved = savedAt(at, filters);
    const isMissing = Boolean(at.filterId) && !saved;
    const isKnown = !isMissing || filters.isRead.value;
    const { view, filter } = questionOf(at.view, saved?.query ?? {}, narrowed.value);
    untracked(() => {
      if (!isMissing) inbox.show(view, filter);
      else if (isKnown) goTo(START, { isReplacing: true });
    });
  });
}
