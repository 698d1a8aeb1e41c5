/** What a notice says to an agent: the words the visitor saw, and beside them what only the team may know. Pure. */
import type { Mark } from "@relevo/client";
import { oneLine, visible } from "@relevo/client";
import { offerWords, triggerWords } from "../list/words.ts";

export interface NoticeWords {
  readonly text: string;
  readonly aside: string | null;
}

export function noticeWords({ event, text: said }: Mark): NoticeWords {
  const text = visible(said);
  switch (event.type) {
    case "human_offered":
      return { text, aside: `(${["offered a person", offerWords(event.data.cause)].filter(Boolean).join(": ")})` };
    case "human_requested": {
      const { trigger, reason, note } = event.data;
      const why = reason && reason !== note ? `: ${oneLine(reason)}` : "";
      const words = `(${triggerWords(trigger, event.actor)}${why})`;
      return { text: text || "A person was asked for.", aside: note ? `${words} Note: ${oneLine(note)}` : words };
    }
    case "contact_left":
      return { text: text || `The visitor left a number: ${oneLine(event.data.phone)}`, aside: null };
    case "taken_over":
      return { text: text || `${oneLine(event.data.owner.name)} took over.`, aside: event.data.forced ? "(taken from a colleague)" : null };
    case "transferred":
      return { text: text || `Transferred to ${oneLine(event.data.to.name)}.`, aside: event.data.note ? `Note: ${oneLine(event.data.note)}` : null };
    case "released":
      return { text: text || "The AI answers again.", aside: releaseAside(event.data.cause) };
    case "owner_lost":
      return { text: text || "The agent's connection was lost.", aside: null };
    default:
      return { text, aside: null };
  }
}

function releaseAside(cause: string): string | null {
  if (cause === "continued") return "(the visitor went on with the AI)";
  return cause === "owner_lost" ? "(the agent was gone)" : null;
}
