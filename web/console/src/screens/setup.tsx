/** The very first run: whoever holds the one-time link makes the owner's account. There are no default passwords. */
import { Problem } from "@relevo/client";
import { useState } from "preact/hooks";
import { problemText } from "../api/problem-text.ts";
import { goTo, START } from "../page/route.ts";
import type { Account } from "../state/account.ts";
import { Field, FormError, Gate, SubmitButton, valuesOf } from "./gate.tsx";

/** trust.md T7 */
const MIN_PASSWORD_CHARS = 12;

export function Setup({ account, token }: { account: Account; token: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [wrongPassword, setWrongPassword] = useState<string | undefined>();
  const [isUsed, setUsed] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const { name = "", email = "", password = "" } = valuesOf(event.currentTarget as HTMLFormElement);
    const isShort = password.length < MIN_PASSWORD_CHARS;
    setWrongPassword(isShort ? `Use at least ${MIN_PASSWORD_CHARS} characters.` : undefined);
    setFailure(null);
    if (isShort) return;
    setBusy(true);
    try {
      await account.setUp({ token, name, email, password });
      goTo(START, { isReplacing: true });
    } catch (error) {
      const used = error instanceof Problem && (error.slug === "setup-used" || error.status === 410);
      if (used) setUsed(true);
      else setFailure(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  if (isUsed) return <UsedLink />;
  return (
    <Gate title="Set up Relevo" lead="Make the owner's account. You can invite your team afterwards.">
      <form class="gate__form" onSubmit={submit}>
        <FormError text={failure} />
        <Field label="Your name" name="name" autocomplete="name" hint="Visitors see it when you talk to them." testid="setup-name" isFirst />
        <Field label="E-mail" name="email" type="email" autocomplete="username" testid="setup-email" />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete="new-password"
          hint={`At least ${MIN_PASSWORD_CHARS} characters. A few unrelated words are good.`}
          error={wrongPassword}
          testid="setup-password"
        />
        <SubmitButton isBusy={isBusy} testid="setup-submit">
          Create account
        </SubmitButton>
      </form>
    </Gate>
  );
}

function UsedLink() {
  return (
    <Gate title="This link has been used" lead="The owner's account exists already, and a setup link works only once.">
      <a class="ui-button ui-button--primary ui-button--l" href="#/sign-in">
        Sign in
      </a>
    </Gate>
  );
}
