/** The labels of a conversation, and giving and taking them: those of the catalogue are suggested, any other word is welcome. */
import type { AgentConversation } from "@relevo/client";
import { Icon, Name } from "@relevo/ui";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { problemText } from "../api/problem-text.ts";
import { LabelChip } from "../list/standing.tsx";
import { letGoOfFocus, useFocusTarget } from "../page/focus.ts";
import { useDesk } from "../state/desk.ts";
import { mayAct } from "../state/standing.ts";
import { isFound } from "../assign/targets.ts";

const MAX_LABEL_CHARS = 40;
const MAX_SUGGESTED = 8;

export function LabelsEditor({ conversation }: { conversation: AgentConversation }) {
  const { api, rows, toasts, labels, me } = useDesk();
  const [isBusy, setBusy] = useState(false);
  useEffect(labels.want, []);
  const names = conversation.labels;
  const put = async (next: readonly string[]): Promise<void> => {
    setBusy(true);
    try {
      rows.accept(await api.setLabels(conversation.id, next));
    } catch (error) {
      toasts.say("failed", problemText(error));
    } finally {
      setBusy(false);
    }
  };
  const isFixed = !mayAct(me);
  return (
    <div class="labels" data-testid="labels" aria-busy={isBusy || undefined}>
      {names.map((name) => (
        <span key={name} class="labels__one">
          <LabelChip name={name} />
          {!isFixed && (
            <button type="button" class="ui-cross" aria-label={`Remove the label ${name}`} data-testid="label-remove" disabled={isBusy} onClick={() => void put(names.filter((one) => one !== name))}>
              <Icon name="close" size={12} />
            </button>
          )}
        </span>
      ))}
      {names.length === 0 && isFixed && <span class="labels__none">None</span>}
      {!isFixed && <AddLabel taken={names} onAdd={(name) => void put([...names, name])} />}
    </div>
  );
}

function AddLabel({ taken, onAdd }: { taken: readonly string[]; onAdd: (name: string) => void }) {
  const { labels } = useDesk();
  const listId = useId().replace(/\W/g, "");
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  useFocusTarget("labels", field);
  const query = text.trim();
  const known = labels.items.value.filter(({ name }) => !taken.includes(name) && isFound(query, name)).slice(0, MAX_SUGGESTED);
  const isNew = query !== "" && !taken.includes(query) && !labels.items.value.some(({ name }) => name.toLowerCase() === query.toLowerCase());
  const options = [...known.map(({ name }) => name), ...(isNew ? [query] : [])];
  const add = (name: string | undefined): void => {
    if (!name) return;
    setText("");
    setAt(0);
    onAdd(name);
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      setText("");
      letGoOfFocus();
      return field.current?.blur();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) setAt((at + step + options.length) % options.length);
    else if (event.key === "Enter" && !event.isComposing) add(options[at]);
    else return;
    event.preventDefault();
  };
  const isListed = isOpen && options.length > 0;
  return (
    <div class="labels__add">
      <input
        ref={field}
        role="combobox"
        aria-label="Add a label"
        aria-expanded={isListed}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isListed ? `${listId}-${at}` : undefined}
        placeholder="Add a label"
        autocomplete="off"
        maxLength={MAX_LABEL_CHARS}
        value={text}
        data-testid="label-add"
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      <ul id={listId} role="listbox" aria-label="Labels" class="labels__list" hidden={!isListed}>
        {options.map((name, nth) => (
          <li
            key={name}
            id={`${listId}-${nth}`}
            role="option"
            aria-selected={nth === at}
            class="ui-option"
            data-testid="label-option"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => add(name)}
          >
            {isNew && name === query ? (
              <>
                <Icon name="plus" size={14} /> Add “<Name of={name} />”
              </>
            ) : (
              <LabelChip name={name} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
