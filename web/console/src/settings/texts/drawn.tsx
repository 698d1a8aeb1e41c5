/** The picture of the chat in one of its states: the classes are the widget's (`web/widget/src/view`, `…/wait`), the words those being edited. */
import { initials } from "@relevo/client";
import type { ComponentChildren } from "preact";
import type { Texts } from "../../api/desk.ts";
import type { Scene } from "./groups.ts";
import type { PreviewProps } from "./preview.tsx";

const AGENT = "Maria Santos";
const PATHS = {
  close: "M6 6l12 12M18 6 6 18",
  up: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  bell: "M6 9.5a6 6 0 0 1 12 0c0 5.5 2 7 2 7H4s2-1.5 2-7M10 20h4",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6",
  spark: "M12 3c.7 5 3.5 8 9 9-5.5 1-8.3 4-9 9-.7-5-3.5-8-9-9 5.5-1 8.3-4 9-9Z",
} as const;

interface DrawnProps extends PreviewProps {
  readonly direction: "ltr" | "rtl";
}

export function Drawn(props: DrawnProps) {
  const { language, direction, scene } = props;
  return (
    <section class="panel" lang={language} dir={direction}>
      <Header {...props} />
      <div class="middle">
        <div class="scroller">{scene === "greeting" ? <Greeting {...props} /> : <Lines {...props} />}</div>
      </div>
      <div class="foot-area">
        <Foot {...props} />
      </div>
    </section>
  );
}

/** Fills in what the chat fills in; a name never turns the line around. */
function filledIn(text: string | undefined, assistant: string): string {
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
        <button type="button" tabIndex={-1} class="round">
          <Drawing name="bell" />
        </button>
      )}
      <button type="button" tabIndex={-1} class="round">
        <Drawing name="close" />
      </button>
    </header>
  );
}

function Greeting({ texts }: DrawnProps) {
  return (
    <div class="greeting">
      <p class="hello">{texts["greeting"]}</p>
      {texts["greeting_detail"]} {texts["greeting_handoff"]}
    </div>
  );
}

/** What has been said by then. */
function Lines({ texts, scene, assistant }: DrawnProps) {
  const say = (key: string): string => filledIn(texts[key], assistant);
  const notice = (key: string) => <div class="notice">{say(key)}</div>;
  const line = (key: string, look: string) => <div class={`separator ${look}`}>{say(key)}</div>;
  const has = (...scenes: readonly Scene[]): boolean => scenes.includes(scene);
  return (
    <div>
      <Bubble kind="visitor" />
      {has("offer") && (
        <div class="card">
          <p>{say("offer")}</p>
          <div class="choices">
            <button type="button" tabIndex={-1} class="button accept">{say("offer_yes")}</button>
            <button type="button" tabIndex={-1} class="button decline">{say("offer_no")}</button>
          </div>
        </div>
      )}
      {!has("offer") && notice("waiting")}
      {has("busy") && notice("busy")}
      {has("joining", "live", "resumed", "closed") && (
        <>
          {line("separator_live", "live")}
          {notice("agent_joined")}
        </>
      )}
      {has("live", "resumed", "closed") && <Bubble kind="agent" name={texts["agent_label"] ?? ""} />}
      {has("resumed") && (
        <>
          {notice("agent_left")}
          {line("separator_assistant", "assistant")}
        </>
      )}
      {has("closed") && notice("resolved")}
    </div>
  );
}

/** Somebody said something: what it was is not ours to word. */
function Bubble({ kind, name }: { kind: "visitor" | "agent"; name?: string }) {
  return (
    <div class={`row ${kind} said first`}>
      {name !== undefined && (
        <div class="who">
          <span class="avatar agent">{initials(AGENT)}</span>
          <span>
            {AGENT} · {name}
          </span>
        </div>
      )}
      <div class="bubble">
        <div class="plain">{kind === "visitor" ? "● ● ●  ● ● ● ● ●  ● ●" : "● ● ● ●  ● ●  ● ● ● ●"}</div>
      </div>
    </div>
  );
}

function Foot({ texts, scene, assistant }: DrawnProps) {
  const say = (key: string): string => filledIn(texts[key], assistant);
  return (
    <>
      {(scene === "waiting" || scene === "joining") && (
        <Status>
          {scene === "waiting" ? say("waiting_spinner") : say("joining")}
          {scene === "waiting" && <span class="detail">{[say("queue_position"), say("queue_estimate")].filter(Boolean).join(" ")}</span>}
        </Status>
      )}
      {scene === "busy" && (
        <div class="stack">
          <NumberForm say={say} />
          <button type="button" tabIndex={-1} class="button">
            <Drawing name="spark" />
            {say("continue_with_assistant")}
          </button>
        </div>
      )}
      {scene === "closed" && <button type="button" tabIndex={-1} class="button accept">{say("start_new")}</button>}
      {scene !== "closed" && <Composer placeholder={say("composer_placeholder")} />}
      {isWithAssistant(scene) && (
        <button type="button" tabIndex={-1} class="human">
          <Drawing name="person" />
          {say("talk_to_human")}
        </button>
      )}
    </>
  );
}

function NumberForm({ say }: { say: (key: string) => string }) {
  return (
    <div class="card stack">
      <label for="phone">{say("phone_hint")}</label>
      <div class="choices">
        <span class="country">
          <span>{say("phone_country")}</span>
        </span>
        <input id="phone" type="tel" tabIndex={-1} readOnly placeholder={say("phone_label")} />
      </div>
      <button type="button" tabIndex={-1} class="button accept">{say("phone_send")}</button>
    </div>
  );
}

function Status({ children }: { children: ComponentChildren }) {
  return (
    <div class="status">
      <div>
        <i class="spinner" />
        <div>{children}</div>
      </div>
    </div>
  );
}

function Composer({ placeholder }: { placeholder: Texts[string] | undefined }) {
  return (
    <div class="composer">
      <textarea rows={1} placeholder={placeholder} aria-label={placeholder} readOnly />
      <button type="button" tabIndex={-1} class="round send">
        <Drawing name="up" />
      </button>
    </div>
  );
}

function Sign() {
  return (
    <span class="avatar assistant">
      <Drawing name="spark" />
    </span>
  );
}

function Drawing({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
