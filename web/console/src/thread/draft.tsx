/** The AI's answer while it is being made: not said yet, and never read out word by word. */
import type { Draft, Party } from "@relevo/client";
import { Avatar, Badge, Name } from "@relevo/ui";
import { MarkdownView } from "@relevo/ui/markdown";

export function DraftBubble({ draft, assistant }: { draft: Draft; assistant: Party | null }) {
  const name = assistant?.name ?? "AI";
  return (
    <div class="said said--assistant said--draft said--first said--last" data-testid="draft" aria-live="off">
      <p class="said__who">
        <Name class="said__name" of={name} />
        <Badge tone="assistant">AI</Badge>
        <span class="said__making">
          {draft.isCut ? "draft stopped" : "draft in progress"}
          {!draft.isCut && (
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
          )}
        </span>
      </p>
      <div class="said__face">
        <Avatar kind="assistant" name={name} url={assistant?.avatar_url} />
      </div>
      <div class="said__bubble">{draft.text ? <MarkdownView text={draft.text} isRunning /> : <span class="said__thinking">Thinking…</span>}</div>
    </div>
  );
}
