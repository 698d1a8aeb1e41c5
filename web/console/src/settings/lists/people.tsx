/** The people who work here: added, changed, switched off. */
import { Avatar, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { Colleague } from "../../api/desk.ts";
import { useBench } from "../bench.ts";
import { NumberField, Select, TextField, Toggle } from "../parts/fields.tsx";
import type { Form } from "../parts/form.ts";
import { Page } from "../parts/page.tsx";
import { Editor } from "./editor.tsx";
import { useItems } from "./items.ts";
import { NewPassword } from "./new-password.tsx";
import { Acts, AddButton, Rows, Tag } from "./rows.tsx";

export const ROLE_WORDS: Readonly<Record<string, string>> = {
  owner: "Owner",
  administrator: "Administrator",
  supervisor: "Supervisor",
  agent: "Agent",
  viewer: "Viewer",
};
const ROLE_HINTS: Readonly<Record<string, string>> = {
  owner: "May do everything, also change other owners.",
  administrator: "Changes settings and people.",
  supervisor: "Takes and releases everybody’s conversations; changes labels, teams and shared replies.",
  agent: "Takes over, replies, hands back.",
  viewer: "Only reads.",
};

interface Draft {
  readonly name: string;
  readonly display_name: string;
  readonly email: string;
  readonly role: string;
  readonly capacity: number | null;
  readonly is_active: boolean;
  readonly password: string;
}

const NEW: Draft = { name: "", display_name: "", email: "", role: "agent", capacity: null, is_active: true, password: "" };

export function PeoplePage() {
  const { me, mayConfigure } = useBench();
  const { state, put } = useItems<Colleague>("agents");
  const [edited, setEdited] = useState<Colleague | "new" | null>(null);
  const mayChange = (one: Colleague): boolean => mayConfigure && (one.role !== "owner" || me.role === "owner");
  return (
    <Page title="People" lead="Who works here, in which role, and how many conversations each is given at once." act={mayConfigure && <AddButton onClick={() => setEdited("new")}>Add person</AddButton>}>
      <Rows
        state={state}
        label="People"
        empty="Nobody yet."
        row={(one) => (
          <>
            <Avatar kind="agent" name={one.display_name || one.name} seed={one.id} url={one.avatar_url} presence={one.is_active ? one.presence : undefined} />
            <div class="set-row__words">
              <strong>
                <Name of={one.name} />
                {one.id === me.id && <span class="set-row__you"> (you)</span>}
              </strong>
              <p>
                <span class="visually-hidden">{one.is_active ? one.presence : ""}, </span>
                {one.email}
              </p>
            </div>
            <span class="set-row__fact">
              {one.open_count} open{one.capacity === null ? "" : ` of ${one.capacity}`}
            </span>
            {one.is_active ? <Tag>{ROLE_WORDS[one.role] ?? one.role}</Tag> : <Tag tone="warning">Switched off</Tag>}
            <Acts of={one.name} onEdit={mayChange(one) ? () => setEdited(one) : undefined} />
          </>
        )}
      />
      {edited && (
        <Editor<Draft, Colleague>
          title={edited === "new" ? "Add person" : `Change ${edited.name}`}
          kind="agents"
          id={edited === "new" ? undefined : edited.id}
          initial={edited === "new" ? NEW : { ...NEW, name: edited.name, display_name: edited.display_name ?? "", email: edited.email, role: edited.role, capacity: edited.capacity, is_active: edited.is_active }}
          sent={(values) => sentOf(values, edited === "new")}
          onDone={put}
          onClose={() => setEdited(null)}
        >
          {(form) => <PersonFields form={form} one={edited === "new" ? null : edited} />}
        </Editor>
      )}
    </Page>
  );
}

/** New people are active; without a password the field is left out. */
function sentOf(values: Record<string, unknown>, isNew: boolean): object {
  const { password, display_name: shown, is_active: isActive, ...rest } = values;
  return {
    ...rest,
    ...("display_name" in values ? { display_name: shown || null } : {}),
    ...(password ? { password } : {}),
    ...(isNew || isActive === undefined ? {} : { is_active: isActive }),
  };
}

function PersonFields({ form, one }: { form: Form<Draft>; one: Colleague | null }) {
  const { me } = useBench();
  const now = form.draft.value;
  const isMe = one?.id === me.id;
  const roles = Object.entries(ROLE_WORDS).filter(([role]) => role !== "owner" || me.role === "owner");
  return (
    <>
      <div class="set-pair">
        <TextField label="Name" value={now.name} error={form.errorOf("name")} isRequired isFirst maxLength={100} testid="person-name" onInput={(name) => form.set({ name })} />
        <TextField label="Name that visitors see (optional)" value={now.display_name} error={form.errorOf("display_name")} placeholder={now.name} maxLength={100} onInput={(display_name) => form.set({ display_name })} />
      </div>
      <TextField label="E-mail" type="email" value={now.email} error={form.errorOf("email")} hint="What they sign in with." isRequired dir="ltr" testid="person-email" onInput={(email) => form.set({ email })} />
      <div class="set-pair">
        <Select label="Role" value={now.role} options={roles} hint={ROLE_HINTS[now.role]} error={form.errorOf("role")} testid="person-role" onChange={(role) => form.set({ role })} />
        <NumberField label="Conversations at once (optional)" value={now.capacity} max={100} hint="Empty: as the policy says." error={form.errorOf("capacity")} testid="person-capacity" onInput={(capacity) => form.set({ capacity })} />
      </div>
      {isMe ? (
        <p class="set-origin">Your password is changed in your profile.</p>
      ) : (
        <NewPassword label={one ? "New password (optional)" : "First password"} hint={one ? "Ends their sessions. Tell it to them in person." : "Tell it to them in person; they can change it in their profile."} value={now.password} error={form.errorOf("password")} onInput={(password) => form.set({ password })} />
      )}
      {one && !isMe && <Toggle label="May sign in" hint="Switched off, they are signed out everywhere at once. What they wrote stays." checked={now.is_active} testid="person-active" onChange={(is_active) => form.set({ is_active })} />}
    </>
  );
}
