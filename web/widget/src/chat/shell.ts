/** What the chat does to the parts the loader has drawn: the launcher's words and count, the colour, the room on a phone. */
import { filled, type VisitorSession } from "@relevo/client";
import type { Shell } from "../contract.ts";
import { type ChatState, unreadOf } from "./store.ts";

export function dressLauncher({ launcher, unread, config }: Shell, state: ChatState): void {
  const { texts, isOpen, session } = state;
  const count = isOpen ? 0 : unreadOf(state);
  const closed = (!session && config.options["label"]) || texts.open;
  launcher.ariaExpanded = String(isOpen);
  launcher.ariaLabel = isOpen ? texts.close : count ? `${closed} (${filled(texts.unread, { count: `${count}` })})` : closed;
  unread.hidden = !count;
  unread.textContent = count > 9 ? "9+" : `${count}`;
}

/** What stands before the page's own title. */
let mark = "";

/** The count in the title of a tab that nobody looks at; the title itself stays the page's. */
export function dressTitle(count: number): void {
  const { title } = document;
  const own = title.startsWith(mark) ? title.slice(mark.length) : title;
  mark = count && document.hidden ? `(${count}) ` : "";
  if (mark + own !== title) document.title = mark + own;
}

/** Takes the workspace's colour, and for the text on it whichever of black and white is easier to read. */
export function takeColor({ host, launcher }: Shell, session: VisitorSession | null): void {
  const color = session?.settings.appearance.color;
  if (color) host.style.setProperty("--relevo-configured", color);
  const channels = getComputedStyle(launcher).backgroundColor.match(/[\d.]+/g) ?? [];
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => (Number(channel) / 255) ** 2.2);
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  host.style.setProperty("--relevo-contrast", luminance > 0.183 ? "#000" : "#fff");
}

/** Keeps the sheet inside what a phone's keyboard leaves of the screen; returns the function that stops it. */
export function followViewport(host: HTMLElement): () => void {
  const viewport = window.visualViewport;
  const follow = (): void => {
    host.style.setProperty("--relevo-view-height", `${viewport?.height}px`);
    host.style.setProperty("--relevo-view-top", `${viewport?.offsetTop}px`);
  };
  const gone = new AbortController();
  if (viewport) follow();
  for (const change of ["resize", "scroll"]) viewport?.addEventListener(change, follow, gone);
  return () => gone.abort();
}
