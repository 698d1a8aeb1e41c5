/** Where one is signed in, and ending what one does not know. */
import { Button, Icon, Moment } from "@relevo/ui";
import { useState } from "preact/hooks";
import { useBench } from "../bench.ts";
import { Section, Unready, useLoaded } from "../parts/page.tsx";
import { deviceOf, isHandheld } from "./device.ts";
import { wrongText } from "../parts/wrong.ts";

export function Sessions() {
  const { calls, say } = useBench();
  const state = useLoaded(() => calls.sessions());
  const [ended, setEnded] = useState<readonly string[]>([]);
  const end = async (id: string): Promise<void> => {
    try {
      await calls.endSession(id);
      setEnded((ids) => [...ids, id]);
    } catch (error) {
      say("failed", wrongText(error));
    }
  };
  return (
    <Section title="Signed in" lead="End what you do not recognise, then change your password.">
      {state.kind === "ready" ? (
        <ul class="set-rows" aria-label="Sessions" data-testid="sessions">
          {state.value
            .filter(({ id }) => !ended.includes(id))
            .map(({ id, device, is_current: isCurrent, last_seen_at: seenAt }) => (
              <li key={id} class="set-row" data-testid="session">
                <Icon name={isHandheld(device) ? "handset" : "computer"} size={20} />
                <div class="set-row__words">
                  <strong>{deviceOf(device)}</strong>
                  <p>{isCurrent ? "This one" : <>last active <Moment at={seenAt} as="dated" /></>}</p>
                </div>
                {!isCurrent && (
                  <Button size="s" testid="end-session" onClick={() => void end(id)}>
                    End
                  </Button>
                )}
              </li>
            ))}
        </ul>
      ) : (
        <Unready state={state} />
      )}
    </Section>
  );
}
