/** Says in one plain sentence what went wrong and what to do. Conflicts have their own panel: see `state/conflicts.ts`. */
import { oneLine, Problem } from "@relevo/client";

const SENTENCES: Readonly<Record<string, string>> = {
  network: "There is no connection to the server. Nothing was changed.",
  closed: "This conversation has been resolved already.",
  forbidden: "Your role does not allow this.",
  "not-found": "This conversation is no longer here.",
  "stale-epoch": "The conversation has moved on meanwhile. Look at it again, then try once more.",
  "plan-locked": "Your plan does not include this.",
  unavailable: "The server is busy right now. Try again in a moment.",
  "idempotency-mismatch": "This was sent before with another content. Write it again, please.",
};

/** A sentence for an agent, whatever was thrown. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return "Something unexpected happened. Reload the page, please.";
  if (error.slug === "rate-limited") return `Too many requests. Try again ${inSeconds(error.retryAfterMs)}.`;
  if (error.slug === "target-unavailable") return `${absentName(error)} is ${error.body["presence"] === "away" ? "away" : "offline"}, and the rules of this workspace do not allow giving them conversations now.`;
  return SENTENCES[error.slug] ?? error.body.detail ?? error.body.title;
}

function inSeconds(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  return seconds > 1 ? `in ${seconds} seconds` : "in a moment";
}

function absentName({ body }: Problem): string {
  const target = body["target"] as { readonly name?: string } | undefined;
  return target?.name ? oneLine(target.name) : "This colleague";
}
