/** The filter bar: who answers, who answered last, label, channel, status; and keeping what is chosen under a name. */
import "./filters.css";
import type { View } from "@relevo/client";
import { Button } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Filter, SavedFilter } from "../api/shapes.ts";
import { colleagueName } from "../assign/targets.ts";
import { CHANNEL_NAMES, channelWords } from "../list/words.ts";
import { useDesk } from "../state/desk.ts";
import { maySave, narrow, narrowed, narrowedBy, questionOf, widen } from "./narrow.ts";
import { SaveDialog } from "./save.tsx";

export function FilterBar({ view, saved }: { view: View; saved: SavedFilter | null }) {
  const { team, labels, inbox, me } = useDesk();
  const [isSaving, setSaving] = useState(false);
  useEffect(labels.want, []);
  const by = narrowed.value;
  const rows = inbox.ids.value;
  const asked = questionOf(view, saved?.query ?? {}, by);
  const isNarrowed = narrowedBy.value > 0 || Boolean(by.q);
  return (
    <div class="filters" role="group" aria-label="Filters" data-testid="filters">
      <Pick label="Agent type" value={by.agent_type} testid="filter-agent-type" onPick={(value) => narrow({ agent_type: value as Filter["agent_type"] })}>
        <option value="ai">AI</option>
        <option value="human">Human</option>
      </Pick>
      <Pick label="Responded by" value={by.responded_by} testid="filter-responded-by" onPick={(value) => narrow({ responded_by: value })}>
        <optgroup label="Human agents">
          {team.agents.value.map((agent) => (
            <option key={agent.id} value={agent.id}>
              {colleagueName(agent)}
            </option>
          ))}
        </optgroup>
        <optgroup label="AI agents">
          {team.assistants.value.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </optgroup>
      </Pick>
      <Pick label="Label" value={by.label?.[0]} testid="filter-label" onPick={(value) => narrow({ label: value ? [value] : [] })}>
        {labels.items.value.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
        <OtherLabels known={labels.items.value.map(({ name }) => name)} ids={rows} />
      </Pick>
      <Pick label="Channel" value={by.channel} testid="filter-channel" onPick={(value) => narrow({ channel: value })}>
        {CHANNEL_NAMES.map((name) => (
          <option key={name} value={name}>
            {channelWords(name).label}
          </option>
        ))}
      </Pick>
      <Pick label="Status" value={by.status} testid="filter-status" onPick={(value) => narrow({ status: value as Filter["status"] })}>
        <option value="active">Active</option>
        <option value="closed">Closed</option>
      </Pick>
      {isNarrowed && (
        <div class="filters__acts">
          <Button size="s" variant="quiet" icon="close" testid="filters-clear" onClick={widen}>
            Clear
          </Button>
          {maySave(me) && (
            <Button size="s" icon="star" testid="filters-save" onClick={() => setSaving(true)}>
              Save
            </Button>
          )}
        </div>
      )}
      {isSaving && <SaveDialog query={{ ...asked.filter, view: asked.view }} onClose={() => setSaving(false)} />}
    </div>
  );
}

/** Labels on the screen that the catalogue does not have. */
function OtherLabels({ known, ids }: { known: readonly string[]; ids: readonly string[] }) {
  const { rows } = useDesk();
  const chosen = narrowed.value.label ?? [];
  const used = ids.slice(0, 200).flatMap((id) => rows.of(id).peek()?.labels ?? []);
  const others = [...new Set([...chosen, ...used])].filter((name) => !known.includes(name)).sort();
  return (
    <>
      {others.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </>
  );
}

interface PickProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly testid: string;
  readonly onPick: (value: string | undefined) => void;
  readonly children: ComponentChildren;
}

function Pick({ label, value, testid, onPick, children }: PickProps) {
  return (
    <label class={`filters__one${value ? " filters__one--set" : ""}`}>
      <span>{label}</span>
      <select value={value ?? ""} data-testid={testid} onChange={(event) => onPick(event.currentTarget.value || undefined)}>
        <option value="">Any</option>
        {children}
      </select>
    </label>
  );
}
