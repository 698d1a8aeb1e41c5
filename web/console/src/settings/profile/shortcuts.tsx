/** Which key does what: press another one to change it. Two things on one key are said, and the agent decides. */
import { Button, Icon, IconButton } from "@relevo/ui";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { ACTIONS } from "../../actions/index.ts";
import { keyName, keyWords } from "../../keys/keys.ts";
import { conflictsOf, isGiveable, type KeyLine, linesFor, withKey } from "../../keys/remap.ts";
import { useDesk } from "../../state/desk.ts";
import { Page, Section } from "../parts/page.tsx";

export function ShortcutsPage() {
  const { preferring } = useDesk();
  const { shortcuts: changed } = preferring.now.value;
  const [asked, setAsked] = useState<string | null>(null);
  const lines = useMemo(() => linesFor(ACTIONS, changed), [changed]);
  const give = (line: KeyLine, key: string | null): void => {
    setAsked(null);
    void preferring.change({ shortcuts: withKey(changed, line, key) });
  };
  const groups = [...new Set(lines.map(({ group }) => group))];
  const reset = (
    <Button icon="undo" disabled={Object.keys(changed).length === 0} testid="keys-reset" onClick={() => void preferring.change({ shortcuts: {} })}>
      All as usual
    </Button>
  );
  return (
    <Page title="Shortcuts" lead="Keys act while you are not typing; those with Ctrl or ⌘ always. Choose a line, then press the key." act={reset}>
      {groups.map((group) => (
        <Section key={group} title={group}>
          <ul class="set-chords">
            {lines
              .filter((line) => line.group === group)
              .map((line) => (
                <Line key={line.label} line={line} lines={lines} isAsked={asked === line.label} onAsk={(isAsking) => setAsked(isAsking ? line.label : null)} onGive={(key) => give(line, key)} />
              ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}

interface LineProps {
  readonly line: KeyLine;
  readonly lines: readonly KeyLine[];
  readonly isAsked: boolean;
  readonly onAsk: (isAsking: boolean) => void;
  /** Null is as usual, empty is none. */
  readonly onGive: (key: string | null) => void;
}

function Line({ line, lines, isAsked, onAsk, onGive }: LineProps) {
  const { label, keys, isChanged } = line;
  const others = [...new Set(keys.flatMap((key) => conflictsOf(lines, label, key)))];
  return (
    <li class="set-chord" data-testid="key-line" data-action={line.ids[0]}>
      <span class="set-chord__label">
        {label}
        {others.length > 0 && (
          <small class="set-chord__clash" role="alert" data-testid="key-clash">
            <Icon name="alert" size={14} /> Also: {others.join(", ")}. The first that is possible wins.
          </small>
        )}
      </span>
      <button type="button" class="set-chord__now" data-testid="key-change" onClick={() => onAsk(!isAsked)}>
        {isAsked ? <Listening onKey={onGive} onEnd={() => onAsk(false)} /> : keys.length ? keys.map((key) => <kbd key={key} class="ui-key">{keyWords(key)}</kbd>) : <span class="set-chord__none">none</span>}
        <span class="visually-hidden">, change the key of “{label}”</span>
      </button>
      <IconButton icon="close" label={`No key for “${label}”`} testid="key-none" disabled={keys.length === 0} onClick={() => onGive("")} />
      <IconButton icon="undo" label={`The usual key for “${label}”`} testid="key-usual" disabled={!isChanged} onClick={() => onGive(null)} />
    </li>
  );
}

/** Takes the next key before anything else hears of it; Escape ends it, and Tab goes on as always. */
function Listening({ onKey, onEnd }: { onKey: (key: string) => void; onEnd: () => void }) {
  // Before "Press a key" is painted: whoever is fast is heard too.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === "Tab") return onEnd();
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === "Escape") return onEnd();
      const name = keyName(event);
      if (isGiveable(name)) onKey(name);
    };
    addEventListener("keydown", pressed, true);
    return () => removeEventListener("keydown", pressed, true);
  }, []);
  return (
    <span role="status" data-testid="key-listening">
      Press a key…
    </span>
  );
}
