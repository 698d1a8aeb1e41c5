/**
 * What is shown instead of a part whose file cannot be fetched: it is gone when the server was updated while this page was open.
 * Apart from `later.tsx`, which the desk needs while it is loaded itself: the two in one file are a cycle, and no page comes up.
 */
import { Button, Icon } from "@relevo/ui";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { useDesk } from "../state/desk.ts";

export const UNLOADED = "Relevo may have been updated meanwhile, or there is no connection.";
export const LOAD_AGAIN = "Load it again";
export const loadAgain = (): void => location.reload();

/** For what is opened over the rest: it is told in passing, and closed, so that nothing waits for it. */
export function untold<P extends object>(close: (props: P) => void = () => undefined): ComponentType<P> {
  return function Untold(props: P): null {
    const { toasts } = useDesk();
    useEffect(() => {
      toasts.say("failed", `This could not be loaded. ${UNLOADED}`, { act: { label: LOAD_AGAIN, run: loadAgain } });
      close(props);
    }, []);
    return null;
  };
}

/** For what the page is there for: it stands in its place until it is loaded again. */
export function UnloadedStage({ onBack }: { onBack: () => void }) {
  return (
    <div class="stage__empty" role="alert">
      <Icon name="alert" size={28} />
      <p>This conversation could not be loaded. {UNLOADED}</p>
      <Button variant="primary" icon="retry" onClick={loadAgain}>
        {LOAD_AGAIN}
      </Button>
      <button type="button" class="link" onClick={onBack}>
        Back to the list
      </button>
    </div>
  );
}
