/** The timeline of a conversation: every change with who, why and when, narrowed to what one looks for. Its words live in `moments.ts`. */
import { Icon, Moment } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { Thread } from "../state/threads.ts";
import { timelineOf, type Topic } from "./moments.ts";

const TOPICS: readonly { readonly topic: Topic | "all"; readonly label: string }[] = [
  { topic: "all", label: "All" },
  { topic: "control", label: "Control" },
  { topic: "notes", label: "Notes" },
  { topic: "labels", label: "Labels" },
];

export function Timeline({ thread }: { thread: Thread }) {
  const [topic, setTopic] = useState<Topic | "all">("all");
  const moments = timelineOf(thread.events.value).filter((moment) => topic === "all" || moment.topic === topic);
  return (
    <section class="panel__part" aria-labelledby="timeline-title">
      <div class="panel__heading">
        <h3 class="panel__title" id="timeline-title">
          Timeline
        </h3>
        <div class="chips" role="group" aria-label="Show in the timeline">
          {TOPICS.map(({ topic: one, label }) => (
            <button key={one} type="button" class="ui-pill" aria-pressed={one === topic} data-testid={`timeline-${one}`} onClick={() => setTopic(one)}>
              {label}
            </button>
          ))}
        </div>
      </div>
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
        {moments.length === 0 && <li class="timeline__none">Nothing of that yet.</li>}
      </ol>
    </section>
  );
}
