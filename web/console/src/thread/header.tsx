/** The top of the thread: who it is with, how it stands, and the moves this agent may make. */
import type { AgentConversation } from "@relevo/client";
import { Avatar, Badge, IconButton, Name } from "@relevo/ui";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Assignee } from "../assign/assignee.tsx";
import { othersOf, ViewerFaces } from "../attend/viewers.tsx";
import { isClaimable } from "../inbox/views.ts";
import { WaitingTime } from "../list/waiting.tsx";
import { visitorName } from "../list/words.ts";
import type { MoveContext } from "../moves/move.ts";
import { useFocusTarget } from "../page/focus.ts";
import { hasExpired, standingOf } from "../state/standing.ts";
import type { Thread } from "../state/threads.ts";
import { More } from "./more.tsx";
import { MoveBar } from "./move-bar.tsx";
import { Owner } from "./owner.tsx";

export interface HeaderProps {
  readonly context: MoveContext;
  readonly thread: Thread;
  readonly isPanelOpen: boolean;
  readonly onTogglePanel: () => void;
  readonly onBack: () => void;
}

export function Header({ context, thread, isPanelOpen, onTogglePanel, onBack }: HeaderProps) {
  const { conversation } = context;
  const title = useRef<HTMLHeadingElement>(null);
  const head = useRef<HTMLElement>(null);
  useFocusTarget("title", title);
  const isOneLine = useIsWide(head);
  const moves = <MoveBar key="moves" context={context} />;
  return (
    <header class={`head${isOneLine ? " head--line" : ""}`} ref={head}>
      <div class="head__back">
        <IconButton icon="back" label="Back to the list" testid="back" onClick={onBack} />
      </div>
      <Avatar kind="visitor" name={conversation.visitor.name ?? ""} seed={conversation.visitor.id} />
      <div class="head__who">
        <h2 class="head__name" ref={title} tabIndex={-1}>
          <bdi>{visitorName(conversation)}</bdi>
        </h2>
        <Activity conversation={conversation} agentId={context.desk.me.id} isExpired={hasExpired(thread.events.value)} />
      </div>
      {isOneLine && moves}
      <ViewerFaces viewers={othersOf(thread.viewers.value, context.desk.me.id)} />
      <Assignee context={context} />
      <IconButton icon="info" label={isPanelOpen ? "Hide details" : "Show details"} testid="toggle-panel" aria-pressed={isPanelOpen} onClick={onTogglePanel} />
      <More context={context} />
      {!isOneLine && moves}
    </header>
  );
}

/** From here on the moves stand in the line of the name. */
const LINE_PX = 980;

/** The moves have their place by the width: the Tab key goes where the eye does, which an order of the styles alone would not give. */
function useIsWide(head: RefObject<HTMLElement | null>): boolean {
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const element = head.current;
    if (!element) return;
    const measure = (): void => setWide(element.offsetWidth >= LINE_PX);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return isWide;
}

/** One of the activity states, always in words and never by colour alone. */
function Activity({ conversation, agentId, isExpired }: { conversation: AgentConversation; agentId: string; isExpired: boolean }) {
  const { control } = conversation;
  const standing = standingOf(conversation, agentId);
  return (
    <p class="head__state" data-testid="activity" data-standing={standing}>
      {standing === "ended" && <Badge>Ended</Badge>}
      {control.kind === "assistant" && standing === "assistant" && (
        <>
          <Badge tone="assistant">With AI</Badge> <Name of={control.assistant.name} />
          {isClaimable(conversation) && <WaitingTime since={conversation.requested_at ?? control.since} isTimedOut={isExpired} />}
        </>
      )}
      {control.kind === "waiting" && standing === "waiting" && (
        <>
          <Badge tone="waiting">
            <span>
              Waiting<span class="head__for"> for a person</span>
            </span>
          </Badge> <WaitingTime since={control.since} isTimedOut={control.timed_out} />
        </>
      )}
      {standing === "mine" && (
        <Badge tone="human" live>
          LIVE · You
        </Badge>
      )}
      {control.kind === "agent" && standing === "other" && <Owner owner={control.owner} since={control.since} />}
    </p>
  );
}
