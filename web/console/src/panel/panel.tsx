/** The right side: who the visitor is, what the conversation is about, and what happened to it. */
import "./panel.css";
import type { AgentConversation } from "@relevo/client";
import { Avatar, fullTime, IconButton } from "@relevo/ui";
import { useEffect, useState } from "preact/hooks";
import type { VisitorContext } from "../api/shapes.ts";
import { visitorName } from "../list/words.ts";
import { useDesk } from "../state/desk.ts";
import type { Thread } from "../state/threads.ts";
import { conversationFacts } from "./facts.ts";
import { LabelsEditor } from "./labels.tsx";
import { Timeline } from "./timeline.tsx";
import { EarlierPart, PagesPart, VisitorPart } from "./visitor.tsx";

export interface PanelProps {
  readonly thread: Thread;
  readonly conversation: AgentConversation;
  readonly onClose: () => void;
}

export function Panel({ thread, conversation, onClose }: PanelProps) {
  const context = useVisitor(conversation);
  const name = visitorName(conversation);
  return (
    <aside class="panel" aria-label="Details" data-testid="panel">
      <div class="panel__close">
        <IconButton icon="close" label="Hide details" testid="panel-close" onClick={onClose} />
      </div>
      <div class="panel__face">
        <Avatar kind="visitor" name={conversation.visitor.name ?? ""} seed={conversation.visitor.id} size="l" />
        <h2 class="panel__name">
          <bdi>{name}</bdi>
        </h2>
        <p class="panel__sub">Visitor</p>
      </div>
      <VisitorPart conversation={conversation} context={context} />
      <section class="panel__part" aria-labelledby="labels-title">
        <h3 class="panel__title" id="labels-title">
          Labels
        </h3>
        <LabelsEditor conversation={conversation} />
      </section>
      <section class="panel__part">
        <h3 class="panel__title">Conversation</h3>
        <dl>
          {conversationFacts(conversation).map(({ label, value }) => (
            <div key={label} class="fact">
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
          <div class="fact">
            <dt>Started</dt>
            <dd dir="auto">{fullTime(conversation.created_at)}</dd>
          </div>
        </dl>
      </section>
      {context && <PagesPart pages={context.pages} />}
      {context && <EarlierPart conversations={context.conversations} visitor={name} />}
      <Timeline thread={thread} />
    </aside>
  );
}

/** Whoever goes through the list key by key does not want to know everybody. */
const DWELL_MS = 120;

/** Read when the panel opens, and again when the visitor has said something: they may have gone on to another page. */
function useVisitor({ id, last_message: last }: AgentConversation): VisitorContext | null {
  const { api } = useDesk();
  const [known, setKnown] = useState<{ readonly id: string; readonly context: VisitorContext } | null>(null);
  const saidAt = last?.actor.kind === "visitor" ? last.at : 0;
  useEffect(() => {
    let isLate = false;
    const read = (): void => {
      api.visitor(id).then(
        (context) => !isLate && setKnown({ id, context }),
        () => undefined,
      );
    };
    const timer = setTimeout(read, DWELL_MS);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [id, saidAt]);
  return known?.id === id ? known.context : null;
}
