/** To whom, and what they should know: colleagues with presence and load, teams, a note, and a second question for somebody offline. */
import type { AgentPresence } from "@relevo/client";
import { Button, Dialog } from "@relevo/ui";
import { useEffect, useState } from "preact/hooks";
import type { TeamListing } from "../../api/shapes.ts";
import { problemText } from "../../api/problem-text.ts";
import { colleagueName, colleaguesOf, isFound } from "../../assign/targets.ts";
import { visitorName } from "../../list/words.ts";
import { running } from "../run.ts";
import { transfer } from "../transfer.tsx";
import type { MoveContext, QuestionProps } from "../move.ts";
import { OwnerTold } from "./owner.tsx";
import { ColleagueOption, TeamOption } from "./target.tsx";

/** What the server takes of a note, in characters. */
const MAX_NOTE_CHARS = 2_000;

interface Picked {
  readonly kind: "agent" | "team";
  readonly id: string;
  readonly name: string;
  /** How somebody is not there, in a word. */
  readonly absence: string | null;
}

export function TransferDialog({ context, onClose }: QuestionProps) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const [note, setNote] = useState("");
  const [isRefused, setRefused] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { isBusy, send } = useTransfer(context, { onClose, onFailure: setFailure, onUnsure: () => setRefused(true) });
  // By what is known here, or because the server knew better.
  const warns = picked?.absence && context.desk.rules.now.value.transferOffline === "warn";
  const isSure = isRefused || Boolean(warns);
  const pick = (next: Picked): void => {
    setPicked(next);
    setRefused(false);
    setFailure(null);
  };
  const confirm = (): void => {
    if (picked) void send(picked, note.trim(), isSure);
  };
  return (
    <Dialog
      title={`Transfer ${visitorName(context.conversation)}`}
      testid="transfer-dialog"
      size="m"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" icon="transfer" testid="transfer-confirm" busy={isBusy} disabled={!picked} onClick={confirm}>
            {isSure && picked ? "Transfer anyway" : "Transfer"}
          </Button>
        </>
      }
    >
      <OwnerTold context={context} step="you passed it on" />
      <Targets context={context} pickedId={picked?.id ?? null} onPick={pick} />
      <label class="ask-field">
        <span>
          Note for {picked ? picked.name : "whoever takes it"} <small>only the team sees it</small>
        </span>
        <textarea
          rows={3}
          maxLength={MAX_NOTE_CHARS}
          value={note}
          dir="auto"
          placeholder="What is it about, what has been promised?"
          data-testid="transfer-note-field"
          onInput={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && confirm()}
        />
      </label>
      <div role="alert">
        {failure && (
          <p class="ask-warning ask-warning--failed" data-testid="transfer-failure">
            {failure}
          </p>
        )}
        {!failure && isSure && picked && (
          <p class="ask-warning" data-testid="transfer-offline">
            {picked.kind === "agent" ? `${picked.name} is ${picked.absence ?? "not there"}.` : `Nobody of ${picked.name} is online.`} The visitor waits until somebody is back. Transfer anyway?
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** Sends it, and sorts out what a refusal asks for. */
function useTransfer(context: MoveContext, on: { onClose(): void; onFailure(text: string): void; onUnsure(): void }) {
  const [isBusy, setBusy] = useState(false);
  const send = async (to: Picked, note: string, confirms: boolean): Promise<void> => {
    setBusy(true);
    running.value = "transfer";
    const target = to.kind === "agent" ? { agent_id: to.id } : { team_id: to.id };
    const refusal = await transfer(context, { ...target, ...(note ? { note } : {}), ...(confirms ? { confirm: true } : {}) });
    running.value = null;
    setBusy(false);
    if (!refusal) {
      context.desk.toasts.say("done", `Transferred to ${to.name}.`);
      return on.onClose();
    }
    if (refusal.slug === "target-unavailable" && refusal.body["can_confirm"] !== false && !confirms) return on.onUnsure();
    if (refusal.slug === "target-unavailable" || refusal.slug === "validation") return on.onFailure(problemText(refusal));
    on.onClose();
  };
  return { isBusy, send };
}

function Targets({ context: { desk, conversation }, pickedId, onPick }: { context: MoveContext; pickedId: string | null; onPick: (to: Picked) => void }) {
  const [query, setQuery] = useState("");
  useEffect(() => {
    desk.teams.want();
    void desk.team.refresh();
  }, []);
  const ownerId = conversation.control.kind === "agent" ? conversation.control.owner.id : "";
  const people = colleaguesOf(desk.team.agents.value, ownerId).filter((agent) => isFound(query, colleagueName(agent), agent.name, agent.email));
  const teams = desk.teams.items.value.filter((team) => isFound(query, team.name));
  const pickAgent = (agent: AgentPresence): void => onPick({ kind: "agent", id: agent.id, name: colleagueName(agent), absence: agent.presence === "online" ? null : agent.presence });
  const pickTeam = (team: TeamListing): void => onPick({ kind: "team", id: team.id, name: team.name, absence: team.online_count === 0 ? "offline" : null });
  return (
    <>
      <label class="ask-field">
        <span class="visually-hidden">Search colleagues and teams</span>
        <input type="search" placeholder="Search colleagues and teams" autocomplete="off" autofocus value={query} data-testid="transfer-search" onInput={(event) => setQuery(event.currentTarget.value)} />
      </label>
      <div class="targets" data-testid="transfer-targets">
        {people.length > 0 && (
          <fieldset>
            <legend>Colleagues</legend>
            {people.map((agent) => (
              <ColleagueOption key={agent.id} agent={agent} isPicked={agent.id === pickedId} onPick={pickAgent} />
            ))}
          </fieldset>
        )}
        {teams.length > 0 && (
          <fieldset>
            <legend>Teams</legend>
            {teams.map((team) => (
              <TeamOption key={team.id} team={team} isPicked={team.id === pickedId} onPick={pickTeam} />
            ))}
          </fieldset>
        )}
        {people.length + teams.length === 0 && <p class="targets__none">{query ? `Nobody found for “${query}”.` : "There is nobody else to transfer to."}</p>}
      </div>
    </>
  );
}
