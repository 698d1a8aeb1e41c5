/** Canned replies: everybody's and one's own. */
import { Button, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { CannedReply } from "../../api/shapes.ts";
import { useBench } from "../bench.ts";
import { TextArea, TextField, Toggle } from "../parts/fields.tsx";
import type { Form } from "../parts/form.ts";
import { Page } from "../parts/page.tsx";
import { Editor, Removal } from "./editor.tsx";
import { useItems } from "./items.ts";
import { Acts, AddButton, Rows, Tag } from "./rows.tsx";

const VARIABLES = ["visitor.first_name", "visitor.name", "agent.first_name", "agent.name", "inbox.name", "conversation.id"];
const NEW = { shortcut: "", title: "", text: "", language: "", is_shared: false };
type Draft = typeof NEW;

export function CannedPage() {
  const { me, maySupervise } = useBench();
  const mayWrite = me.role !== "viewer";
  const { state, put, drop } = useItems<CannedReply>("canned-replies");
  const [edited, setEdited] = useState<CannedReply | "new" | null>(null);
  const [removed, setRemoved] = useState<CannedReply | null>(null);
  const mayChange = (reply: CannedReply): boolean => mayWrite && (maySupervise || !reply.is_shared);
  return (
    <Page title="Canned replies" lead="Texts you call up while writing: type / and the shortcut." act={mayWrite && <AddButton onClick={() => setEdited("new")}>Add reply</AddButton>}>
      <Rows
        state={state}
        label="Canned replies"
        empty="No canned reply yet. Begin with the sentence you type most often."
        row={(reply) => (
          <>
            <code class="set-key">/{reply.shortcut}</code>
            <div class="set-row__words">
              <strong>
                <Name of={reply.title} />
              </strong>
              <p class="set-row__line" dir="auto">
                {reply.text}
              </p>
            </div>
            {reply.language && <Tag>{reply.language}</Tag>}
            <Tag icon={reply.is_shared ? "all" : "mine"}>{reply.is_shared ? "Shared" : "Mine"}</Tag>
            <Acts of={`/${reply.shortcut}`} onEdit={mayChange(reply) ? () => setEdited(reply) : undefined} onRemove={mayChange(reply) ? () => setRemoved(reply) : undefined} />
          </>
        )}
      />
      {edited && (
        <Editor<Draft, CannedReply>
          title={edited === "new" ? "Add canned reply" : "Change canned reply"}
          kind="canned-replies"
          id={edited === "new" ? undefined : edited.id}
          initial={edited === "new" ? NEW : { shortcut: edited.shortcut, title: edited.title, text: edited.text, language: edited.language ?? "", is_shared: edited.is_shared }}
          sent={(values) => ({ ...values, ...("language" in values ? { language: values["language"] || null } : {}) })}
          onDone={put}
          onClose={() => setEdited(null)}
        >
          {(form) => <ReplyFields form={form} mayShare={maySupervise} />}
        </Editor>
      )}
      {removed && (
        <Removal title={`Remove /${removed.shortcut}?`} kind="canned-replies" id={removed.id} onDone={() => drop(removed.id)} onClose={() => setRemoved(null)}>
          {removed.is_shared ? "Nobody can call it up any more. What was sent with it stays." : "You cannot call it up any more. What was sent with it stays."}
        </Removal>
      )}
    </Page>
  );
}

function ReplyFields({ form, mayShare }: { form: Form<Draft>; mayShare: boolean }) {
  const now = form.draft.value;
  return (
    <>
      <div class="set-pair">
        <TextField label="Shortcut" value={now.shortcut} error={form.errorOf("shortcut")} hint="What you type after the slash." isRequired isFirst maxLength={41} dir="ltr" testid="reply-shortcut" onInput={(shortcut) => form.set({ shortcut })} />
        <TextField label="Title" value={now.title} error={form.errorOf("title")} isRequired maxLength={100} testid="reply-title" onInput={(title) => form.set({ title })} />
      </div>
      <TextArea label="Text" value={now.text} error={form.errorOf("text")} rows={5} maxLength={8_000} testid="reply-text" onInput={(text) => form.set({ text })} />
      <div class="set-inserts" role="group" aria-label="Insert what is filled in">
        {VARIABLES.map((name) => (
          <Button key={name} size="s" onClick={() => form.set({ text: `${now.text}{${name}}` })}>
            {`{${name}}`}
          </Button>
        ))}
      </div>
      <TextField label="Only for this language (optional)" value={now.language} error={form.errorOf("language")} placeholder="de" maxLength={35} dir="ltr" onInput={(language) => form.set({ language })} />
      {mayShare && <Toggle label="Everybody can use it" checked={now.is_shared} testid="reply-shared" onChange={(is_shared) => form.set({ is_shared })} />}
    </>
  );
}
