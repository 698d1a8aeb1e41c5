/** What the loader, the chat and the part for waiting hand to each other; the three are built into separate files. */
import type { Kept, Separator } from "@relevo/client";
import type { ChatState, Store } from "./chat/store.ts";
import type { Children } from "./dom/jsx-runtime.ts";
import type { View } from "./view/view.tsx";

export interface Config {
  readonly inboxKey: string;
  /** Where Relevo is mounted, with a slash at the end. */
  readonly base: string;
  /** What the script tag's `data-*` attributes say. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** The parts that the loader has drawn. */
export interface Shell {
  readonly config: Config;
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  readonly unread: HTMLElement;
}

/** One call of the public function: the command's name and what goes with it. */
export type Command = readonly [name: string, ...rest: unknown[]];

/** Carries out commands from now on. */
export type Run = (...command: Command) => void;

export interface ChatModule {
  readonly mount: (shell: Shell) => Run;
}

/** What is fetched once a person has been asked for. */
export interface Wait {
  readonly css: string;
  /** Whether new messages make a sound. */
  readonly bell: (view: View) => Children;
  /** That somebody has it and has not spoken yet. */
  readonly joining: (view: View) => Children;
  /** Where the visitor stands; nothing when that is not known. */
  readonly place: (view: View) => Children;
  /** The form for a number, or the way back to it once one has been left. */
  readonly number: (view: View) => Children;
  /** Where one stretch ends and the other begins. */
  readonly separator: (view: View, item: Separator) => Children;
  /** Whether the visitor is to know by now who has it. */
  readonly isTold: (state: ChatState) => boolean;
  /** Under the box: that the team reads along. */
  readonly shared: (view: View) => Children;
  /** Called after every change of the state; `isNews` when a message has just become unread. */
  readonly follow: (before: ChatState, now: ChatState, tools: Tools, isNews: boolean) => void;
}

/** What the chat lends to the part for waiting. */
export interface Tools {
  readonly kept: Kept;
  readonly store: Store;
  /** Tells people that the visitor is writing, with the text where the workspace shares drafts. */
  readonly tell: (draft: { readonly text?: string }) => void;
}

export interface WaitModule {
  readonly wait: Wait;
}

/** The public function on `window`; calls made before the script has loaded wait in `q`. */
export interface PublicFunction {
  (...command: Command): void;
  q?: Command[];
  /** The widget on the page, once the script has run. */
  host?: HTMLElement;
}

/** What names in the visitor's browser begin with, one inbox apart from the other; under it alone stands the `Generation`. */
export const keptRoot = (inboxKey: string): string => `relevo.${inboxKey}`;

/** Changes with each reset; null before the first. */
export type Generation = string | null;

export const keptPrefix = (root: string, generation: Generation): string => `${root}${generation ?? ""}.`;
