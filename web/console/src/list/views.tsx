/** The views as links with live counts: a column beside the list, or a strip above it on narrow screens. */
import type { View } from "@relevo/client";
import { Count, Icon } from "@relevo/ui";
import { formatRoute, VIEWS } from "../page/route.ts";
import { useDesk } from "../state/desk.ts";
import { VIEW_WORDS } from "./words.ts";

export function Views({ current }: { current: View }) {
  const counts = useDesk().inbox.counts.value;
  return (
    <nav class="views" aria-label="Views">
      <ul class="views__all">
        {VIEWS.map((view) => (
          <li key={view}>
            <a
              class="view"
              href={formatRoute({ screen: "inbox", view, conversationId: null })}
              aria-current={view === current ? "page" : undefined}
              data-testid={`view-${view}`}
            >
              <Icon name={VIEW_WORDS[view].icon} size={17} />
              <span class="view__label">{VIEW_WORDS[view].label}</span>
              <Count value={counts[view]} tone={view === "handoff" ? "danger" : "neutral"} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
