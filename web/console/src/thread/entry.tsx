/** Everything in the thread that is not a message: days, separators, notices, notes, and what the AI was told. */
import type { Mark, Separator } from "@relevo/client";
import { visible } from "@relevo/client";
import { Avatar, dayName, Icon, type IconName, Moment, Name } from "@relevo/ui";
import { NotedText } from "../notes/noted.tsx";
import { coarse } from "../page/clock.ts";
import { BubbleEntry } from "./bubble.tsx";
import type { Entry } from "./entries.ts";
import { noticeWords } from "./notices.ts";

export function EntryView({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case "bubble":
      return <BubbleEntry bubble={entry.bubble} isFirst={entry.isFirst} isLast={entry.isLast} />;
    case "day":
      return <p class="day">{dayName(entry.at, coarse.value)}</p>;
    case "separator":
      return <SeparatorLine separator={entry.separator} />;
    case "notice":
      return <Notice mark={entry.mark} />;
    case "note":
      return <Note mark={entry.mark} />;
    case "handoff-note":
      return <HandoffNote mark={entry.mark} />;
  }
}

function SeparatorLine({ separator: { to } }: { separator: Separator }) {
  return (
    <div class={`separator separator--${to}`} data-testid="separator">
      <span>{to === "live" ? "Live Chat" : "AI Resumed"}</span>
    </div>
  );
}

const NOTICE_ICONS: Readonly<Record<string, IconName>> = {
  human_offered: "hand",
  human_requested: "hand",
  wait_expired: "clock",
  contact_left: "phone",
  owner_lost: "alert",
  resolved: "closed",
};

function Notice({ mark }: { mark: Mark }) {
  const icon = NOTICE_ICONS[mark.event.type];
  const { text, aside } = noticeWords(mark);
  return (
    <p class="notice" data-testid="notice">
      {icon && <Icon name={icon} size={14} />}
      <span>
        <bdi>{text}</bdi>
        {aside && <span class="notice__aside"> {aside}</span>}
      </span>
      <Moment at={mark.at} />
    </p>
  );
}

function Note({ mark }: { mark: Mark }) {
  const { actor } = mark.event;
  return (
    <div class="note" data-testid="note">
      <p class="note__head">
        <Icon name="note" size={14} />
        <span>
          Internal note by <Name of={actor.name} />
        </span>
        <Moment at={mark.at} />
      </p>
      <div class="note__body">
        <Avatar kind={actor.kind} name={actor.name} seed={actor.id} url={actor.avatar_url} size="s" />
        <NotedText text={mark.text} mentions={mark.event.type === "note" ? (mark.event.data.mentions ?? []) : []} />
      </div>
    </div>
  );
}

/** Never shown to the visitor: the lines of the human stretch that the assistant reads before it answers again. */
function HandoffNote({ mark }: { mark: Mark }) {
  const form = mark.event.type === "handoff_note" ? mark.event.data.form : "replay";
  return (
    <details class="note note--told" data-testid="handoff-note">
      <summary class="note__head">
        <Icon name="chevron" size={14} class="note__chevron" />
        <Icon name="assistant" size={14} />
        <span>What the AI was told</span>
        <span class="note__form">{form === "summary" ? "picked lines" : "full replay"} · internal</span>
      </summary>
      <p class="note__told said__text" dir="auto">{visible(mark.text)}</p>
    </details>
  );
}
