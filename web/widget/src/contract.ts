/** What the loader hands to the chat and gets back from it; the two are built into separate files. */

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

/** The public function on `window`; calls made before the script has loaded wait in `q`. */
export interface PublicFunction {
  (...command: Command): void;
  q?: Command[];
  isLoaded?: boolean;
}

/** What is kept under the visitor's browser, one inbox apart from the other. */
export const keptPrefix = (inboxKey: string): string => `relevo.${inboxKey}.`;
