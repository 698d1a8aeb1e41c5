/** Inboxes: where the chat stands, how it looks there, and the snippet that puts it on a page. */
import { Button, Dialog, Icon, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { Assistant, Inbox } from "../../api/desk.ts";
import { useBench } from "../bench.ts";
import { Identities } from "../identities/identities.tsx";
import { Chips } from "../parts/chips.tsx";
import { ColorField, Select, TextField, Toggle } from "../parts/fields.tsx";
import type { Form } from "../parts/form.ts";
import { Page } from "../parts/page.tsx";
import { Copied } from "./copied.tsx";
import { Editor } from "./editor.tsx";
import { type Items, useItems } from "./items.ts";
import { Acts, AddButton, Rows, Tag } from "./rows.tsx";

const STANDARD_COLOR = "#3346d3";

interface Draft {
  readonly name: string;
  readonly assistant_id: string;
  readonly allowed_origins: readonly string[];
  readonly title: string;
  readonly color: string;
  readonly requires_identity: boolean;
  readonly is_active: boolean;
}

export function InboxesPage() {
  const { mayConfigure } = useBench();
  const { state, put } = useItems<Inbox>("inboxes");
  const assistants = useItems<Assistant>("assistants");
  const [edited, setEdited] = useState<Inbox | "new" | null>(null);
  const [snippet, setSnippet] = useState<Inbox | null>(null);
  const [vouched, setVouched] = useState<Inbox | null>(null);
  const nameOf = (id: string): string => assistants.all.find((one) => one.id === id)?.name ?? "";
  const start: Draft = { name: "", assistant_id: assistants.all[0]?.id ?? "", allowed_origins: [], title: "", color: STANDARD_COLOR, requires_identity: false, is_active: true };
  return (
    <Page title="Inboxes" lead="Each place where visitors find the chat: its look, its AI agent, and the sites that may carry it." act={mayConfigure && <AddButton onClick={() => setEdited("new")}>Add inbox</AddButton>}>
      <Rows
        state={state}
        label="Inboxes"
        empty="No inbox yet."
        row={(one) => (
          <>
            <span class="set-dot set-dot--l" style={{ backgroundColor: one.color ?? STANDARD_COLOR }} aria-hidden="true" />
            <div class="set-row__words">
              <strong>
                <Name of={one.name} />
              </strong>
              <p>
                {one.allowed_origins.length === 0 ? "No site may carry it yet" : one.allowed_origins.join(", ")} · {nameOf(one.assistant_id)}
              </p>
            </div>
            {!one.is_active && <Tag tone="warning">Switched off</Tag>}
            <Button size="s" icon="copy" testid="snippet" onClick={() => setSnippet(one)}>
              Snippet
            </Button>
            {mayConfigure && (
              <Button size="s" icon="mine" testid="signed-identities" onClick={() => setVouched(one)}>
                Identities
              </Button>
            )}
            <Acts of={one.name} onEdit={mayConfigure ? () => setEdited(one) : undefined} />
          </>
        )}
      />
      {snippet && <Snippet inbox={snippet} onClose={() => setSnippet(null)} />}
      {vouched && <Identities inbox={vouched} onClose={() => setVouched(null)} />}
      {edited && (
        <Editor<Draft, Inbox>
          title={edited === "new" ? "Add inbox" : `Change ${edited.name}`}
          kind="inboxes"
          id={edited === "new" ? undefined : edited.id}
          initial={edited === "new" ? start : { ...start, ...pick(edited) }}
          sent={({ is_active: isActive, ...rest }) => ({ ...rest, ...(edited === "new" || isActive === undefined ? {} : { is_active: isActive }) })}
          onDone={put}
          onClose={() => setEdited(null)}
        >
          {(form) => <InboxFields form={form} assistants={assistants} isNew={edited === "new"} />}
        </Editor>
      )}
    </Page>
  );
}

const pick = ({ name, assistant_id, allowed_origins, title, color, requires_identity, is_active }: Inbox): Draft => ({ name, assistant_id, allowed_origins, title, color: color ?? STANDARD_COLOR, requires_identity, is_active });

function InboxFields({ form, assistants, isNew }: { form: Form<Draft>; assistants: Items<Assistant>; isNew: boolean }) {
  const now = form.draft.value;
  const choices = assistants.all.filter(({ is_active: isActive, id }) => isActive || id === now.assistant_id).map(({ id, name }) => [id, name] as const);
  return (
    <>
      <div class="set-pair">
        <TextField label="Name" value={now.name} error={form.errorOf("name")} hint="Only your team sees it." isRequired isFirst maxLength={100} testid="inbox-name" onInput={(name) => form.set({ name })} />
        <Select label="AI agent" value={now.assistant_id} options={choices} error={form.errorOf("assistant_id")} onChange={(assistant_id) => form.set({ assistant_id })} />
      </div>
      <Chips label="Sites that may carry the chat" hint="Such as https://shop.example. Without any, no page can use it." error={form.errorOf("allowed_origins")} values={now.allowed_origins} placeholder="https://" testid="origins" onChange={(allowed_origins) => form.set({ allowed_origins })} />
      <div class="set-pair">
        <TextField label="Title in the chat (optional)" value={now.title} error={form.errorOf("title")} maxLength={60} onInput={(title) => form.set({ title })} />
        <ColorField label="Colour" value={now.color} error={form.errorOf("color")} onInput={(color) => form.set({ color })} />
      </div>
      <Toggle label="Only visitors your site vouches for" hint="They need a signed identity: first make a key for it, under Identities." checked={now.requires_identity} testid="inbox-vouched" onChange={(requires_identity) => form.set({ requires_identity })} />
      {!isNew && <Toggle label="Takes conversations" checked={now.is_active} onChange={(is_active) => form.set({ is_active })} />}
    </>
  );
}

function Snippet({ inbox, onClose }: { inbox: Inbox; onClose: () => void }) {
  const code = `<script async src="${location.origin}/widget.js" data-inbox-key="${inbox.key}"></script>`;
  return (
    <Dialog title="Put the chat on your site" size="m" testid="snippet-dialog" onClose={onClose} actions={<Button onClick={onClose}>Done</Button>}>
      <p>Before the end of the page’s body, on every page that shall have the chat:</p>
      <Copied text={code} label="Snippet" testid="snippet-code" />
      {inbox.allowed_origins.length === 0 && (
        <p class="set-note set-note--warning">
          <Icon name="alert" size={17} /> <span>No site may carry it yet. Add yours to this inbox first.</span>
        </p>
      )}
    </Dialog>
  );
}
