/** The policies of the workspace, each with what it means for visitors and agents. The words are in `words.ts`. */
import { Icon } from "@relevo/ui";
import { useId, useMemo } from "preact/hooks";
import type { PolicySettings } from "../../api/desk.ts";
import { useBench } from "../bench.ts";
import { NumberField, Toggle } from "../parts/fields.tsx";
import { changesOf, type Form, openForm } from "../parts/form.ts";
import { Bounded, Page, SaveBar, Unready, useLoaded } from "../parts/page.tsx";
import { UnsavedGuard } from "../parts/unsaved.tsx";
import { CONFIRMED, POLICIES, type PolicyWords, VISITOR_SEES } from "./words.ts";

export function PoliciesPage() {
  const { calls } = useBench();
  const state = useLoaded(() => calls.settings());
  return (
    <Page title="Policies" lead="How your team takes over, waits and hands back. Each rule says what visitors and agents notice of it.">
      {state.kind === "ready" ? <PoliciesEditor policies={state.value.policies} /> : <Unready state={state} />}
    </Page>
  );
}

function PoliciesEditor({ policies }: { policies: PolicySettings }) {
  const { calls, mayConfigure } = useBench();
  const form = useMemo(() => openForm<PolicySettings>(policies, (field) => field.startsWith("policies.")), []);
  const save = (): Promise<boolean> => form.save(async (draft, kept) => (await calls.changeSettings({ policies: changesOf(kept, draft) })).policies);
  return (
    <>
      <Bounded mayChange={mayConfigure}>
        {POLICIES.map((words) => (
          <Policy key={words.name} words={words} form={form} />
        ))}
      </Bounded>
      <p class="set-aside">
        R14, the response timeout, stands on the page <a href="#/settings/handoff">Handoff</a>.
      </p>
      {mayConfigure && <SaveBar form={form} onSave={save} />}
      <UnsavedGuard form={form} />
    </>
  );
}

function Policy({ words, form }: { words: PolicyWords; form: Form<PolicySettings> }) {
  const id = useId();
  const { name, number, title, about, visitor, agent, options, pending } = words;
  const error = form.errorOf(`policies.${name}`);
  return (
    <section class="policy" aria-labelledby={id} data-testid={`policy-${name}`}>
      <div class="policy__words">
        <h2 id={id}>
          {title} {number && <span class="policy__number">{number}</span>}
        </h2>
        <p>{about}</p>
        <dl class="policy__effects">
          <div>
            <dt>Visitors</dt>
            <dd>{visitor}</dd>
          </div>
          <div>
            <dt>Agents</dt>
            <dd>{agent}</dd>
          </div>
        </dl>
      </div>
      <fieldset class="set-fieldset policy__choice" disabled={pending !== undefined}>
        {options && <Choices name={name} labelledBy={id} options={options} value={String(form.draft.value[name])} onChoose={(value) => form.set({ [name]: value })} />}
        <More name={name} form={form} />
        {pending && <p class="set-note">{pending}</p>}
        {error && (
          <p class="set-field__told set-field__told--wrong" role="alert">
            {error}
          </p>
        )}
      </fieldset>
    </section>
  );
}

interface ChoicesProps {
  readonly name: string;
  readonly labelledBy: string;
  readonly options: NonNullable<PolicyWords["options"]>;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

function Choices({ name, labelledBy, options, value, onChoose }: ChoicesProps) {
  return (
    <div class="policy__options" role="radiogroup" aria-labelledby={labelledBy}>
      {options.map((option) => (
        <label key={option.value} class="policy__option">
          <input type="radio" class="set-radio" name={name} value={option.value} checked={option.value === value} data-testid={`${name}-${option.value}`} onChange={() => onChoose(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

/** What a rule has beside one choice: boxes to tick, or a number. */
function More({ name, form }: { name: string; form: Form<PolicySettings> }) {
  const now = form.draft.value;
  switch (name) {
    case "visitor_sees":
      return (
        <>
          {VISITOR_SEES.map(({ value, label }) => (
            <Toggle key={value} isBox label={label} checked={now.visitor_sees.includes(value)} testid={`sees-${value}`} onChange={(isOn) => form.set({ visitor_sees: VISITOR_SEES.map((one) => one.value).filter((one) => (one === value ? isOn : now.visitor_sees.includes(one))) })} />
          ))}
          {now.visitor_sees.length === 0 && (
            <p class="set-note set-note--warning" role="status">
              <Icon name="alert" size={17} /> <span>Visitors will not know that a person has taken over.</span>
            </p>
          )}
        </>
      );
    case "confirm":
      return CONFIRMED.map(({ value, label }) => <Toggle key={value} isBox label={label} checked={now.confirm[value] ?? false} testid={`confirm-${value}`} onChange={(isOn) => form.set({ confirm: { ...now.confirm, [value]: isOn } })} />);
    case "tickets":
      return <Toggle isBox label="Go to the ticket after taking over" checked={now.redirect_to_ticket} onChange={(redirect_to_ticket) => form.set({ redirect_to_ticket })} />;
    case "owner_vanishes":
      return <NumberField label="After" unit="seconds" min={60} max={86_400} value={now.owner_grace_s} error={form.errorOf("policies.owner_grace_s")} testid="owner-grace" onInput={(seconds) => form.set({ owner_grace_s: seconds as number })} />;
    case "assignment":
      return (
        <>
          <NumberField label="Up to" unit="conversations each" max={100} value={now.capacity} error={form.errorOf("policies.capacity")} testid="capacity" onInput={(count) => form.set({ capacity: count as number })} />
          <NumberField label="First answer within" unit="seconds" hint="Otherwise it goes to somebody else. 0: it stays." max={86_400} value={now.assignment_timeout_s} error={form.errorOf("policies.assignment_timeout_s")} testid="assignment-timeout" onInput={(seconds) => form.set({ assignment_timeout_s: seconds as number })} />
        </>
      );
    default:
      return null;
  }
}
