/** Which colleagues look at the open conversation or write in it: faces in the header, and a line above the message box while they write. */
import { oneLine, type Viewer } from "@relevo/client";
import { Avatar, Icon } from "@relevo/ui";

const WORDS: Readonly<Record<string, string>> = { viewing: "is reading along", typing: "is writing a reply", noting: "is writing a note" };
const MAX_FACES = 3;

/** Everybody but oneself. Pure. */
export function othersOf(viewers: readonly Viewer[], agentId: string): readonly Viewer[] {
  return viewers.filter(({ agent, state }) => agent.id !== agentId && state !== "gone");
}

export function viewerWords({ agent, state }: Viewer): string {
  return `${oneLine(agent.name)} ${WORDS[state] ?? "is here"}`;
}

export function ViewerFaces({ viewers }: { viewers: readonly Viewer[] }) {
  if (viewers.length === 0) return null;
  const all = viewers.map(viewerWords).join(", ");
  return (
    <span class="viewers" title={all} data-testid="viewers">
      <Icon name="eye" size={14} />
      <span class="viewers__count" aria-hidden="true">
        {viewers.length}
      </span>
      {viewers.slice(0, MAX_FACES).map(({ agent }) => (
        <Avatar key={agent.id} kind="agent" name={agent.name} seed={agent.id} url={agent.avatar_url} size="xs" />
      ))}
      {viewers.length > MAX_FACES && <span aria-hidden="true">+{viewers.length - MAX_FACES}</span>}
      <span class="visually-hidden">{all}</span>
    </span>
  );
}

/** Two people about to say something at once should know. */
export function WritingStrip({ viewers }: { viewers: readonly Viewer[] }) {
  const writing = viewers.filter(({ state }) => state === "typing" || state === "noting");
  return (
    <div class="writing" role="status">
      {writing.length > 0 && (
        <p data-testid="collision">
          <Icon name="pencil" size={14} /> <bdi>{writing.map(viewerWords).join(", ")}…</bdi>
        </p>
      )}
    </div>
  );
}
