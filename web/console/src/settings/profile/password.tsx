/** Changing one's own password. */
import { Problem } from "@relevo/client";
import { Button } from "@relevo/ui";
import { useState } from "preact/hooks";
import { useBench } from "../bench.ts";
import { TextField } from "../parts/fields.tsx";
import { Section } from "../parts/page.tsx";
import { wrongText } from "../parts/wrong.ts";

type Wrong = Readonly<Partial<Record<"current" | "next", string>>>;

export function Password() {
  const { calls, say } = useBench();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [wrong, setWrong] = useState<Wrong>({});
  const [isBusy, setBusy] = useState(false);
  const change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setWrong({});
    try {
      await calls.changePassword(current, next);
      setCurrent("");
      setNext("");
      say("done", "Your password is changed. You have been signed out everywhere else.");
    } catch (error) {
      setWrong(wrongOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title="Password" lead="At least twelve characters. Everywhere else you are signed out.">
      <form class="set-form" onSubmit={change}>
        <TextField label="Password as it is" type="password" autocomplete="current-password" value={current} error={wrong.current} isRequired testid="password-current" onInput={setCurrent} />
        <TextField label="New password" type="password" autocomplete="new-password" value={next} error={wrong.next} isRequired testid="password-next" onInput={setNext} />
        <div>
          <Button type="submit" busy={isBusy} testid="password-save">
            Change password
          </Button>
        </div>
      </form>
    </Section>
  );
}

function wrongOf(error: unknown): Wrong {
  if (error instanceof Problem && error.slug === "invalid-credentials") return { current: "This is not your password." };
  if (error instanceof Problem && error.body["field"] === "new") return { next: error.body.detail ?? error.body.title };
  return { next: wrongText(error) };
}
