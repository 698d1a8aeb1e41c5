/** What an agent can mute, as the settings put it. What is muted is decided in `judge.ts`. */
import type { Kind } from "./judge.ts";

export interface Switch {
  readonly words: string;
  /** What it mutes; the first names it. */
  readonly kinds: readonly [Kind, ...Kind[]];
}

/** As they are muted in the settings: what is one thing to whoever is called has one switch. */
export const SWITCHES: readonly Switch[] = [
  { words: "A visitor asks for a person", kinds: ["human_requested"] },
  { words: "A conversation is passed on to me", kinds: ["transferred"] },
  { words: "A conversation is assigned to me", kinds: ["assigned"] },
  { words: "A visitor writes in my conversation", kinds: ["message"] },
  { words: "A colleague mentions me in a note", kinds: ["mention"] },
  { words: "A colleague takes, gives away or ends my conversation", kinds: ["taken_over", "given_away", "released", "resolved"] },
  { words: "My connection is lost while I have a conversation", kinds: ["owner_lost"] },
  { words: "My conversation goes back without me", kinds: ["returned", "unanswered"] },
  { words: "A visitor has waited too long", kinds: ["wait_expired"] },
];
