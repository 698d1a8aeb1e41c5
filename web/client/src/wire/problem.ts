/**
 * What a refused call answers with.
 * How it is thrown stands in `../request.ts`.
 */
import type { Party } from "./actors.ts";
import type { Control } from "./conversation.ts";

/** RFC 9457 problem; `slug` of its type is what clients branch on (see `Problem`). */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly owner?: Party | null;
  readonly since?: number;
  readonly control?: Control;
  readonly [field: string]: unknown;
}
