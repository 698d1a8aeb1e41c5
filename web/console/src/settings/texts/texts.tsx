/** All texts that visitors read: language and preset on top, then each text in the order a visitor meets it, with the chat beside it. */
import { Button } from "@relevo/ui";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Presets, Settings, Texts } from "../../api/desk.ts";
import { useBench } from "../bench.ts";
import { languageName, languageOf, languageOptions } from "../languages.ts";
import { Select, TextArea, TextField } from "../parts/fields.tsx";
import { type Form, openForm } from "../parts/form.ts";
import { Bounded, Page, SaveBar, Section, Unready, useLoaded } from "../parts/page.tsx";
import { UnsavedGuard } from "../parts/unsaved.tsx";
import { groupsOf, labelOf, type Scene, sceneOf, type TextGroup } from "./groups.ts";
import { WidgetPreview } from "./preview.tsx";
import { baseOf, handoffTexts } from "./wording.ts";

interface Draft {
  readonly language: string;
  readonly text_preset: string;
  readonly texts: Settings["texts"];
}

const draftOf = ({ language, text_preset, texts }: Settings): Draft => ({ language, text_preset, texts });

export function TextsPage() {
  const { calls } = useBench();
  const state = useLoaded(async () => {
    const [settings, assistants] = await Promise.all([calls.settings(), calls.items<{ name: string }>("assistants")]);
    return { settings, assistant: assistants[0]?.name ?? "" };
  });
  return (
    <Page title="Texts" lead="Everything a visitor reads. Leave a text as it is and it follows the shipped wording, in every language.">
      {state.kind === "ready" ? <TextsEditor {...state.value} /> : <Unready state={state} />}
    </Page>
  );
}

function TextsEditor({ settings, assistant }: { settings: Settings; assistant: string }) {
  const { calls, mayConfigure } = useBench();
  const [language, setLanguage] = useState(settings.language);
  const showWrong = (field: string): void => setLanguage((shown) => languageOf(field) ?? shown);
  const form = useMemo(() => openForm<Draft>(draftOf(settings), (field) => field.startsWith("texts."), showWrong), []);
  const [shown, show] = useState<Shown>({ scene: "greeting" });
  const presets = useLoaded(() => calls.presets(language), language);
  const { draft } = form;
  const ready = presets.kind === "ready" ? presets.value : null;
  const base = ready && baseOf(ready, draft.value.text_preset, handoffTexts(ready, settings.handoff));
  const save = (): Promise<boolean> => form.save(async (changed, kept) => draftOf(await calls.changeSettings({ language: changed.language, text_preset: changed.text_preset, texts: textChanges(kept.texts, changed.texts) })));

  return (
    <div class="set-split">
      <div>
        <Bounded mayChange={mayConfigure}>
          <Chosen form={form} presets={ready} language={language} onLanguage={setLanguage} />
          {ready && base ? <AllTexts form={form} base={base} presets={ready} language={language} onShow={show} /> : <Unready state={presets} />}
        </Bounded>
        {mayConfigure && <SaveBar form={form} label="Save texts" onSave={save} />}
      </div>
      {base && <WidgetPreview texts={{ ...base, ...draft.value.texts[language] }} language={language} {...shown} assistant={assistant} />}
      <UnsavedGuard form={form} />
    </div>
  );
}

function Chosen({ form, presets, language, onLanguage }: { form: Form<Draft>; presets: Presets | null; language: string; onLanguage: (language: string) => void }) {
  const now = form.draft.value;
  // While another language is read, the choice stays where it is.
  const [known, setKnown] = useState<Presets | null>(presets);
  useEffect(() => {
    if (presets) setKnown(presets);
  }, [presets]);
  const tags = known?.languages ?? [language];
  return (
    <Section title="Language and preset">
      <div class="set-pair">
        <Select label="Texts in" value={language} options={languageOptions(tags)} testid="text-language" onChange={onLanguage} />
        <Select label="Preset" value={now.text_preset} options={(known?.items ?? []).map(({ id, name }) => [id, name] as const)} testid="text-preset" onChange={(text_preset) => form.set({ text_preset })} />
      </div>
      <Select
        label="For visitors whose own language is not spoken here"
        value={now.language}
        options={languageOptions(tags)}
        testid="workspace-language"
        onChange={(chosen) => form.set({ language: chosen })}
      />
    </Section>
  );
}

interface AllProps {
  readonly form: Form<Draft>;
  readonly base: Texts;
  readonly presets: Presets;
  readonly language: string;
  readonly onShow: (shown: Shown) => void;
}

/** What the picture shows. */
interface Shown {
  readonly scene: Scene;
  readonly edited?: string;
}

function AllTexts({ form, base, presets, language, onShow }: AllProps) {
  const [wanted, setWanted] = useState("");
  const own = form.draft.value.texts[language] ?? {};
  const groups = useMemo(() => groupsOf(Object.keys(base)), [base]);
  // What is refused stays on the screen, whatever is looked for.
  const fits = (key: string): boolean => form.errorOf(`texts.${language}.${key}`) !== undefined || `${labelOf(key)} ${own[key] ?? base[key]}`.toLowerCase().includes(wanted.trim().toLowerCase());
  const shown = groups.map((group) => ({ ...group, keys: group.keys.filter(fits) })).filter((group) => group.keys.length > 0);
  const changed = Object.keys(own).length;
  return (
    <>
      <div class="set-find">
        <TextField label="Find a text" type="search" value={wanted} testid="find-text" hint={`${changed === 0 ? "None" : changed} changed in ${languageName(language)}`} onInput={setWanted} />
      </div>
      {shown.length === 0 && <p class="set-empty">No text has “{wanted}” in it.</p>}
      {shown.map((group) => (
        <Group key={group.label} group={group} own={own} form={form} base={base} presets={presets} language={language} onShow={onShow} />
      ))}
    </>
  );
}

function Group({ group, own, form, base, presets, language, onShow }: AllProps & { group: TextGroup; own: Texts }) {
  const change = (key: string, text: string | null): void => {
    const { texts } = form.draft.peek();
    const rest = Object.fromEntries(Object.entries(texts[language] ?? {}).filter(([name]) => name !== key));
    form.set({ texts: { ...texts, [language]: text === null || text === base[key] ? rest : { ...rest, [key]: text } } });
  };
  return (
    <Section title={group.label}>
      {group.keys.map((key) => {
        const isOwn = key in own;
        const shown = { scene: sceneOf(key, group), edited: key };
        const takes = presets.placeholders[key] ?? [];
        return (
          <div key={key} class="set-text">
            <TextArea
              label={labelOf(key)}
              value={own[key] ?? base[key] ?? ""}
              rows={(own[key] ?? base[key] ?? "").length > 60 ? 2 : 1}
              lang={language}
              error={form.errorOf(`texts.${language}.${key}`)}
              hint={takes.length > 0 ? `Filled in: ${takes.map((name) => `{${name}}`).join(", ")}` : undefined}
              testid={`text-${key}`}
              onFocus={() => onShow(shown)}
              onInput={(text) => (onShow(shown), change(key, text))}
            />
            {isOwn && (
              <p class="set-origin">
                <span>Changed. It was: “{base[key]}”</span>
                <Button size="s" variant="quiet" icon="undo" testid={`reset-${key}`} onClick={() => change(key, null)}>
                  Undo
                </Button>
              </p>
            )}
          </div>
        );
      })}
    </Section>
  );
}

/** Only what differs, by language and key; an emptied text goes back to the shipped one. */
export function textChanges(before: Settings["texts"], after: Settings["texts"]): Record<string, Record<string, string | null>> {
  const changes: Record<string, Record<string, string | null>> = {};
  for (const tag of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [before[tag] ?? {}, after[tag] ?? {}];
    const changed = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => one[key] !== other[key]);
    if (changed.length > 0) changes[tag] = Object.fromEntries(changed.map((key) => [key, other[key]?.trim() ? other[key]! : null]));
  }
  return changes;
}
