/** The key of an action as this agent has it, shown beside the words; nothing where it has none. */
import { useDesk } from "../state/desk.ts";
import { keysOf, keyWords } from "./keys.ts";

export interface KeyHintProps {
  readonly of: { readonly id: string; readonly keys: readonly string[] };
}

export function KeyHint({ of }: KeyHintProps) {
  const [key] = keysOf(of, useDesk().preferring.now.value.shortcuts);
  return key === undefined ? null : <kbd class="ui-key">{keyWords(key)}</kbd>;
}
