/** What went wrong, in the words of the settings: what is "no longer here" is no conversation there. */
import { Problem } from "@relevo/client";
import { problemText } from "../../api/problem-text.ts";

export function wrongText(error: unknown): string {
  if (error instanceof Problem && error.slug === "not-found") return "This is no longer here: somebody else may have removed it. Reload the page to see what there is.";
  return problemText(error);
}
