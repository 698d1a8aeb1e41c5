/**
 * The picture of the chat in one of its states: the classes are the widget's (`web/widget/src/view`, `…/wait`), the words those being edited.
 * A text that stands there only at times takes the place of its neighbour while it is edited.
 */
import { initials } from "@relevo/client";
import type { Scene } from "./groups.ts";
import { AGENT, Bubble, Composer, Drawing, Push, Sign, Status } from "./pieces.tsx";
import type { PreviewProps } from "./preview.tsx";

interface DrawnProps extends PreviewProps {
  readonly direction: "ltr" | "rtl";
}

export function Drawn(props: DrawnProps) {
  const { language, direction, scene } = props;
  const words = wordsOf(props);
  return (
    <section class="panel" lang={language} dir={direction}>
      <Header {...props} />
      <div class="middle">
        <div class="scroller">{scene === "greeting" ? <Greeting {...words} /> : <Lines {...props} {...words} />}</div>
        {words.isEdited("jump") && (
          <Push look="round jump">
            <Drawing name="up" />
          </Push>
        )}
      </div>
      <div class="foot-area">
        <Foot scene={scene} {...words} />
      </div>
    </section>
  );
}

interface Words {
  readonly say: (key: string) => string;
  /** Whether one of these is being edited. */
  readonly isEdited: (...keys: readonly string[]) => boolean;
  /** The usual text, or what takes its place while it is edited. */
  readonly either: (usual: string, ...others: readonly string[]) => string;
}

function wordsOf({ texts, assistant, edited }: PreviewProps): Words {
  const say = (key: string): string => filledIn(texts[key], assistant);
  const isEdited = (...keys: readonly string[]): boolean => edited !== undefined && keys.includes(edited);
  return { say, isEdited, either: (usual, ...others) => say(isEdited(...others) ? edited! : usual) };
}

/** Fills in what the chat fills in; a name never turns the line around. */
export function filledIn(text: string | undefined, assistant: string): string {
  const values: Readonly<Record<string, string>> = { agent: AGENT, name: assistant, position: "2", minutes: "3", phone: "\u2066+49 170 1234567\u2069", count: "2" };
  return (text ?? "").replace(/\{([a-z_]+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? `\u2068${values[name]}\u2069` : whole));
}

const isWithAgent = (scene: Scene): boolean => scene === "live" || scene === "joining";
/** The AI has it: only then is a person to be asked for. */
const isWithAssistant = (scene: Scene): boolean => scene === "greeting" || scene === "offer" || scene === "resumed";

function Header({ texts, scene, assistant, title }: DrawnProps) {
  const isLive = scene === "live";
  const label = texts["ai_label"];
  const role = title ? [assistant, label].filter(Boolean).join(" · ") : assistant && label;
  const detail = isWithAgent(scene) ? texts["agent_label"] : isWithAssistant(scene) && role;
  return (
    <header class="header">
      {isWithAgent(scene) ? <span class="avatar agent">{initials(AGENT)}</span> : <Sign />}
      <div class="heading">
        <h2 dir="auto">{isLive ? filledIn(texts["header_live"], assistant) : isWithAgent(scene) ? AGENT : title || assistant || label}</h2>
        {isLive ? <span class="badge">{texts["badge_live"]}</span> : detail && <span class="detail">{detail}</span>}
      </div>
      {scene !== "greeting" && scene !== "offer" && (
        <Push look="round">
          <Drawing name="bell" />
        </Push>
      )}
      <Push look="round">
        <Drawing name="close" />
      </Push>
    </header>
  );
}

function Greeting({ say }: Words) {
  return (
    <div class="greeting">
      <p class="hello">{say("greeting")}</p>
      {say("greeting_detail")} {say("greeting_handoff")}
    </div>
  );
}

/** What has been said by then. */
function Lines({ texts, scene, assistant, say, isEdited, either }: DrawnProps & Words) {
  const notice = (text: string) => <div class="notice">{text}</div>;
  const line = (key: string, look: string) => <div class={`separator ${look}`}>{say(key)}</div>;
  const has = (...scenes: readonly Scene[]): boolean => scenes.includes(scene);
  const speaker = { name: assistant, role: texts["ai_label"] };
  return (
    <div>
      <Bubble kind="visitor" />
      {has("offer") && (isEdited("apology") ? notice(say("apology")) : <Offer say={say} question={either("offer", "offer_after_failure")} />)}
      {!has("offer") && notice(say("waiting"))}
      {has("busy") && notice(say("busy"))}
      {isEdited("phone_thanks", "phone_edit") && notice(say("phone_thanks"))}
      {has("joining", "live", "resumed", "closed") && (
        <>
          {line("separator_live", "live")}
          {notice(either("agent_joined", "transferred", "transferred_to_team"))}
        </>
      )}
      {has("live", "resumed", "closed") && <Bubble kind="agent" name={AGENT} role={texts["agent_label"]} />}
      {isEdited("typing") && <Bubble kind="agent" state="typing" />}
      {isEdited("owner_lost", "requeued") && notice(either("owner_lost", "requeued"))}
      {isEdited("sending") && <Bubble kind="visitor" state="unsent" below={<span class="foot sending">{say("sending")}</span>} />}
      {isEdited("not_sent", "retry") && <Bubble kind="visitor" state="refused" below={<Refused say={say} />} />}
      {has("resumed") && (
        <>
          {notice(either("agent_left", "assistant_back"))}
          {line("separator_assistant", "assistant")}
        </>
      )}
      {isEdited("answer_stopped") && <Bubble kind="assistant" {...speaker} state="cut" inside={<span class="stopped">{say("answer_stopped")}</span>} />}
      {isEdited("thinking") && <Bubble kind="assistant" {...speaker} state="typing" />}
      {has("closed") && notice(say("resolved"))}
      {isEdited("reopened") && notice(say("reopened"))}
    </div>
  );
}

function Offer({ say, question }: Pick<Words, "say"> & { readonly question: string }) {
  return (
    <div class="card">
      <p>{question}</p>
      <div class="choices">
        <Push look="button accept">{say("offer_yes")}</Push>
        <Push look="button decline">{say("offer_no")}</Push>
      </div>
    </div>
  );
}

function Refused({ say }: Pick<Words, "say">) {
  return (
    <span class="foot problem">
      {say("not_sent")} <Push look="link">{say("retry")}</Push>
    </span>
  );
}

function Foot({ scene, say, isEdited, either }: Words & { readonly scene: Scene }) {
  return (
    <>
      {isEdited("reconnecting", "ask_queued") && <Status>{either("reconnecting", "ask_queued")}</Status>}
      {isEdited("unavailable") && <Status isOver>{say("unavailable")}</Status>}
      {scene === "waiting" && (
        <Status>
          {say("waiting_spinner")}
          <span class="detail">{[either("queue_position", "queue_next"), say("queue_estimate")].filter(Boolean).join(" ")}</span>
        </Status>
      )}
      {scene === "joining" && <Status>{say("joining")}</Status>}
      {scene === "busy" && (
        <div class="stack">
          {isEdited("phone_thanks", "phone_edit") ? <Push look="link">{say("phone_edit")}</Push> : <NumberForm say={say} isWrong={isEdited("phone_invalid")} />}
          <Push look="button">
            <Drawing name="spark" />
            {say("continue_with_assistant")}
          </Push>
        </div>
      )}
      {isEdited("too_long", "failed") && <p class="problem">{either("too_long", "failed")}</p>}
      {scene === "closed" && <Push look="button accept">{say("start_new")}</Push>}
      {scene !== "closed" && <Composer placeholder={say("composer_placeholder")} />}
      {isEdited("draft_shared") && <p class="detail">{say("draft_shared")}</p>}
      {isWithAssistant(scene) && (
        <Push look="human">
          <Drawing name="person" />
          {say("talk_to_human")}
        </Push>
      )}
    </>
  );
}

function NumberForm({ say, isWrong }: Pick<Words, "say"> & { readonly isWrong: boolean }) {
  return (
    <div class="card stack">
      <label for="phone">{say("phone_hint")}</label>
      <div class="choices">
        <span class="country">
          <span>{say("phone_country")}</span>
        </span>
        <input id="phone" type="tel" tabIndex={-1} readOnly placeholder={say("phone_label")} />
      </div>
      {isWrong && <p class="problem">{say("phone_invalid")}</p>}
      <Push look="button accept">{say("phone_send")}</Push>
    </div>
  );
}

