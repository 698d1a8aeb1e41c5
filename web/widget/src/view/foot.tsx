/** The foot of the panel: what is being waited for, what can be done about it, and the box to write in. */
import type { Children } from "../dom/jsx-runtime.ts";
import { Composer, PhoneForm } from "./forms.tsx";
import { Icon } from "./icons.tsx";
import type { View } from "./view.tsx";

export function Foot({ view }: { view: View }): Children {
  const { chat, state, texts } = view;
  const { conversation, session, failure, isBusy } = state;
  const phase = conversation?.phase ?? "assistant";
  const isClosed = phase === "closed";
  const canWrite = !isClosed || session?.settings.policies.after_resolve !== "new_conversation";
  const canAsk = session?.settings.handoff.enabled && /assistant|asked/.test(phase);
  return (
    <div class="foot-area">
      <Status view={view} phase={phase} />
      {phase === "busy" && (
        <div class="stack" data-testid="busy">
          {!hasLeftNumber(view) && <PhoneForm view={view} />}
          <button type="button" class="button" data-testid="continue-ai" disabled={isBusy} onClick={() => chat.continueWithAssistant()}>
            <Icon name="spark" />
            {texts.continue_with_assistant}
          </button>
        </div>
      )}
      {failure && failure !== "phone_invalid" && (
        <p class="problem" role="alert" data-testid="problem">
          {texts[failure]}
        </p>
      )}
      {isClosed && (
        <button type="button" class="button accept" data-testid="start-new" onClick={() => chat.startNew()}>
          {texts.start_new}
        </button>
      )}
      {canWrite && <Composer view={view} />}
      {canAsk && (
        <button type="button" class="human" data-testid="talk-to-human" disabled={isBusy} onClick={() => chat.requestHuman("button")}>
          <Icon name="person" />
          {texts.talk_to_human}
        </button>
      )}
    </div>
  );
}

/** One line that says what is being waited for; it is announced, and empty most of the time. */
function Status({ view: { state, texts, isOffline }, phase }: { view: View; phase: string }): Children {
  const isFailed = state.stage === "failed";
  const waiting = phase === "waiting" ? texts.waiting_spinner : phase === "joining" && texts.joining;
  const text = isFailed ? texts.unavailable : isOffline ? texts.reconnecting : waiting;
  return (
    <div role="status" class="status" data-testid="status">
      {text && (
        <p>
          {!isFailed && <i class="spinner" />}
          {text}
        </p>
      )}
    </div>
  );
}

function hasLeftNumber({ state }: View): boolean {
  const { items } = state.transcript;
  const of = (type: string): number => items.findLastIndex((item) => item.kind === "notice" && item.event.type === type);
  return of("contact_left") > of("human_requested");
}
