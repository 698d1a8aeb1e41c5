/** The right side: who the visitor is, what the conversation is about, and what happened to it. */
import type { AgentConversation } from "@relevo/client";
import { Avatar, Badge, fullTime, Icon, IconButton, Moment } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import { visitorName } from "../list/words.ts";
import type { Thread } from "../state/threads.ts";
import { conversationFacts, type Fact, visitorFacts } from "./facts.ts";
import { timelineOf } from "./moments.ts";

export interface PanelProps {
  readonly thread: Thread;
  readonly conversation: AgentConversation;
  readonly onClose: () => void;
}

export function Panel({ thread, conversation, onClose }: PanelProps) {
  return (
    <aside class="panel" aria-label="Details" data-testid="panel">
      <div class="panel__close">
        <IconButton icon="close" label="Hide details" onClick={onClose} />
      </div>
      <div class="panel__face">
        <Avatar kind="visitor" name={conversation.visitor.name ?? ""} seed={conversation.visitor.id} size="l" />
        <h2 class="panel__name">
          <bdi>{visitorName(conversation)}</bdi>
        </h2>
        <p class="panel__sub">Visitor</p>
      </div>
      <Facts title="Visitor" facts={visitorFacts(conversation)} />
      <Facts title="Conversation" facts={conversationFacts(conversation)}>
        <div class="fact">
          <dt>Started</dt>
          <dd dir="auto">{fullTime(conversation.created_at)}</dd>
        </div>
        {conversation.labels.length > 0 && (
          <div class="fact">
            <dt>Labels</dt>
            <dd class="panel__labels">
              {conversation.labels.map((label) => (
                <Badge key={label}>{label}</Badge>
              ))}
            </dd>
          </div>
        )}
      </Facts>
      <Timeline thread={thread} />
    </aside>
  );
}

function Facts({ title, facts, children }: { title: string; facts: readonly Fact[]; children?: ComponentChildren }) {
  if (facts.length === 0 && !children) return null;
  return (
    <section class="panel__part">
      <h3 class="panel__title">{title}</h3>
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label} class="fact">
            <dt>{label}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
        {children}
      </dl>
    </section>
  );
}

function Timeline({ thread }: { thread: Thread }) {
  const moments = timelineOf(thread.events.value);
  return (
    <section class="panel__part">
      <h3 class="panel__title">Timeline</h3>
      <ol class="timeline" data-testid="timeline">
        {moments.map(({ seq, at, icon, what, why }) => (
          <li key={seq} class="timeline__moment">
            <Icon name={icon} size={15} />
            <span class="timeline__what">
              <bdi>{what}</bdi>
              {why && <bdi class="timeline__why">{why}</bdi>}
            </span>
            <Moment at={at} as="dated" />
          </li>
        ))}
      </ol>
    </section>
  );
}
