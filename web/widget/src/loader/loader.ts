/**
 * The script that a page embeds: draws the launcher and fetches the chat when it is wanted.
 * Everything behind the launcher lives in the chat's own file.
 */
import { type ChatModule, type Command, keptPrefix, keptRoot, type PublicFunction, type Run } from "../contract.ts";
import { drawLauncher } from "./launcher.ts";

/** The chat's file next to this script; set by the build. */
declare const __CHAT_FILE__: string;

/** Commands that make sense only with the chat there; others wait until something fetches it. */
const WANTS_CHAT = /open|toggle|send|requestHuman|reset/;
/** What a visitor does just before a click. */
const HINTS = ["pointerenter", "focus", "touchstart"];

const page = window as typeof window & { Relevo?: PublicFunction };
const script = document.currentScript as HTMLScriptElement;
const { inboxKey } = script.dataset;
const host = page.Relevo?.host;

if (!inboxKey) console.error("Relevo: the script tag needs data-inbox-key");
else if (!host) begin(inboxKey);
// A site that swaps bodies instead of loading pages has thrown the widget out with the old one.
else if (!host.isConnected) document.body.append(host);

function begin(inboxKey: string): void {
  const base = new URL(".", script.src).href;
  const chatUrl = base + __CHAT_FILE__;
  const shell = drawLauncher({ inboxKey, base, options: { ...script.dataset } });
  const { launcher, host } = shell;
  const queue: Command[] = [];
  let run: Run | undefined;
  let isFetching = false;
  let tries = 0;

  const load = async (): Promise<void> => {
    if (isFetching) return;
    isFetching = true;
    launcher.ariaBusy = "true";
    try {
      // A browser may remember a failed import: another query makes it another address.
      const chat: ChatModule = await import(/* @vite-ignore */ chatUrl + (tries++ ? `?${tries}` : ""));
      run = chat.mount(shell);
      for (const command of queue.splice(0)) run(...command);
    } catch (error) {
      isFetching = false;
      console.warn("Relevo:", error);
    }
    launcher.ariaBusy = null;
  };

  const relevo: PublicFunction = (...command) => {
    const [name] = command;
    if (run) run(...command);
    else queue.push(command);
    if (name === "destroy") {
      host.remove();
      delete page.Relevo;
    } else if (!run && WANTS_CHAT.test(name)) load();
  };
  relevo.host = host;

  for (const hint of HINTS) {
    const warmUp = (): void => {
      const link = document.createElement("link");
      link.rel = "modulepreload";
      link.href = chatUrl;
      document.head.append(link);
    };
    launcher.addEventListener(hint, warmUp, { once: true });
  }
  launcher.onclick = () => {
    if (run || !isFetching) relevo("toggle");
  };

  const early = page.Relevo?.q ?? [];
  page.Relevo = relevo;
  for (const command of early) relevo(...command);
  resume(keptRoot(inboxKey), relevo, load);
}

/** Opens again what was open before a reload, and listens on for those who have a conversation. */
function resume(root: string, relevo: PublicFunction, load: () => void): void {
  try {
    const prefix = keptPrefix(root, localStorage.getItem(root));
    const isOurs = (name: string): boolean => name.startsWith(`${prefix}conv`) || name.startsWith(`${prefix}out.`);
    if (sessionStorage[`${prefix}open`]) relevo("open");
    else if (Object.keys(localStorage).some(isOurs)) (window.requestIdleCallback ?? setTimeout)(load);
  } catch {
    // Storage is blocked: nothing was kept, so nothing is resumed.
  }
}
