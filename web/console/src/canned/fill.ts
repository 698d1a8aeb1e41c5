/** Fills the variables of a canned reply in. Pure; a variable that nobody knows a value for stays as it is, for the agent to see. */
import { type AgentConversation, oneLine } from "@relevo/client";

export interface Filling {
  readonly conversation: Pick<AgentConversation, "id" | "inbox" | "visitor">;
  /** As visitors see them. */
  readonly agentName: string;
}

/** A name at the beginning of a line, with what sets it off from the rest. */
const NAME_FIRST = /^[ \t]*\{visitor\.(?:first_)?name\}[,:!]?[ \t]*/gm;

/** A visitor without a name is greeted without one: "Hello {visitor.first_name}," becomes "Hello,", and "{visitor.first_name}, thank you" "thank you". */
export function cannedText(text: string, { conversation, agentName }: Filling): string {
  const values = valuesOf(conversation, agentName);
  const isNameless = !values["visitor.name"];
  const tidied = isNameless ? text.replace(NAME_FIRST, "").replace(/[ \t]*\{visitor\.(?:first_)?name\}/g, "") : text;
  return tidied.replace(/\{([a-z_.]+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined) ?? whole);
}

function valuesOf({ id, inbox, visitor }: Filling["conversation"], agentName: string): Readonly<Record<string, string | undefined>> {
  const visitorName = oneLine(visitor.name ?? "");
  const agent = oneLine(agentName);
  return {
    "visitor.name": visitorName || undefined,
    "visitor.first_name": visitorName.split(" ")[0] || undefined,
    "agent.name": agent,
    "agent.first_name": agent.split(" ")[0],
    "inbox.name": oneLine(inbox.name),
    "conversation.id": id,
  };
}
