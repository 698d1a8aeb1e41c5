/** The fields of one set of handoff settings; where an AI agent has a value of its own, it can go back to the workspace's. */
import type { ComponentChildren } from "preact";
import type { HandoffSettings, Texts } from "../../api/desk.ts";
import { formatRoute } from "../../page/route.ts";
import { languageName, languageOptions } from "../languages.ts";
import { Chips } from "../parts/chips.tsx";
import { NumberField, Select, TextArea, Toggle } from "../parts/fields.tsx";
import type { Form } from "../parts/form.ts";
import { Section } from "../parts/page.tsx";
import { ByItself } from "./by-itself.tsx";
import { Origin } from "./origin.tsx";

interface FieldsProps {
  readonly form: Form<HandoffSettings>;
  /** The assistant's own values; null for the workspace. */
  readonly own: Partial<HandoffSettings> | null;
  /** What is worded under Texts in this language, and stands above the messages of the workspace. */
  readonly worded: Texts;
  readonly isLocked: boolean;
  readonly languages: readonly string[];
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly onScene: (scene: "waiting" | "busy") => void;
  readonly onInherit: (name: keyof HandoffSettings, language?: string) => void;
}

export function HandoffFields(props: FieldsProps) {
  const { form, own, isLocked, languages, language, onLanguage, onInherit } = props;
  const { draft, errorOf } = form;
  const now = draft.value;
  const origin = (name: keyof HandoffSettings): ComponentChildren => own && <Origin name={name} isOwn={name in own} onInherit={() => onInherit(name)} />;
  return (
    <>
      <Section title="Language" lead="Phrases and messages are there in each language.">
        <Select label="Phrases and messages in" value={language} options={languageOptions(languages)} testid="keywords-language" onChange={onLanguage} />
      </Section>
      <Section title="Asking for a person">
        <Toggle
          label="Visitors can ask for a person"
          hint={isLocked ? "Not part of your plan." : "Shows “Talk to a human” in the chat, and listens for the phrases below."}
          checked={now.enabled && !isLocked}
          disabled={isLocked}
          testid="handoff-enabled"
          onChange={(enabled) => form.set({ enabled })}
        />
        {origin("enabled")}
        <Chips
          label="Trigger phrases"
          hint="When a visitor writes one of these, the AI agent asks whether to fetch a person; Enter adds one. While all shipped phrases are kept, other wordings that mean the same are recognised too. Take one away, and only what stands here counts."
          error={errorOf(`handoff.keywords.${language}`) ?? errorOf("handoff.keywords")}
          values={now.keywords[language] ?? []}
          lang={language}
          placeholder="Add a phrase"
          testid="keywords"
          onChange={(phrases) => form.set({ keywords: { ...now.keywords, [language]: phrases } })}
        />
        {origin("keywords")}
      </Section>
      <ByItself form={form} origin={origin} />
      <Section title="While the visitor waits">
        <Message {...props} name="waiting_texts" />
        <Toggle label="Show the place in the queue" hint="“You are number 2 in the queue.”" checked={now.show_queue_position} testid="show-queue-position" onChange={(show_queue_position) => form.set({ show_queue_position })} />
        {origin("show_queue_position")}
        <Toggle label="Show the estimated wait" hint="Only once there is enough experience to estimate from." checked={now.show_estimated_wait} testid="show-estimated-wait" onChange={(show_estimated_wait) => form.set({ show_estimated_wait })} />
        {origin("show_estimated_wait")}
        <Toggle label="Show agents what visitors are typing" hint="Visitors are told so beside the box they type in." checked={now.shares_drafts} testid="shares-drafts" onChange={(shares_drafts) => form.set({ shares_drafts })} />
        {origin("shares_drafts")}
      </Section>
      <Section title="When nobody comes">
        <NumberField label="Response timeout" unit="seconds" max={86_400} hint="After this the visitor reads the busy message. 0 means never." value={now.response_timeout_s} error={errorOf("handoff.response_timeout_s")} testid="response-timeout" onInput={(seconds) => form.set({ response_timeout_s: seconds as number })} />
        {origin("response_timeout_s")}
        <Message {...props} name="busy_texts" />
      </Section>
      {!own && (
        <Section title="In the inbox" lead="The same for all AI agents: when a waiting conversation changes its colour.">
          <div class="set-pair">
            <NumberField label="Amber after" unit="seconds" max={86_400} value={now.amber_s} error={errorOf("handoff.amber_s")} testid="amber" onInput={(seconds) => form.set({ amber_s: seconds as number })} />
            <NumberField label="Red after" unit="seconds" max={86_400} value={now.red_s} error={errorOf("handoff.red_s")} testid="red" onInput={(seconds) => form.set({ red_s: seconds as number })} />
          </div>
        </Section>
      )}
    </>
  );
}

const MESSAGES = {
  waiting_texts: { label: "Waiting message", scene: "waiting", testid: "waiting-text" },
  busy_texts: { label: "Busy message", scene: "busy", testid: "busy-text" },
} as const;

/** The message of a scene, in the language that is chosen. */
function Message({ form, own, worded, language, onScene, onInherit, name }: FieldsProps & { name: keyof typeof MESSAGES }) {
  const { label, scene, testid } = MESSAGES[name];
  const texts = form.draft.value[name];
  const type = (text: string): void => {
    form.set({ [name]: { ...texts, [language]: text } });
    onScene(scene);
  };
  const elsewhere = worded[scene] !== undefined && (
    <>
      Worded otherwise in this language under <a href={formatRoute({ screen: "settings", page: "texts", itemId: null })}>Texts</a>, and visitors read that.
    </>
  );
  return (
    <>
      <TextArea
        label={`${label}, ${languageName(language)}`}
        hint={elsewhere || undefined}
        value={texts[language] ?? ""}
        lang={language}
        error={form.errorOf(`handoff.${name}.${language}`) ?? form.errorOf(`handoff.${name}`)}
        testid={testid}
        onFocus={() => onScene(scene)}
        onInput={type}
      />
      {own && <Origin name={name} isOwn={language in (own[name] ?? {})} onInherit={() => onInherit(name, language)} />}
    </>
  );
}
