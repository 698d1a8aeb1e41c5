/** Handoff for each AI agent: whether visitors get a person, by which words, how long they wait and what they read meanwhile. */
import { Avatar, Name } from "@relevo/ui";
import { useMemo, useState } from "preact/hooks";
import type { Assistant, HandoffSettings, Presets, Settings } from "../../api/desk.ts";
import { goTo } from "../../page/route.ts";
import { useBench } from "../bench.ts";
import { changesOf, type Form, openForm } from "../parts/form.ts";
import { Bounded, type Loaded, Page, SaveBar, Unready, useLoaded } from "../parts/page.tsx";
import { UnsavedGuard } from "../parts/unsaved.tsx";
import { WidgetPreview } from "../texts/preview.tsx";
import { baseOf } from "../texts/wording.ts";
import { HandoffFields } from "./handoff-fields.tsx";
import { Locked } from "./locked.tsx";

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
  const form = useMemo(() => openForm<HandoffSettings>(withDefaults(settings, own), (field) => field.startsWith("handoff.")), []);
  const [language, setLanguage] = useState(settings.language);
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
  const inherit = (name: keyof HandoffSettings): void => {
    void form.save(async (draft) => {
      const changed = await calls.change<Assistant>("assistants", assistant!.id, { handoff: { [name]: null } });
      setOwn(changed.handoff);
      return { ...draft, [name]: settings.handoff[name] };
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
        <Beside form={form} settings={settings} presets={read.presets} scene={scene} assistant={assistant ?? read.assistants[0] ?? null} />
      </div>
      <UnsavedGuard form={form} />
    </>
  );
}

/** What is typed, as the visitor will see it. */
function Beside({ form, settings, presets, scene, assistant }: { form: Form<HandoffSettings>; settings: Settings; presets: Presets; scene: "waiting" | "busy"; assistant: Assistant | null }) {
  const { waiting_text: waiting, busy_text: busy } = form.draft.value;
  const texts = { ...baseOf(presets, settings.text_preset, {}), ...settings.texts[settings.language], waiting, busy };
  return <WidgetPreview texts={texts} language={presets.language} scene={scene} assistant={assistant?.name ?? ""} />;
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
  return { ...handoff, ...own, keywords: { ...handoff.keywords, ...own.keywords } };
}
