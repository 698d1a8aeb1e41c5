/** Signing in, with a plain word for every refusal and a clock for the delay after too many tries. */
import { Problem } from "@relevo/client";
import { elapsed } from "@relevo/ui";
import { useState } from "preact/hooks";
import { problemText } from "../api/problem-text.ts";
import { second } from "../page/clock.ts";
import type { Account } from "../state/account.ts";
import { Field, FormError, Gate, SubmitButton, valuesOf } from "./gate.tsx";

export function SignIn({ account, wasIn }: { account: Account; wasIn: boolean }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [lockedUntil, setLockedUntil] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const isLocked = second.value < lockedUntil;

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (isBusy || isLocked) return;
    const { email = "", password = "" } = valuesOf(form);
    setBusy(true);
    setFailure(null);
    try {
      await account.signIn(email, password);
    } catch (error) {
      const waitMs = error instanceof Problem && error.status === 429 ? Math.max(1_000, error.retryAfterMs) : 0;
      setLockedUntil(waitMs ? Date.now() + waitMs : 0);
      setFailure(waitMs ? "locked" : refusalText(error));
      form.querySelector<HTMLInputElement>("[type=password]")?.select();
    } finally {
      setBusy(false);
    }
  };

  const told = failure === "locked" ? (isLocked ? "Too many attempts. For safety there is a short wait before the next one." : null) : failure;
  return (
    <Gate title="Sign in to Relevo" lead={wasIn ? "You have been signed out. Sign in to go on where you were." : undefined}>
      <form class="gate__form" onSubmit={submit} noValidate={false}>
        <FormError text={told} />
        <Field label="E-mail" name="email" type="email" autocomplete="username" testid="sign-in-email" isFirst />
        <Field label="Password" name="password" type="password" autocomplete="current-password" testid="sign-in-password" />
        <SubmitButton isBusy={isBusy} disabled={isLocked} testid="sign-in-submit">
          {isLocked ? `Try again in ${elapsed(second.value, lockedUntil)}` : "Sign in"}
        </SubmitButton>
      </form>
    </Gate>
  );
}

/** The same words for an unknown address and a wrong password. */
function refusalText(error: unknown): string {
  const isRefused = error instanceof Problem && (error.status === 401 || error.status === 422);
  return isRefused ? "That e-mail and password do not match." : problemText(error);
}
