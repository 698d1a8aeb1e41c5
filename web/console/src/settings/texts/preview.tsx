/**
 * The chat as visitors will see it, drawn beside what is typed: the widget's own styles on the widget's own structure, in a tree of its own.
 * A picture, not a chat: nothing in it can be pressed or reached by keyboard.
 */
import { render } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import foot from "../../../../widget/src/style/foot.css?inline";
import log from "../../../../widget/src/style/log.css?inline";
import panel from "../../../../widget/src/style/panel.css?inline";
import wait from "../../../../widget/src/style/wait.css?inline";
import type { Texts } from "../../api/desk.ts";
import { directionOf } from "../../page/direction.ts";
import { languageName } from "../languages.ts";
import { Drawn, filledIn } from "./drawn.tsx";
import { isHeard, type Scene } from "./groups.ts";

export interface PreviewProps {
  readonly texts: Texts;
  readonly language: string;
  readonly scene: Scene;
  /** The AI agent's name. */
  readonly assistant: string;
  /** The text that is being worded: what the scene shows only at times, it shows now. */
  readonly edited?: string | undefined;
  readonly title?: string;
  readonly color?: string | null;
}

/** What the launcher gives the panel on a page, and the size of a picture. */
const STAND = `
  :host { --accent: var(--relevo-configured, #3346d3); --on-accent: #fff; --x: 0px; --y: 0px; display: block; block-size: 100%; text-align: start; }
  .panel { animation: none; pointer-events: none; }
  @media (max-width: 480px), (max-height: 420px) { .panel { border: 1px solid var(--line); border-radius: var(--round); padding: 0; } }
`;

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

const SHEETS = [panel, log, foot, wait, STAND].map(sheetOf);

export function WidgetPreview(props: PreviewProps) {
  const { texts, language, assistant, edited } = props;
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current!;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = SHEETS;
    if (props.color) element.style.setProperty("--relevo-configured", props.color);
    render(<Drawn {...props} direction={directionOf(language)} />, root);
    // As the chat does: what was said last is in sight.
    root.querySelector(".scroller")!.scrollTop = Number.MAX_SAFE_INTEGER;
  });
  useEffect(() => {
    const root = host.current!.shadowRoot!;
    return () => render(null, root);
  }, []);
  return (
    <figure class="preview" data-testid="preview" data-scene={props.scene}>
      <figcaption class="preview__title">
        Preview <span>{languageName(language)}</span>
      </figcaption>
      <div class="preview__stage" inert>
        <div ref={host} class="preview__host" />
      </div>
      {edited !== undefined && isHeard(edited) && (
        <p class="preview__heard" data-testid="preview-heard">
          Read aloud, not seen: “<bdi lang={language}>{filledIn(texts[edited], assistant)}</bdi>”
        </p>
      )}
    </figure>
  );
}
