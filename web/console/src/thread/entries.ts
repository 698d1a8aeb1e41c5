/**
 * Arranges a transcript for the eye: days, runs of one speaker, and for whom each line is. Pure.
 * What a transcript holds is decided in web/client, how an entry looks in `entry.tsx`.
 */
import type { Bubble, Mark, Separator, Transcript, TranscriptItem } from "@relevo/client";
import { isSameDay } from "@relevo/ui";

export type Entry =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "bubble"; readonly key: string; readonly bubble: Bubble; readonly isFirst: boolean; readonly isLast: boolean }
  | { readonly kind: "separator"; readonly key: string; readonly separator: Separator }
  | { readonly kind: "notice" | "note" | "handoff-note"; readonly key: string; readonly mark: Mark };

/** Messages of one speaker this close together share a face and a name. */
const RUN_MS = 5 * 60_000;

export function entriesOf({ items, unsent }: Pick<Transcript, "items" | "unsent">): Entry[] {
  const shown = [...items, ...unsent].filter(isShown);
  return shown.flatMap((item, at): Entry[] => {
    const before = shown[at - 1];
    const entry = entryOf(item, before, shown[at + 1]);
    const opensDay = !before || !isSameDay(before.at, item.at);
    return opensDay ? [{ kind: "day", key: `day-${item.key}`, at: item.at }, entry] : [entry];
  });
}

/** Traces stay in the timeline, but what the AI was told belongs where it was told. */
function isShown(item: TranscriptItem): boolean {
  return item.kind !== "trace" || item.event.type === "handoff_note";
}

function entryOf(item: TranscriptItem, before: TranscriptItem | undefined, after: TranscriptItem | undefined): Entry {
  const { key } = item;
  switch (item.kind) {
    case "bubble":
      return { kind: "bubble", key, bubble: item, isFirst: !isSameRun(before, item), isLast: !isSameRun(item, after) };
    case "separator":
      return { kind: "separator", key, separator: item };
    case "note":
      return { kind: "note", key, mark: item };
    case "offer":
    case "notice":
      return { kind: "notice", key, mark: item };
    case "trace":
      return { kind: "handoff-note", key, mark: item };
  }
}

function isSameRun(one: TranscriptItem | undefined, next: TranscriptItem | undefined): boolean {
  if (one?.kind !== "bubble" || next?.kind !== "bubble") return false;
  const isSameActor = one.actor.kind === next.actor.kind && one.actor.id === next.actor.id;
  return isSameActor && next.at - one.at < RUN_MS && isSameDay(one.at, next.at);
}
