/** The points at which the AI agent brings in a person although nobody asks: answers, failures, labels, pages. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { HandoffSettings } from "../../api/desk.ts";
import { useDesk } from "../../state/desk.ts";
import { Chips } from "../parts/chips.tsx";
import { NumberField } from "../parts/fields.tsx";
import type { Form } from "../parts/form.ts";
import { Section } from "../parts/page.tsx";

interface ByItselfProps {
  readonly form: Form<HandoffSettings>;
  /** Whose value it is, and the way back; nothing for the workspace. */
  readonly origin: (name: keyof HandoffSettings) => ComponentChildren;
}

export function ByItself({ form, origin }: ByItselfProps) {
  const { labels } = useDesk();
  useEffect(labels.want, [labels]);
  const { offer_after_answers: answers, ask_after_failures: failures, ask_on_labels: asking, offer_on_pages: pages } = form.draft.value;
  const wrong = (name: keyof HandoffSettings): string | undefined => form.errorOf(`handoff.${name}`);
  return (
    <Section title="Without being asked" lead="A visitor who gets nowhere does not always say so. The AI agent brings in a person by itself at these points; agents read why.">
      <NumberField
        label="Offer a person after"
        unit="answers of the AI agent"
        max={100}
        hint="And again after as many more. 0 means never."
        value={answers}
        error={wrong("offer_after_answers")}
        testid="offer-after-answers"
        onInput={(count) => form.set({ offer_after_answers: count as number })}
      />
      {origin("offer_after_answers")}
      <NumberField
        label="Ask for a person after"
        unit="answers in a row that failed"
        max={20}
        hint="Failed, or not known. Before that, each of them ends in an offer. 0 means never."
        value={failures}
        error={wrong("ask_after_failures")}
        testid="ask-after-failures"
        onInput={(count) => form.set({ ask_after_failures: count as number })}
      />
      {origin("ask_after_failures")}
      <Chips
        label="Ask for a person at these labels"
        hint="As soon as a conversation of the AI agent gets one of them, whoever adds it."
        error={wrong("ask_on_labels")}
        values={asking}
        options={labels.items.value.map(({ name }) => name)}
        placeholder="Add a label"
        testid="ask-on-labels"
        onChange={(names) => form.set({ ask_on_labels: names })}
      />
      {origin("ask_on_labels")}
      <Chips
        label="Offer a person on these pages"
        hint="Once, when a visitor writes from there. * stands for anything, as in /business/*."
        error={wrong("offer_on_pages")}
        values={pages}
        placeholder="/cancel"
        testid="offer-on-pages"
        onChange={(paths) => form.set({ offer_on_pages: [...new Set(paths.map(pathOf))] })}
      />
      {origin("offer_on_pages")}
    </Section>
  );
}

/** Only the path counts: of a whole address it is taken, and what lacks its beginning gets it. */
export function pathOf(typed: string): string {
  const [path = ""] = typed.replace(/^[a-z]+:\/\/[^/?#]*/i, "").split(/[?#]/);
  return path.startsWith("/") ? path : `/${path}`;
}
