/** AI agents: which plug-in answers, with which options, under which name. */
import { Avatar, Button, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { Assistant } from "../../api/desk.ts";
import { useBench } from "../bench.ts";
import { TextField, Toggle } from "../parts/fields.tsx";
import type { Form } from "../parts/form.ts";
import { Page } from "../parts/page.tsx";
import { Editor } from "./editor.tsx";
import { useItems } from "./items.ts";
import { Acts, AddButton, Rows, Tag } from "./rows.tsx";

const KINDS: Readonly<Record<string, string>> = { openai: "An OpenAI-compatible API", faq: "The built-in FAQ", echo: "Says back what was said, for trying out" };

interface Draft {
  readonly name: string;
  readonly avatar_url: string;
  readonly kind: string;
  /** In lines, so that a name can be typed before its value. */
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly is_active: boolean;
}

const draftOf = ({ name, avatar_url: url, kind, options, is_active }: Assistant): Draft => ({ name, avatar_url: url ?? "", kind, options: Object.entries(options), is_active });
const NEW: Draft = { name: "", avatar_url: "", kind: "openai", options: [["url", ""], ["key", ""], ["model", ""]], is_active: true };

export function AssistantsPage() {
  const { mayConfigure } = useBench();
  const { state, put } = useItems<Assistant>("assistants");
  const [edited, setEdited] = useState<Assistant | "new" | null>(null);
  return (
    <Page title="AI agents" lead="Who answers before a person does. Each has its own name, its own settings for handoff, and its own way to answer." act={mayConfigure && <AddButton onClick={() => setEdited("new")}>Add AI agent</AddButton>}>
      <Rows
        state={state}
        label="AI agents"
        empty="No AI agent yet."
        row={(one) => (
          <>
            <Avatar kind="assistant" name={one.name} url={one.avatar_url} />
            <div class="set-row__words">
              <strong>
                <Name of={one.name} />
              </strong>
              <p>{KINDS[one.kind] ?? one.kind}</p>
            </div>
            {!one.is_active && <Tag tone="warning">Switched off</Tag>}
            <a class="set-row__link" href={`#/settings/handoff/${encodeURIComponent(one.id)}`}>
              Handoff<span class="visually-hidden"> settings of {one.name}</span>
            </a>
            <Acts of={one.name} onEdit={mayConfigure ? () => setEdited(one) : undefined} />
          </>
        )}
      />
      {edited && (
        <Editor<Draft, Assistant>
          title={edited === "new" ? "Add AI agent" : `Change ${edited.name}`}
          kind="assistants"
          id={edited === "new" ? undefined : edited.id}
          initial={edited === "new" ? NEW : draftOf(edited)}
          sent={(values) => sentOf(values as Partial<Draft>, edited === "new" ? null : edited)}
          onDone={put}
          onClose={() => setEdited(null)}
        >
          {(form) => <AssistantFields form={form} isNew={edited === "new"} />}
        </Editor>
      )}
    </Page>
  );
}

/** Options that were taken away go as null; empty ones of a new assistant are left out. */
function sentOf(values: Partial<Draft>, before: Assistant | null): object {
  const { options, avatar_url: url, is_active: isActive, ...rest } = values;
  const given = Object.fromEntries((options ?? []).filter(([name, value]) => name.trim() && value).map(([name, value]) => [name.trim(), value]));
  const gone = Object.fromEntries(Object.keys(before?.options ?? {}).filter((name) => !(name in given)).map((name) => [name, null]));
  return {
    ...rest,
    ...(url === undefined ? {} : { avatar_url: url || null }),
    ...(options ? { options: { ...given, ...gone } } : {}),
    ...(before && isActive !== undefined ? { is_active: isActive } : {}),
  };
}

function AssistantFields({ form, isNew }: { form: Form<Draft>; isNew: boolean }) {
  const now = form.draft.value;
  const setOption = (at: number, line: readonly [string, string] | null): void => form.set({ options: now.options.flatMap((one, place) => (place === at ? (line ? [line] : []) : [one])) });
  return (
    <>
      <div class="set-pair">
        <TextField label="Name" value={now.name} error={form.errorOf("name")} isRequired isFirst maxLength={100} testid="assistant-name" onInput={(name) => form.set({ name })} />
        <TextField label="Kind" value={now.kind} error={form.errorOf("kind")} hint={KINDS[now.kind] ?? "A plug-in of your installation."} isRequired maxLength={60} dir="ltr" list="assistant-kinds" testid="assistant-kind" onInput={(kind) => form.set({ kind })} />
        <datalist id="assistant-kinds">
          {Object.keys(KINDS).map((kind) => (
            <option key={kind} value={kind} />
          ))}
        </datalist>
      </div>
      <TextField label="Picture (optional)" type="url" value={now.avatar_url} error={form.errorOf("avatar_url")} placeholder="https://…" dir="ltr" onInput={(avatar_url) => form.set({ avatar_url })} />
      <fieldset class="set-options">
        <legend>Options</legend>
        {now.options.map(([name, value], at) => (
          <div key={at} class="set-option">
            <input class="set-input" aria-label={`Name of option ${at + 1}`} value={name} dir="ltr" spellcheck={false} maxLength={60} onInput={({ currentTarget }) => setOption(at, [currentTarget.value, value])} />
            <input class="set-input" aria-label={`Value of ${name || `option ${at + 1}`}`} value={value} dir="ltr" spellcheck={false} autocomplete="off" data-testid={`option-${name}`} onInput={({ currentTarget }) => setOption(at, [name, currentTarget.value])} />
            <Button size="s" variant="quiet" icon="trash" aria-label={`Remove ${name || `option ${at + 1}`}`} onClick={() => setOption(at, null)} />
            {form.errorOf(`options.${name}`) && (
              <p class="set-field__told set-field__told--wrong" role="alert">
                {form.errorOf(`options.${name}`)}
              </p>
            )}
          </div>
        ))}
        <Button size="s" icon="plus" onClick={() => form.set({ options: [...now.options, ["", ""]] })}>
          Add option
        </Button>
        <p class="set-field__told">Keys and passwords are kept sealed and read “set” from then on; leave that as it is to keep them.</p>
      </fieldset>
      {!isNew && <Toggle label="Answers visitors" hint="Switched off, it answers nobody; its inboxes need another one." checked={now.is_active} testid="assistant-active" onChange={(is_active) => form.set({ is_active })} />}
    </>
  );
}
