/** The open conversation: header, log, conflict and message box in one column. */
import "../styles/talk.css";
import { type AgentConversation, oneLine } from "@relevo/client";
import { useEffect } from "preact/hooks";
import { HandedNote } from "../assign/handed.tsx";
import { AssignPrompt } from "../assign/prompt.tsx";
import { othersOf, WritingStrip } from "../attend/viewers.tsx";
import { visitorName } from "../list/words.ts";
import type { MoveContext } from "../moves/move.ts";
import { useDesk } from "../state/desk.ts";
import { standingOf, unansweredOf } from "../state/standing.ts";
import type { Thread } from "../state/threads.ts";
import { Composer } from "../reply/composer.tsx";
import { ConflictPanel } from "../reply/conflict.tsx";
import { Header } from "./header.tsx";
import { Log } from "./log.tsx";

export interface ThreadProps {
  readonly thread: Thread;
  readonly conversation: AgentConversation;
  readonly isPanelOpen: boolean;
  readonly onTogglePanel: () => void;
  readonly onBack: () => void;
}

export function ThreadView({ thread, conversation, isPanelOpen, onTogglePanel, onBack }: ThreadProps) {
  const desk = useDesk();
  const context: MoveContext = { desk, conversation, unanswered: unansweredOf(conversation, thread.transcript.value) };
  const { control } = conversation;
  useEffect(() => {
    desk.attention.follow(thread.id);
    return () => desk.attention.follow(null);
  }, [thread.id]);
  return (
    <>
      <p class="visually-hidden" role="status">
        {standingWords(conversation, desk.me.id)}
      </p>
      <Header context={context} thread={thread} isPanelOpen={isPanelOpen} onTogglePanel={onTogglePanel} onBack={onBack} />
      <HandedNote context={context} events={thread.events.value} />
      <AssignPrompt context={context} />
      <Log key={thread.id} thread={thread} assistant={control.kind === "assistant" ? control.assistant : null} label={visitorName(conversation)} headSeq={conversation.head_seq} />
      <WritingStrip viewers={othersOf(thread.viewers.value, desk.me.id)} />
      <ConflictPanel id={conversation.id} />
      <Composer context={context} />
    </>
  );
}

/** Told to screen readers whenever it changes; without a clock in it, which would be read out every second. */
function standingWords(conversation: AgentConversation, agentId: string): string {
  const { control } = conversation;
  switch (standingOf(conversation, agentId)) {
    case "assistant":
      return `With the AI${control.kind === "assistant" ? `: ${oneLine(control.assistant.name)}` : ""}`;
    case "waiting":
      return "The visitor waits for a person";
    case "mine":
      return "Live: you have control";
    case "other":
      return `Live: ${control.kind === "agent" ? oneLine(control.owner.name) : "a colleague"} has control`;
    case "ended":
      return "Ended";
  }
}
