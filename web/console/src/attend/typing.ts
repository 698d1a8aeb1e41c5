/** Lets the visitor see that the agent in control is writing, every few seconds at most. Notes never come here. */
import type { Api } from "../api/calls.ts";

export interface Typing {
  wrote(conversationId: string): void;
}

/** Half of the time after which the widget forgets it. */
const AGAIN_MS = 3_000;

export function openTyping(api: Pick<Api, "typing">, now: () => number = Date.now): Typing {
  let last = { id: "", at: -Infinity };
  return {
    wrote(id) {
      if (last.id === id && now() - last.at < AGAIN_MS) return;
      last = { id, at: now() };
      api.typing(id).catch(() => undefined);
    },
  };
}
