/** The keys with which a site signs the identities of an inbox's visitors: what there is, a new one, and letting go of an old one. Signing is the site's own. */
import { randomId } from "@relevo/client";
import { Button, Dialog, Icon, Moment } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { IdentityKey, Inbox } from "../../api/desk.ts";
import { useBench } from "../bench.ts";
import { TextArea } from "../parts/fields.tsx";
import { Failure } from "../parts/page.tsx";
import { wrongText } from "../parts/wrong.ts";
import { Editor, Removal } from "../lists/editor.tsx";
import { useItems } from "../lists/items.ts";
import { Acts, Rows } from "../lists/rows.tsx";
import { MadeKey } from "./made-key.tsx";

/** So that one can follow the other. */
const MOST = 2;
const KINDS: Readonly<Record<IdentityKey["algorithm"], string>> = { HS256: "Shared secret", EdDSA: "Public key" };

type Step = { readonly kind: "public" } | { readonly kind: "made" | "removing"; readonly key: IdentityKey } | null;

export function Identities({ inbox, onClose }: { inbox: Inbox; onClose: () => void }) {
  const path = `inboxes/${encodeURIComponent(inbox.id)}/identity-keys`;
  const { state, all, put, drop } = useItems<IdentityKey>(path);
  const [step, setStep] = useState<Step>(null);
  const made = (key: IdentityKey): void => {
    put(key);
    setStep({ kind: "made", key });
  };
  const isShut = inbox.requires_identity && state.kind === "ready" && all.length === 0;
  const isLast = inbox.requires_identity && all.length === 1;
  return (
    <>
      <Dialog title={`Signed identities: ${inbox.name}`} size="m" testid="identities" onClose={onClose} actions={<Button onClick={onClose}>Done</Button>}>
        <p>
          Your site’s server signs who is signed in there; then they are the same visitor in every browser. How it signs: see <cite>Signed identities</cite> in the documentation.
        </p>
        {isShut && (
          <p class="set-note set-note--warning" data-testid="identities-shut">
            <Icon name="alert" size={17} /> <span>This inbox takes only visitors your site vouches for. Without a key nobody can come in.</span>
          </p>
        )}
        <Rows
          state={state}
          label="Keys"
          empty="No key yet."
          row={(key) => (
            <>
              <div class="set-row__words">
                <strong>{KINDS[key.algorithm]}</strong>
                <p>
                  {key.algorithm} · made <Moment at={key.created_at} as="dated" />
                </p>
                <code class="set-row__id" dir="ltr">
                  {key.id}
                </code>
              </div>
              <Acts of={`${KINDS[key.algorithm]} ${key.id}`} onRemove={() => setStep({ kind: "removing", key })} />
            </>
          )}
        />
        {state.kind === "ready" && (all.length < MOST ? <Making path={path} onMade={made} onPublic={() => setStep({ kind: "public" })} /> : <p class="set-field__told">Two keys at most, so that one can follow the other. Remove the one that is no longer used.</p>)}
      </Dialog>
      {step?.kind === "public" && (
        <Editor<{ readonly public_key: string }, IdentityKey> title="Add a public key" kind={path} initial={{ public_key: "" }} sent={(values) => ({ algorithm: "EdDSA", ...values })} saveLabel="Add key" onDone={made} onClose={() => setStep((now) => (now?.kind === "public" ? null : now))}>
          {(form) => <TextArea label="Public key (Ed25519, PEM)" rows={4} maxLength={2048} value={form.draft.value.public_key} error={form.errorOf("public_key")} hint="The private key stays with you: nothing that is kept here can sign." placeholder="-----BEGIN PUBLIC KEY-----" testid="public-key" onInput={(public_key) => form.set({ public_key })} />}
        </Editor>
      )}
      {step?.kind === "made" && <MadeKey made={step.key} onClose={() => setStep(null)} />}
      {step?.kind === "removing" && (
        <Removal title={`Remove this ${KINDS[step.key.algorithm].toLowerCase()}?`} kind={path} id={step.key.id} verb="Remove key" onDone={() => drop(step.key.id)} onClose={() => setStep(null)}>
          What is signed with <code class="set-row__id" dir="ltr">{step.key.id}</code> is refused at once. {isLast && "It is the last one, and this inbox takes only visitors your site vouches for: nobody can come in any more."}
        </Removal>
      )}
    </>
  );
}

function Making({ path, onMade, onPublic }: { path: string; onMade: (key: IdentityKey) => void; onPublic: () => void }) {
  const { calls } = useBench();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // The same request again, after a lost answer, makes no second secret.
  const [request, setRequest] = useState(randomId);
  const make = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      onMade(await calls.add<IdentityKey>(path, { algorithm: "HS256" }, request));
      setRequest(randomId());
    } catch (error) {
      setFailure(wrongText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div class="set-tabs">
        <Button icon="plus" busy={isBusy} testid="make-secret" onClick={() => void make()}>
          Make a secret
        </Button>
        <Button icon="plus" testid="add-public-key" onClick={onPublic}>
          Add a public key
        </Button>
      </div>
      <div role="alert">
        <Failure text={failure} />
      </div>
    </>
  );
}
