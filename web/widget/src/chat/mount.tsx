/** The chat's entry: brings the conversation, the panel, the launcher and the page's own calls together. */
import type { Run, Shell } from "../contract.ts";
import { draw } from "../dom/dom.ts";
import { kidsOf } from "../dom/jsx-runtime.ts";
import footCss from "../style/foot.css?inline";
import logCss from "../style/log.css?inline";
import panelCss from "../style/panel.css?inline";
import { panel } from "../view/panel.tsx";
import { Scroll } from "../view/scroll.ts";
import { Chat, type ChatHooks } from "./chat.ts";
import { type Commanded, commands, type Listeners, tellChanges } from "./commands.ts";
import { fetchWait } from "./late.ts";
import { dressLauncher, dressTitle, followViewport, takeColor } from "./shell.ts";
import { type ChatState, phaseOf, unreadOf } from "./store.ts";

/** A connection that comes back this soon is not worth a word. */
const OFFLINE_AFTER_MS = 1_500;

export function mount(shell: Shell): Run {
  return commands(new Screen(shell));
}

/** Draws the state whenever it has changed, and passes on what follows from it outside the panel. */
class Screen implements ChatHooks, Commanded {
  readonly listeners: Listeners = new Map();
  chat: Chat;
  readonly #shell: Shell;
  readonly #frame = document.createElement("div");
  readonly #unfollow: () => void;
  #offlineTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #scroll = new Scroll(() => this.#draw());
  #unsent = 0;
  #isOffline = false;
  #isAnnounced = false;
  #isQueued = false;
  #isGone = false;

  constructor(shell: Shell) {
    adopt(shell.root, panelCss + logCss + footCss);
    this.#frame.className = "frame";
    // Before the first key: what is typed into a chat that is over goes with it.
    this.#frame.addEventListener("focusin", () => this.chat.heed());
    shell.root.append(this.#frame);
    this.#shell = shell;
    this.#unfollow = followViewport(shell.host);
    this.chat = new Chat(shell.config, this, {});
    takeColor(shell, null);
    this.#draw();
  }

  /** All that stays is what the screen looks like. */
  onForgotten(): void {
    const before = this.chat.state;
    const { isOpen, isPaused, texts, wait } = before;
    this.chat.destroy();
    this.chat = new Chat(this.#shell.config, this, { isOpen, isPaused, texts, wait });
    this.onChange(before, this.chat.state);
    if (isOpen) this.chat.show(true);
    // At once: until the fields are drawn anew, the next key would still be written into the chat that is over, and lost.
    this.#draw();
  }

  destroy(): void {
    this.#isGone = true;
    this.#unfollow();
    clearTimeout(this.#offlineTimer);
    this.chat.destroy();
    dressTitle(0);
    draw(this.#frame, []);
  }

  onChange(before: ChatState, now: ChatState): void {
    if (now.session !== before.session) takeColor(this.#shell, now.session);
    if (now.link !== before.link) this.#watchLink(now.link);
    tellChanges(before, now, this.listeners);
    // An epoch is a change of control, and the lines that it leaves are drawn by that part too.
    if (!now.wait && (now.hasSound || phaseOf(now) !== "assistant" || now.conversation?.epoch)) this.#complete();
    if (now.isOpen !== before.isOpen) queueMicrotask(() => this.#openOrClose(now.isOpen));
    this.#queueDraw();
  }

  /** The chat goes on without it, and the next change tries again. */
  #complete(): void {
    fetchWait().then(
      (wait) => {
        if (this.#isGone || this.chat.state.wait) return;
        adopt(this.#shell.root, wait.css);
        this.chat.tools.store.set({ wait });
      },
      () => {},
    );
  }

  /** Many changes, one drawing. Frames do not run in hidden tabs, where the count must move all the same. */
  #queueDraw(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    (document.hidden ? setTimeout : requestAnimationFrame)(this.#draw);
  }

  /** The focus goes in and comes back. With a mouse one wants to write at once; a phone's keyboard would cover what there is to read. */
  #openOrClose(isOpen: boolean): void {
    const hadFocus = this.#shell.root.activeElement;
    this.#draw();
    if (isOpen) this.#enter();
    else if (hadFocus) this.#shell.launcher.focus({ preventScroll: true });
  }

  #enter(): void {
    const box = matchMedia("(hover: hover)").matches && this.#frame.querySelector("textarea");
    ((box || this.#frame.firstChild) as HTMLElement).focus({ preventScroll: true });
  }

  #watchLink(link: ChatState["link"]): void {
    if (link === "waiting" || link === "connecting") {
      this.#offlineTimer ??= setTimeout(() => {
        this.#isOffline = true;
        this.#draw();
      }, OFFLINE_AFTER_MS);
    } else {
      clearTimeout(this.#offlineTimer);
      this.#offlineTimer = undefined;
      this.#isOffline = false;
    }
  }

  readonly #draw = (): void => {
    this.#isQueued = false;
    if (this.#isGone) return;
    const { chat } = this;
    const { state } = chat;
    const scroll = this.#scroll;
    const unsent = state.transcript.unsent.length;
    const locale = formattable(state.session?.visitor.locale || document.documentElement.lang);
    const view = { chat, state, texts: state.texts, base: this.#shell.config.base, locale, isOffline: this.#isOffline || (state.isAsking && !navigator.onLine), isAnnounced: this.#isAnnounced, scroll };
    dressLauncher(this.#shell, state);
    dressTitle(unreadOf(state));
    const focused = this.#shell.root.activeElement;
    draw(this.#frame, kidsOf(state.isOpen && panel(view)));
    // A button that has done its work is gone: whoever pressed it by keyboard is not put out of the chat.
    if (state.isOpen && focused?.isConnected === false) this.#enter();
    scroll.follow(unsent > this.#unsent);
    this.#unsent = unsent;
    if (this.#isAnnounced === (state.isOpen && state.isCaughtUp)) return;
    this.#isAnnounced = !this.#isAnnounced;
    this.#queueDraw();
  };
}

/** The locale if the browser can write times in it: a page may call anything a language. */
function formattable(locale: string): string {
  try {
    return `${new Intl.Locale(locale)}`;
  } catch {
    return "en";
  }
}

function adopt(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}
