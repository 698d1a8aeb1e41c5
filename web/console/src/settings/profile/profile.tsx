/** One's own profile: names, picture, password, and where one is signed in. */
import type { Me } from "@relevo/client";
import { Avatar } from "@relevo/ui";
import { useMemo } from "preact/hooks";
import { useBench } from "../bench.ts";
import { TextField } from "../parts/fields.tsx";
import { changesOf, type Form, openForm } from "../parts/form.ts";
import { Page, SaveBar, Section, Unready, useLoaded } from "../parts/page.tsx";
import { UnsavedGuard } from "../parts/unsaved.tsx";
import { Password } from "./password.tsx";
import { Sessions } from "./sessions.tsx";

interface Draft {
  readonly name: string;
  readonly display_name: string;
  readonly avatar_url: string;
}

const draftOf = ({ agent }: Me): Draft => ({ name: agent.name, display_name: agent.display_name ?? "", avatar_url: agent.avatar_url ?? "" });

export function ProfilePage() {
  const { calls } = useBench();
  const state = useLoaded(() => calls.me());
  return (
    <Page title="My profile" lead="How colleagues and visitors see you, and how you sign in.">
      {state.kind === "ready" ? (
        <>
          <Names me={state.value} />
          <Password />
          <Sessions />
        </>
      ) : (
        <Unready state={state} />
      )}
    </Page>
  );
}

function Names({ me }: { me: Me }) {
  const { calls, say } = useBench();
  const form = useMemo(() => openForm(draftOf(me)), []);
  const save = async (): Promise<boolean> => {
    const isSaved = await form.save(async (draft, kept) => {
      const changes = changesOf(kept, draft);
      for (const name of ["display_name", "avatar_url"]) if (name in changes) changes[name] ||= null;
      return draftOf(await calls.changeMe(changes));
    });
    if (isSaved) say("done", "Your profile is saved. Everybody sees it from their next visit on.");
    return isSaved;
  };
  const now = form.draft.value;
  return (
    <>
      <Section title="You">
        <Face form={form} seed={me.agent.id} />
        <TextField label="Name" value={now.name} error={form.errorOf("name")} hint="As your colleagues see it." autocomplete="name" maxLength={100} testid="my-name" onInput={(name) => form.set({ name })} />
        <TextField label="Name that visitors see (optional)" value={now.display_name} error={form.errorOf("display_name")} placeholder={now.name} maxLength={100} testid="my-display-name" onInput={(display_name) => form.set({ display_name })} />
        <TextField label="Picture (optional)" type="url" value={now.avatar_url} error={form.errorOf("avatar_url")} placeholder="https://… or a path on this server" hint="Visitors see pictures from this server only; otherwise your initials." dir="ltr" testid="my-avatar" onInput={(avatar_url) => form.set({ avatar_url })} />
        <p class="set-aside">
          You sign in as <strong>{me.agent.email}</strong>. An administrator can change that.
        </p>
      </Section>
      <SaveBar form={form} label="Save profile" onSave={save} />
      <UnsavedGuard form={form} />
    </>
  );
}

/** As it will look, while it is typed. */
function Face({ form, seed }: { form: Form<Draft>; seed: string }) {
  const { name, display_name: shown, avatar_url: url } = form.draft.value;
  return (
    <div class="set-face" data-testid="my-face">
      {/* Half an address is no picture, and pictures come from this server only. */}
      <Avatar kind="agent" name={shown || name} seed={seed} url={/^\/(?!\/)./.test(url) ? url : null} size="l" />
      <div>
        <strong dir="auto">{shown || name || "…"}</strong>
        <p>As visitors see you</p>
      </div>
    </div>
  );
}
