/** Handoff for each AI agent: whether visitors get a person, by which words, how long they wait and what they read meanwhile. */
import { Avatar, Name } from "@relevo/ui";
import { useMemo, useState } from "preact/hooks";
import type { Assistant, HandoffSettings, Presets, Settings, Texts } from "../../api/desk.ts";
import { goTo } from "../../page/route.ts";
import { useBench } from "../bench.ts";
import { languageOf } from "../languages.ts";
import { changesOf, type Form, openForm } from "../parts/form.ts";
import { Bounded, type Loaded, Page, SaveBar, Unready, useLoaded } from "../parts/page.tsx";
import { UnsavedGuard } from "../parts/unsaved.tsx";
import { WidgetPreview } from "../texts/preview.tsx";
import { wordingWith } from "../texts/wording.ts";
import { HandoffFields } from "./handoff-fields.tsx";
import { Locked } from "./locked.tsx";

/** What is there in each language; an AI agent has its own in some. */
const BY_LANGUAGE = ["keywords", "waiting_texts", "busy_texts"] as const;

interface Read {
  readonly settings: Settings;
  readonly assistants: readonly Assistant[];
  readonly presets: Presets;
}

export function HandoffPage({ itemId }: { itemId: string | null }) {
  const { calls } = useBench();
  const state = useLoaded<Read>(async () => {
    const [settings, assistants] = await Promise.all([calls.settings(), calls.items<Assistant>("assistants")]);
    return { settings, assistants, presets: await calls.presets(settings.language) };
  });
  return (
    <Page title="Handoff" lead="When a visitor gets a person of your team, and what they read until then. Each AI agent can differ from the workspace.">
      {state.kind === "ready" ? <HandoffEditor key={itemId ?? ""} read={state.value} itemId={itemId} /> : <Unready state={state as Loaded<unknown>} />}
    </Page>
  );
}

function HandoffEditor({ read, itemId }: { read: Read; itemId: string | null }) {
  const { calls, mayConfigure } = useBench();
  const [settings, setSettings] = useState(read.settings);
  const assistant = read.assistants.find(({ id }) => id === itemId) ?? null;
  const [own, setOwn] = useState(assistant?.handoff ?? {});
  const [language, setLanguage] = useState(settings.language);
  const showWrong = (field: string): void => setLanguage((shown) => languageOf(field) ?? shown);
  const form = useMemo(() => openForm<HandoffSettings>(withDefaults(settings, own), (field) => field.startsWith("handoff."), showWrong), []);
  const [scene, setScene] = useState<"waiting" | "busy">("waiting");
  const isLocked = settings.plan.is_handoff_locked;

  const save = (): Promise<boolean> =>
    form.save(async (draft, kept) => {
      const handoff = changesOf(kept, draft);
      if (!assistant) {
        const saved = await calls.changeSettings({ handoff });
        setSettings(saved);
        return saved.handoff;
      }
      const changed = await calls.change<Assistant>("assistants", assistant.id, { handoff });
      setOwn(changed.handoff);
      return withDefaults(settings, changed.handoff);
    });
  /** Of what is there in each language, only in this one. */
  const inherit = (name: keyof HandoffSettings, tag?: string): void => {
    void form.save(async (_, kept) => {
      const changed = await calls.change<Assistant>("assistants", assistant!.id, { handoff: { [name]: tag ? { [tag]: null } : null } });
      setOwn(changed.handoff);
      const value: unknown = withDefaults(settings, changed.handoff)[name];
      const settled = (all: HandoffSettings) => ({ ...all, [name]: tag ? { ...(all[name] as object), [tag]: (value as Texts)[tag] } : value }) as HandoffSettings;
      // What else is typed stays typed, and unsaved.
      form.set(settled(form.draft.peek()));
      return settled(kept);
    });
  };

  return (
    <>
      {isLocked && <Locked plan={settings.plan} />}
      <Whose assistants={read.assistants} current={assistant?.id ?? ""} />
      <div class="set-split">
        <div>
          <Bounded mayChange={mayConfigure}>
            <HandoffFields
              form={form}
              own={assistant ? own : null}
              worded={assistant ? {} : (settings.texts[language] ?? {})}
              isLocked={isLocked}
              languages={read.presets.languages}
              language={language}
              onLanguage={setLanguage}
              onScene={setScene}
              onInherit={inherit}
            />
          </Bounded>
          {mayConfigure && <SaveBar form={form} onSave={save} />}
        </div>
        <Beside form={form} settings={settings} home={read.presets} language={language} scene={scene} assistant={assistant} speaker={(assistant ?? read.assistants[0])?.name ?? ""} />
      </div>
      <UnsavedGuard form={form} />
    </>
  );
}

interface BesideProps {
  readonly form: Form<HandoffSettings>;
  readonly settings: Settings;
  readonly home: Presets;
  readonly language: string;
  readonly scene: "waiting" | "busy";
  readonly assistant: Assistant | null;
  readonly speaker: string;
}

/** What is typed, as a visitor of that language will see it. */
function Beside({ form, settings, home, language, scene, assistant, speaker }: BesideProps) {
  const { calls } = useBench();
  const other = useLoaded(() => (language === home.language ? Promise.resolve(home) : calls.presets(language)), language);
  const presets = other.kind === "ready" ? other.value : home;
  const texts = wordingWith(presets, settings, form.draft.value, assistant !== null);
  return <WidgetPreview texts={texts} language={presets.language} scene={scene} assistant={speaker} />;
}

/** For whom: the workspace, or one AI agent. */
function Whose({ assistants, current }: { assistants: readonly Assistant[]; current: string }) {
  const go = (id: string): void => goTo({ screen: "settings", page: "handoff", itemId: id || null });
  const choice = (id: string, face: preact.ComponentChildren) => (
    <button key={id} type="button" class="set-tab" aria-pressed={id === current} data-testid={`handoff-of-${id || "workspace"}`} onClick={() => go(id)}>
      {face}
    </button>
  );
  return (
    <div class="set-tabs" role="group" aria-label="Whose handoff settings">
      {choice("", "Workspace default")}
      {assistants.map(({ id, name, avatar_url: url, handoff }) =>
        choice(
          id,
          <>
            <Avatar kind="assistant" name={name} url={url} size="xs" />
            <Name of={name} />
            {Object.keys(handoff).length > 0 && <small>own</small>}
          </>,
        ),
      )}
    </div>
  );
}

function withDefaults({ handoff }: Settings, own: Partial<HandoffSettings>): HandoffSettings {
  const byLanguage = BY_LANGUAGE.map((name) => [name, { ...handoff[name], ...own[name] }] as const);
  return { ...handoff, ...own, ...Object.fromEntries(byLanguage) };
}
