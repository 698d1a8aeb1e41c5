/** What calls oneself: sound, notifications of the system, what is muted, and when one counts as away. Kept at every change. */
import { oneLine } from "@relevo/client";
import { Button, Icon } from "@relevo/ui";
import { useState } from "preact/hooks";
import { askPermission, type Permission, permission, show } from "../../alerts/desktop.ts";
import type { Kind } from "../../alerts/judge.ts";
import { play } from "../../alerts/sound.ts";
import { SWITCHES } from "../../alerts/switches.ts";
import { visitorName } from "../../list/words.ts";
import { useDesk } from "../../state/desk.ts";
import { NumberField, Toggle } from "../parts/fields.tsx";
import { Page, Section } from "../parts/page.tsx";

const MAX_AWAY_MIN = 240;

export function AlertsPage() {
  const { preferring } = useDesk();
  const { sound, muted_kinds: kinds, muted_while_away: isQuietAway } = preferring.now.value;
  const turn = (some: readonly Kind[], isWanted: boolean): void => {
    const others = kinds.filter((one) => !(some as readonly string[]).includes(one));
    void preferring.change({ muted_kinds: isWanted ? others : [...others, ...some] });
  };
  return (
    <Page title="Alerts" lead="What calls you while you look elsewhere. Kept at once, for all your browsers.">
      <Section title="How">
        <Toggle label="Sound" hint="Two rising notes for a request, a short tap for everything else." checked={sound} testid="alert-sound" onChange={(checked) => void preferring.change({ sound: checked })} />
        <div class="set-tries">
          <Button size="s" icon="bell" testid="try-request" onClick={() => void play("request")}>
            Hear a request
          </Button>
          <Button size="s" icon="bell" testid="try-message" onClick={() => void play("message")}>
            Hear a message
          </Button>
        </div>
        <Desktop />
      </Section>
      <Section title="What" lead="Muted things still count on the badge and in the title.">
        {SWITCHES.map(({ words, kinds: some }) => (
          <Toggle key={some[0]} isBox label={words} checked={!some.some((kind) => kinds.includes(kind))} testid={`alert-${some[0]}`} onChange={(checked) => turn(some, checked)} />
        ))}
      </Section>
      <Section title="When">
        <AwayAfter />
        <Toggle label="Quiet while I am away" hint="No sound and no notification until you are back." checked={isQuietAway} testid="alert-away" onChange={(checked) => void preferring.change({ muted_while_away: checked })} />
      </Section>
      <Muted />
    </Page>
  );
}

const TOLD: Readonly<Record<Permission, string>> = {
  granted: "Name, what was said and why, beside the clock of your computer. A click opens the conversation.",
  default: "Your browser asks once whether this page may notify you. Say yes there, and requests reach you while you work in another program.",
  denied: "Your browser blocks notifications of this page. Allow them at the lock beside the address, then turn this on.",
  unsupported: "Not in this browser, or not without https. The sound and the badge work all the same.",
};

/** The browser's question comes from this click only: asked unbidden, most people say no for ever. */
function Desktop() {
  const { preferring, me } = useDesk();
  const [allowed, setAllowed] = useState(permission);
  const isOn = preferring.now.value.desktop && allowed === "granted";
  const turn = async (checked: boolean): Promise<void> => {
    const answer = checked && allowed === "default" ? await askPermission() : permission();
    setAllowed(answer);
    await preferring.change({ desktop: checked && answer === "granted" });
  };
  const example = { id: "example", conversationId: null, title: `${oneLine(me.name)} · this is how it looks`, text: "What the visitor said stands here.", sound: "message" } as const;
  return (
    <>
      <Toggle label="Notifications of the system" hint={TOLD[allowed]} checked={isOn} disabled={allowed === "denied" || allowed === "unsupported"} testid="alert-desktop" onChange={(checked) => void turn(checked)} />
      {isOn && (
        <div class="set-tries">
          <Button size="s" icon="eye" testid="try-desktop" onClick={() => show(example, () => undefined)}>
            Show an example
          </Button>
        </div>
      )}
    </>
  );
}

function AwayAfter() {
  const { preferring } = useDesk();
  const kept = preferring.now.value.away_after_min;
  const [typed, setTyped] = useState<number | null>(kept);
  const isWrong = typed === null || typed < 1 || typed > MAX_AWAY_MIN;
  const take = (value: number | null): void => {
    setTyped(value);
    if (value !== null && value >= 1 && value <= MAX_AWAY_MIN && value !== kept) void preferring.change({ away_after_min: value });
  };
  return (
    <NumberField
      label="Away after"
      value={typed}
      min={1}
      max={MAX_AWAY_MIN}
      unit="minutes without a touch in any tab"
      error={isWrong ? `A number from 1 to ${MAX_AWAY_MIN}.` : undefined}
      hint="The next touch brings you back. “Away” chosen in your menu stays until you change it."
      testid="away-after"
      onInput={take}
    />
  );
}

function Muted() {
  const { preferring, rows } = useDesk();
  const ids = preferring.now.value.muted_conversations;
  if (ids.length === 0) return null;
  return (
    <Section title="Muted conversations" lead="Mute one in its header, or with M.">
      <ul class="set-rows" aria-label="Muted conversations">
        {ids.map((id) => {
          const row = rows.of(id).value;
          return (
            <li key={id} class="set-row" data-testid="muted" data-id={id}>
              <Icon name="bell_off" size={18} />
              <div class="set-row__words">
                <strong dir="auto">{row ? visitorName(row) : "A conversation"}</strong>
              </div>
              <Button size="s" testid="unmute" onClick={() => void preferring.mute(id, false)}>
                Alert again
              </Button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
