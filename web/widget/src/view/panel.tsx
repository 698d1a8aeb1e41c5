/** The panel as a whole: a dialog that the keyboard can enter, walk through and leave. */
import { phaseOf } from "../chat/store.ts";
import type { Children } from "../dom/jsx-runtime.ts";
import { foot } from "./foot.tsx";
import { header } from "./header.tsx";
import { log } from "./log.tsx";
import type { View } from "./view.tsx";

/** Hebrew, Arabic and their neighbours. The words decide, not the language: not every one has words of its own. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;
const FOCUSABLE = "button:enabled, a, textarea, input, [tabindex='0']";

/** On phones the panel covers the page; the style sheet says the same. */
const isSheet = (): boolean => matchMedia("(max-width: 480px), (max-height: 420px)").matches;

export function panel(view: View): Children {
  const { state, texts, locale, chat } = view;
  const onKeyDown = (event: KeyboardEvent): void => {
    // The page's own shortcuts must not hear what is typed here.
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing) chat.show(false);
    if (event.key === "Tab" && isSheet()) keepInside(event);
  };
  return (
    <section
      class="panel"
      part="panel"
      data-testid="panel"
      data-phase={phaseOf(state)}
      data-stage={state.stage}
      data-link={state.link ?? "none"}
      role="dialog"
      aria-labelledby="title"
      aria-modal={isSheet()}
      tabIndex={-1}
      lang={locale}
      dir={RIGHT_TO_LEFT.test(texts.close) ? "rtl" : "ltr"}
      onKeyDown={onKeyDown}
    >
      {header(view)}
      {log(view)}
      {foot(view)}
    </section>
  );
}

/** A sheet that covers the page keeps the focus, or it would wander about behind it. */
function keepInside(event: KeyboardEvent): void {
  const panel = event.currentTarget as HTMLElement;
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)];
  const focused = (panel.getRootNode() as ShadowRoot).activeElement;
  if (focused !== last && focused !== panel) return;
  event.preventDefault();
  first?.focus();
}
