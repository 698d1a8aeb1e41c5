/** Nobody loses what they typed by a wrong click: leaving a page with unsaved changes asks first. */
import { Button, Dialog } from "@relevo/ui";
import { useEffect, useState } from "preact/hooks";
import { goTo, guardRoute, type Route } from "../../page/route.ts";

interface Guarded {
  readonly isDirty: { peek(): boolean };
  reset(): void;
}

export function UnsavedGuard({ form }: { form: Guarded }) {
  const [wanted, setWanted] = useState<Route | null>(null);
  useEffect(() => {
    const unguard = guardRoute((next) => {
      if (!form.isDirty.peek()) return true;
      setWanted(next);
      return false;
    });
    const stay = (event: BeforeUnloadEvent): void => {
      if (form.isDirty.peek()) event.preventDefault();
    };
    addEventListener("beforeunload", stay);
    return () => {
      unguard();
      removeEventListener("beforeunload", stay);
    };
  }, [form]);
  if (!wanted) return null;
  const leave = (): void => {
    setWanted(null);
    form.reset();
    goTo(wanted);
  };
  return (
    <Dialog
      title="Leave without saving?"
      testid="unsaved"
      onClose={() => setWanted(null)}
      actions={
        <>
          <Button variant="primary" testid="unsaved-stay" autofocus onClick={() => setWanted(null)}>
            Stay here
          </Button>
          <Button testid="unsaved-leave" onClick={leave}>
            Leave without saving
          </Button>
        </>
      }
    >
      <p>What you changed on this page has not been saved yet.</p>
    </Dialog>
  );
}
