/** The queue as it stands, whichever list is shown. */
import type { AgentConversation } from "@relevo/client";
import { effect } from "@preact/signals";
import type { Api } from "../api/calls.ts";
import { narrowings } from "./views.ts";
import type { Inbox } from "./inbox.ts";
import type { Rows } from "./rows.ts";

/** Reads it; at the start off the list on the screen, if it is that one, so that nothing is read twice. */
export function openQueue({ api, inbox, rows }: { api: Pick<Api, "page">; inbox: Inbox; rows: Rows }) {
  return async (isFirst: boolean): Promise<readonly AgentConversation[]> => {
    if (isFirst && (await shows(inbox))) return inbox.ids.peek().flatMap((id) => rows.of(id).peek() ?? []);
    return (await api.page("handoff", {}, null)).items;
  };
}

/** Whether the list on the screen is the whole queue, once it has come. */
function shows({ state, view, filter }: Inbox): Promise<boolean> {
  return new Promise((tell) => {
    const stop = effect(() => {
      if (state.value === "loading") return;
      tell(state.value === "ready" && view.peek() === "handoff" && !narrowings(filter.peek()));
      queueMicrotask(() => stop());
    });
  });
}
