/** The timeline: every change of control, label and status, with who did it and why. Pure. */
import type { ConversationEvent, EventData, EventOf, EventType } from "@relevo/client";
import { oneLine } from "@relevo/client";
import type { IconName } from "@relevo/ui";
import { offerWords, speakerName, triggerWords } from "../list/words.ts";

export interface TimelineMoment {
  readonly seq: number;
  readonly at: number;
  readonly icon: IconName;
  readonly what: string;
  readonly why: string | null;
  readonly topic: Topic;
}

/** What the timeline can be narrowed to. */
export type Topic = "control" | "notes" | "labels" | "other";

const TOPICS: Partial<Record<EventType, Topic>> = {
  human_offered: "control",
  human_declined: "control",
  human_requested: "control",
  wait_expired: "control",
  taken_over: "control",
  transferred: "control",
  released: "control",
  owner_lost: "control",
  resolved: "control",
  reopened: "control",
  answer_cut: "control",
  note: "notes",
  handoff_note: "notes",
  labels_changed: "labels",
  renamed: "labels",
};

/** Newest first; messages are in the thread already. */
export function timelineOf(events: readonly ConversationEvent[]): TimelineMoment[] {
  return events.flatMap((event) => momentOf(event) ?? []).reverse();
}

type Words = readonly [icon: IconName, what: string, why?: string | null];

function momentOf(event: ConversationEvent): TimelineMoment | null {
  const words = wordsOf(event);
  if (!words) return null;
  const [icon, what, why] = words;
  return { seq: event.seq, at: event.at, icon, what, why: why ? oneLine(why) : null, topic: TOPICS[event.type] ?? "other" };
}

function wordsOf(event: ConversationEvent): Words | null {
  const who = speakerName(event.actor);
  switch (event.type) {
    case "conversation_started":
      return ["all", "Conversation started"];
    case "human_offered":
      return ["hand", "Offered a person", offerWords(event.data.cause)];
    case "human_declined":
      return ["assistant", "The visitor stayed with the AI"];
    case "human_requested":
      return requestWords(event);
    case "wait_expired":
      return ["clock", "Nobody came in time"];
    case "contact_left":
      return ["phone", "A number was left", event.data.phone];
    case "taken_over":
      return ["mine", `${oneLine(event.data.owner.name)} took over`, event.data.forced ? `forced by ${who}` : fromWords(event.data.from)];
    case "transferred":
      return transferWords(event.data, who);
    case "answer_cut":
      return ["cut", "The AI's answer was stopped"];
    case "released":
      return ["assistant", `Released to ${oneLine(event.data.assistant?.name ?? "the AI")}`, causeWords(event.data.cause, who)];
    case "handoff_note":
      return ["note", "The AI was told what happened", event.data.form === "summary" ? "picked lines" : "full replay"];
    case "owner_lost":
      return ["alert", "The agent's connection was lost"];
    case "note":
      return ["note", `Note by ${who}`, event.data.text];
    case "resolved":
      return ["closed", `Resolved by ${who}`];
    case "reopened":
      return ["retry", `Reopened by ${who}`];
    case "labels_changed":
      return ["tag", `Labels changed by ${who}`, event.data.labels.join(", ") || "none"];
    case "renamed":
      return ["pencil", `Renamed by ${who}`, event.data.subject];
    default:
      return null;
  }
}

function requestWords({ actor, data: { trigger, reason, note } }: EventOf<"human_requested">): Words {
  if (trigger === "transfer" || trigger === "queued") {
    const what = triggerWords(trigger, actor);
    return [trigger === "transfer" ? "team" : "unassigned", what.charAt(0).toUpperCase() + what.slice(1), note ?? reason ?? null];
  }
  const isBack = trigger === "owner_lost" || trigger === "unanswered";
  return ["hand", isBack ? "Back in the queue" : "A person was asked for", [triggerWords(trigger, actor), reason].filter(Boolean).join(": ")];
}

function transferWords({ to, note, cause }: EventData["transferred"], who: string): Words {
  const name = oneLine(to.name);
  if (cause === "auto") return ["unassigned", `Assigned to ${name} by the rules`];
  return ["transfer", `${cause === "assigned" ? "Assigned" : "Transferred"} to ${name} by ${who}`, note ?? null];
}

function fromWords(from: { readonly kind: string }): string | null {
  if (from.kind === "assistant") return "from the AI";
  return from.kind === "waiting" ? "from the queue" : null;
}

function causeWords(cause: string, who: string): string {
  switch (cause) {
    case "continued":
      return "the visitor went on with the AI";
    case "owner_lost":
      return "the agent was gone";
    case "reopened":
      return `reopened by ${who}`;
    default:
      return `by ${who}`;
  }
}
