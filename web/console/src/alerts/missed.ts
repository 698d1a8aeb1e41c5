/** What came while nothing was heard, read off the lists afterwards, and told in one alert. Pure: nobody is asked and nothing sounds here. */
import { type AgentConversation, oneLine } from "@relevo/client";
import type { Alert, Kind } from "./judge.ts";

export interface Missed {
  readonly id: string;
  readonly name: string;
  /** What was said, where that is the news. */
  readonly text: string;
  readonly at: number;
  readonly what: What;
}

type What = "asked" | "given" | "said";

/** By which kinds a thing would have been told: it is missed where one of them is wanted. Who gave a conversation no list says. */
export const KINDS_OF: Readonly<Record<What, readonly Kind[]>> = { asked: ["human_requested"], given: ["transferred", "assigned"], said: ["message"] };

/** Who asks for a person in the queue, and what is new among this agent's own, since then; the latest thing of each conversation. */
export function missedOf(queue: readonly AgentConversation[], mine: readonly AgentConversation[], since: number): readonly Missed[] {
  const one = ({ id, visitor }: AgentConversation, what: What, at: number, text = ""): Missed => ({ id, name: oneLine(visitor.name ?? "") || "A visitor", text: oneLine(text), at, what });
  const asked = queue.map((row) => one(row, "asked", row.requested_at ?? 0));
  const own = mine.map((row) => {
    const said = row.last_message?.actor.kind === "visitor" ? row.last_message : null;
    return row.control.since > since ? one(row, "given", row.control.since) : one(row, "said", said?.at ?? 0, said?.text);
  });
  return [...asked, ...own].filter(({ at }) => at > since);
}

const ONE: Readonly<Record<What, string>> = { asked: "asks for a person", given: "is yours now", said: "writes" };
const SEVERAL: Readonly<Record<What, string>> = { asked: "visitors ask for a person", given: "conversations are yours now", said: "visitors write" };

/** One alert, whatever there is; nothing at all must not be given. */
export function missedAlert(missed: readonly Missed[]): Alert {
  const sorts = (["asked", "given", "said"] as const).map((what) => missed.filter((one) => one.what === what)).filter((sort) => sort.length > 0);
  const [only] = missed.length === 1 ? missed : [];
  const told = { id: `missed-${Math.max(...missed.map(({ at }) => at))}`, conversationId: only?.id ?? null, sound: missed.every(({ what }) => what === "said") ? "message" : "request" } as const;
  if (only) return { ...told, title: `${only.name} · ${ONE[only.what]}`, text: [only.text, "While you were not connected"].filter(Boolean).join("\n") };
  if (sorts.length === 1) return { ...told, title: headed(sorts[0]!), text: names(sorts[0]!) };
  return { ...told, title: "While you were not connected", text: sorts.map((sort) => `${headed(sort)}: ${names(sort)}`).join("\n") };
}

function headed(sort: readonly Missed[]): string {
  const { what } = sort[0]!;
  return sort.length > 1 ? `${sort.length} ${SEVERAL[what]}` : what === "given" ? "1 conversation is yours now" : `1 visitor ${ONE[what]}`;
}

function names(sort: readonly Missed[]): string {
  const more = sort.length > 3 ? ` and ${sort.length - 3} more` : "";
  return `${sort.slice(0, 3).map(({ name }) => name).join(", ")}${more}`;
}
