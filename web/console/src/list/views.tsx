/** The views as links with live counts: a column beside the list, or a strip above it on narrow screens. */
import type { View } from "@relevo/client";
import { Count, Icon } from "@relevo/ui";
import { useEffect, useRef } from "preact/hooks";
import { SavedFilters } from "../filters/saved.tsx";
import { formatRoute, VIEWS } from "../page/route.ts";
import { useDesk } from "../state/desk.ts";
import { VIEW_WORDS } from "./words.ts";

export function Views({ current, filterId }: { current: View; filterId: string | null }) {
  const counts = useDesk().inbox.counts.value;
  const strip = useRef<HTMLElement>(null);
  // On narrow screens the strip scrolls sideways: the current view must be in sight.
  useEffect(() => {
    strip.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current, filterId]);
  return (
    <nav class="views" aria-label="Views" ref={strip}>
      <p class="views__title" data-testid="conversations">
        Conversations <Count value={counts.handoff} max={999} tone="danger" label={`${counts.handoff} waiting for a person`} />
      </p>
      <ul class="views__all">
        {VIEWS.map((view) => (
          <li key={view}>
            <a
              class="view"
              href={formatRoute({ screen: "inbox", view, conversationId: null })}
              aria-current={view === current && !filterId ? "page" : undefined}
              data-testid={`view-${view}`}
            >
              <Icon name={VIEW_WORDS[view].icon} size={17} />
              <span class="view__label">{VIEW_WORDS[view].label}</span>
              <Count value={counts[view]} max={9_999} tone={view === "handoff" ? "danger" : "neutral"} />
            </a>
          </li>
        ))}
      </ul>
      <SavedFilters currentId={filterId} />
    </nav>
  );
}
