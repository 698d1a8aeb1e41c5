/** The foot of the panel: what is being waited for, what can be done about it, and the box to write in. */
import { phaseOf } from "../chat/store.ts";
import type { Children } from "../dom/jsx-runtime.ts";
import { composer } from "./composer.tsx";
import { icon } from "./icons.tsx";
import type { View } from "./view.tsx";

export function foot(view: View): Children {
  const { chat, state, texts } = view;
  const { session, failure, isBusy, isAsking, wait } = state;
  const phase = phaseOf(state);
  const isClosed = phase === "closed";
  const canWrite = !isClosed || session?.settings.policies.after_resolve !== "new_conversation";
  const canAsk = session?.settings.handoff.enabled && /assistant|asked/.test(phase);
  return (
    <div class="foot-area">
      {status(view)}
      {phase === "busy" && (
        <div class="stack" data-testid="busy">
          {wait?.number(view)}
          <button type="button" class="button" data-testid="continue-ai" aria-disabled={isBusy} onClick={() => chat.act("continue-with-assistant")}>
            {icon("spark")}
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
      {canWrite && composer(view)}
      {canAsk && (
        <button type="button" class="human" data-testid="talk-to-human" aria-disabled={isBusy || isAsking} onClick={() => chat.requestHuman("button")}>
          {icon("person")}
          {texts.talk_to_human}
        </button>
      )}
    </div>
  );
}

/** What is being waited for, in a line or two; it is announced, and empty most of the time. */
function status(view: View): Children {
  const { state, texts, isOffline } = view;
  const { stage, wait, isAsking } = state;
  const isFailed = stage === "failed";
  const isWaiting = phaseOf(state) === "waiting";
  const offline = (isAsking && texts.ask_queued) || texts.reconnecting;
  const text = isFailed ? texts.unavailable : isOffline ? offline : isWaiting ? texts.waiting_spinner : wait?.joining(view);
  const place = !isFailed && !isOffline && wait?.place(view);
  return (
    <div role="status" class="status" data-testid="status">
      {(text || place) && (
        <div>
          {text && !isFailed && <i class="spinner" />}
          <div>
            {text}
            {place}
          </div>
        </div>
      )}
    </div>
  );
}
