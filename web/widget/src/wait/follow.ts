/** What follows from a change by itself while a person is waited for or there: what is read out, heard, and told of typing. */
import type { ChatState } from "../chat/store.ts";
import type { Tools } from "../contract.ts";
import { chime } from "./chime.ts";

/** The place in the queue is read out no more often than this, however often it changes. */
const PLACE_EVERY_MS = 30_000;
/** For so long after a sound no other tab makes one, and this one neither. */
const QUIET_MS = 1_500;
const TYPING_EVERY_MS = 2_000;
/** A typing signal says nothing any more after this. */
const TYPING_LASTS_MS = 6_000;
/** What is sent along of a text that is being typed. */
const DRAFT_CHARS = 2_000;

type Timer = ReturnType<typeof setTimeout> | undefined;
let placeTimer: Timer;
let typingTimer: Timer;
let tellTimer: Timer;
let toldAt = -Infinity;

export function follow(before: ChatState, now: ChatState, tools: Tools, isNews: boolean): void {
  const { store } = tools;
  const { typing } = now.transcript;
  const place = now.conversation?.queue ?? null;
  if (place !== now.heardPlace && !(place && placeTimer)) readOut(tools);
  if (typing && typing !== before.transcript.typing) {
    clearTimeout(typingTimer);
    typingTimer = setTimeout(() => store.hear({ type: "typing_over" }), TYPING_LASTS_MS);
  }
  // The text stands in every tab; the one it is typed in tells.
  if (now.typed !== before.typed && !document.hidden) tell(tools);
  // What failed was meant for a state that is over.
  if (now.failure && now.failure !== "too_long" && now.conversation?.phase !== before.conversation?.phase) store.set({ failure: null });
  if (isNews && now.hasSound) ring(now, tools);
}

function readOut({ store }: Tools): void {
  const heardPlace = store.state.conversation?.queue ?? null;
  clearTimeout(placeTimer);
  // When the time is over, whatever it has become is read out.
  const again = (): void => {
    placeTimer = undefined;
    store.set({});
  };
  placeTimer = heardPlace ? setTimeout(again, PLACE_EVERY_MS) : undefined;
  store.set({ heardPlace });
}

/** Tells that the visitor is typing, not too often; with drafts shared the last state of the text is always among what is told. */
function tell(tools: Tools): void {
  const { conversation, session, typed } = tools.store.state;
  const isShared = session?.settings.handoff.shares_drafts;
  clearTimeout(tellTimer);
  if (!/waiting|busy|joining|live/.test(conversation?.phase ?? "") || !(isShared || typed.trim())) return;
  const waitMs = toldAt + TYPING_EVERY_MS - performance.now();
  if (waitMs > 0) {
    if (isShared) tellTimer = setTimeout(() => tell(tools), waitMs);
    return;
  }
  toldAt = performance.now();
  tools.tell(isShared ? { text: typed.slice(0, DRAFT_CHARS) } : {});
}

/** One sound, whichever tabs hear the message. */
function ring({ conversation, transcript }: ChatState, { kept }: Tools): void {
  const play = (): void => {
    const [id, seq] = (kept.get("rang") ?? "").split(" ");
    if (id === conversation?.id && Number(seq) >= transcript.seq) return;
    kept.set("rang", `${conversation?.id} ${transcript.seq}`);
    chime();
  };
  // Outside secure pages, and where cookies are blocked, there are no locks.
  if (!navigator.locks) return play();
  navigator.locks
    .request("relevo.ring", { ifAvailable: true }, (lock) => {
      if (!lock) return;
      play();
      return new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    })
    .catch(play);
}
