/** Runs the commands that change control, and tells how they ended: done, somebody was faster, or why not. */
import { type AgentConversation, Problem } from "@relevo/client";
import type { Api } from "../api/calls.ts";
import { problemText } from "../api/problem-text.ts";
import type { Toasts } from "../page/toasts.ts";
import { type Conflict, type Conflicts, conflictOf } from "./conflicts.ts";
import type { Rows } from "../inbox/rows.ts";

export interface Commands {
  /** True when it was done. `onRefused` may settle a refusal in its own way, by answering true. */
  run(id: string, at: Conflict["at"], call: () => Promise<AgentConversation>, onRefused?: (problem: Problem) => boolean): Promise<boolean>;
  /** Shows who was faster and reads how things stand now. */
  lost(id: string, conflict: Conflict): void;
  /** Reads how a conversation stands now; when that fails, the next connection asks again. */
  reread(id: string): void;
}

export interface CommandParts {
  readonly api: Pick<Api, "conversation">;
  readonly rows: Rows;
  readonly conflicts: Conflicts;
  readonly toasts: Toasts;
}

export function openCommands({ api, rows, conflicts, toasts }: CommandParts): Commands {
  const reread = (id: string): void => {
    api.conversation(id).then(rows.accept, () => undefined);
  };
  const lost = (id: string, conflict: Conflict): void => {
    conflicts.show(id, conflict);
    reread(id);
  };
  return {
    reread,
    lost,
    async run(id, at, call, onRefused = () => false) {
      try {
        rows.accept(await call());
        conflicts.clear(id);
        return true;
      } catch (error) {
        if (error instanceof Problem && onRefused(error)) return false;
        const conflict = conflictOf(error, at);
        if (conflict) lost(id, conflict);
        else toasts.say("failed", problemText(error));
        return false;
      }
    },
  };
}
