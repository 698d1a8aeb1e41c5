/** A name somebody chose, on the screen: one line, without hidden characters, unable to turn the text around it. */
import { oneLine } from "@relevo/client";

export interface NameProps {
  readonly of: string;
  /** Shown when the name is empty. */
  readonly or?: string;
  readonly class?: string;
}

export function Name({ of, or = "", class: look }: NameProps) {
  return <bdi class={look}>{oneLine(of) || or}</bdi>;
}
