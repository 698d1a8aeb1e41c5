/** Draws the launcher into its own Shadow DOM; what a click does is decided in `loader.ts`. */
import type { Config, Shell } from "../contract.ts";
import css from "../style/launcher.css?inline";

const SVG = "http://www.w3.org/2000/svg";
const BUBBLE = "M12 3c5.3 0 9 3.6 9 8.2s-3.7 8.2-9 8.2c-1 0-2-.1-2.9-.4L4.5 21l1-3.9C4 15.6 3 13.5 3 11.2 3 6.6 6.7 3 12 3ZM8 11.2h8";
const CHEVRON = "m5 9 7 7 7-7";

export function drawLauncher(config: Config): Shell {
  const { position, theme, color, label } = config.options;
  const host = document.createElement("relevo-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  if (position) host.setAttribute("position", position);
  if (theme) host.setAttribute("theme", theme);
  if (color) host.style.setProperty("--relevo-configured", color);

  const part = <T extends HTMLElement>(tag: string, name: string): T => {
    const element = document.createElement(tag) as T;
    element.className = name;
    element.setAttribute("part", name);
    element.dataset["testid"] = name;
    return element;
  };
  const launcher = part<HTMLButtonElement>("button", "launcher");
  const unread = part("span", "unread");
  unread.hidden = true;
  launcher.ariaLabel = label || "Open chat";
  launcher.ariaExpanded = "false";
  launcher.append(icon(BUBBLE), icon(CHEVRON), unread);
  root.append(launcher);
  // An async script in the head may run before there is a body.
  if (document.body) document.body.append(host);
  else addEventListener("DOMContentLoaded", () => document.body.append(host));
  return { config, host, root, launcher, unread };
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}
