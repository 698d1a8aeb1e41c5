/** API keys for programs: made, shown once, ended. */
import { Button, Dialog, Icon, Moment, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { ApiKey } from "../../api/desk.ts";
import { NumberField, TextField, Toggle } from "../parts/fields.tsx";
import { Page } from "../parts/page.tsx";
import { Copied } from "./copied.tsx";
import { Editor, Removal } from "./editor.tsx";
import { useItems } from "./items.ts";
import { Acts, AddButton, Rows, Tag } from "./rows.tsx";

const SCOPES: readonly (readonly [scope: string, label: string, hint: string])[] = [
  ["read", "Read", "Conversations, people and settings."],
  ["ingest", "Put messages in", "Messages that visitors wrote elsewhere."],
  ["notes", "Leave notes", "Notes on conversations, for the team."],
];

interface Draft {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly lifetime_days: number | null;
}

export function KeysPage() {
  const { state, put, drop } = useItems<ApiKey>("api-keys");
  const [isNew, setNew] = useState(false);
  const [made, setMade] = useState<ApiKey | null>(null);
  const [ended, setEnded] = useState<ApiKey | null>(null);
  const added = (key: ApiKey): void => {
    put(key);
    setMade(key);
  };
  return (
    <Page title="API keys" lead="For your own programs. None of them can take over or reply: that is for people." act={<AddButton onClick={() => setNew(true)}>Make a key</AddButton>}>
      <Rows
        state={state}
        label="API keys"
        empty="No key yet."
        row={(key) => (
          <>
            <div class="set-row__words">
              <strong>
                <Name of={key.name} />
              </strong>
              <p>
                {key.scopes.join(", ")} · {key.last_used_at ? <>last used <Moment at={key.last_used_at} as="dated" /></> : "never used"}
              </p>
            </div>
            {key.expires_at < Date.now() ? <Tag tone="warning">Expired</Tag> : <span class="set-row__fact">until {new Date(key.expires_at).toLocaleDateString()}</span>}
            <Acts of={key.name} onRemove={() => setEnded(key)} />
          </>
        )}
      />
      {isNew && (
        <Editor<Draft, ApiKey> title="Make an API key" kind="api-keys" initial={{ name: "", scopes: ["read"], lifetime_days: 365 }} saveLabel="Make key" onDone={added} onClose={() => setNew(false)}>
          {(form) => (
            <>
              <TextField label="Name" value={form.draft.value.name} error={form.errorOf("name")} hint="Which program it is for." isRequired isFirst maxLength={100} testid="key-name" onInput={(name) => form.set({ name })} />
              <fieldset class="set-options">
                <legend>It may</legend>
                {SCOPES.map(([scope, label, hint]) => (
                  <Toggle key={scope} isBox label={label} hint={hint} checked={form.draft.value.scopes.includes(scope)} testid={`scope-${scope}`} onChange={(isOn) => form.set({ scopes: SCOPES.map(([one]) => one).filter((one) => (one === scope ? isOn : form.draft.value.scopes.includes(one))) })} />
                ))}
                {form.errorOf("scopes") && (
                  <p class="set-field__told set-field__told--wrong" role="alert">
                    {form.errorOf("scopes")}
                  </p>
                )}
              </fieldset>
              <NumberField label="Good for" unit="days" min={1} max={730} value={form.draft.value.lifetime_days} error={form.errorOf("lifetime_days")} onInput={(lifetime_days) => form.set({ lifetime_days })} />
            </>
          )}
        </Editor>
      )}
      {made && <ShownOnce made={made} onClose={() => setMade(null)} />}
      {ended && (
        <Removal title={`End the key “${ended.name}”?`} kind="api-keys" id={ended.id} verb="End key" onDone={() => drop(ended.id)} onClose={() => setEnded(null)}>
          Programs that use it are refused at once.
        </Removal>
      )}
    </Page>
  );
}

function ShownOnce({ made, onClose }: { made: ApiKey; onClose: () => void }) {
  return (
    <Dialog title="Your new key" size="m" testid="key-made" onClose={onClose} actions={<Button variant="primary" onClick={onClose}>Done</Button>}>
      {made.key ? (
        <>
          <p>Copy it now: nobody can look it up again.</p>
          <Copied text={made.key} label="API key" testid="key-token" />
        </>
      ) : (
        <p class="set-note set-note--warning">
          <Icon name="alert" size={17} /> <span>This key was made before and cannot be shown again. End it and make another one.</span>
        </p>
      )}
    </Dialog>
  );
}
