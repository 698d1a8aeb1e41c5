/** Passing a conversation on in the fake: assign, transfer, override, reopen, notes, labels. Just enough rules to play every state. */
import { AGENTS, ASSISTANTS, asAgent, party, Refusal } from "./world.mjs";

/** Whoever named the control they saw is refused once it is over. */
export function mustBeAsSeen(one, { expected_epoch: expected } = {}) {
  if (expected !== undefined && expected !== one.epoch) throw new Refusal(409, "stale-epoch", { epoch: one.epoch });
}

export function assign(world, one, me, body) {
  mustBeAsSeen(one, body);
  if (body.assistant_id) return giveToAssistant(world, one, me, body.assistant_id);
  if (body.agent_id === null) return world.mustMove(one, me), requeue(world, one, me, { trigger: "queued" });
  if (body.agent_id === me.id) return take(world, one, me, body);
  world.mustMove(one, me);
  return hand(world, one, me, { ...body, cause: "assigned" });
}

export function transfer(world, one, me, body) {
  world.mustMove(one, me);
  mustBeAsSeen(one, body);
  if (body.team_id) {
    if (!world.desk.teams.some(({ id }) => id === body.team_id)) throw new Refusal(422, "validation", { detail: "There is no such team." });
    return requeue(world, one, me, { trigger: "transfer", team_id: body.team_id, note: body.note ?? null, text: "You are being passed to another team." });
  }
  return hand(world, one, me, body);
}

/** Taking it, from a colleague only by force and with the right to it. */
export function take(world, one, me, { force, expected_epoch: expected }) {
  const { control } = one;
  if (expected !== undefined && expected !== one.epoch) throw new Refusal(409, control.kind === "agent" ? "taken" : "stale-epoch", control.kind === "agent" ? { owner: control.owner, since: control.since } : {});
  if (!force || control.kind !== "agent" || control.owner.id === me.id) return world.takeOver(one, me);
  if (!world.mayOverride(me)) throw new Refusal(403, "forbidden");
  one.control = { kind: "waiting", since: Date.now(), trigger: "rule", timed_out: false };
  const former = control.owner;
  world.takeOver(one, me, Date.now(), { forced: true, from: control });
  world.notify(former.id, { kind: "taken_over", one, actor: asAgent(me) });
}

export function reopen(world, one, me) {
  if (one.status !== "closed") throw new Refusal(409, "conflict");
  one.status = "active";
  one.epoch += 1;
  one.control = { kind: "assistant", assistant: party(ASSISTANTS[0]), since: Date.now() };
  world.append(one, "reopened", { text: "Conversation reopened." }, asAgent(me));
}

export function note(world, one, me, { text, mentions = [] }) {
  const named = mentions.map((id) => AGENTS.find((agent) => agent.id === id)).filter(Boolean);
  const event = world.append(one, "note", { id: `n${world.nextId++}`, text, mentions: named.map(({ id, name }) => ({ id, name })) }, asAgent(me));
  for (const agent of named) world.notify(agent.id, { kind: "mention", one, actor: asAgent(me), text });
  return event;
}

export function setLabels(world, one, me, labels) {
  one.labels = labels;
  world.append(one, "labels_changed", { labels }, asAgent(me));
}

function hand(world, one, me, { agent_id: id, note: words = null, confirm, cause = "transferred" }) {
  const target = AGENTS.find((agent) => agent.id === id);
  if (!target) throw new Refusal(422, "validation", { detail: "There is no such agent." });
  const presence = world.presence.get(id) ?? "offline";
  const rule = world.desk.settings.policies.transfer_offline;
  if (presence !== "online" && rule !== "allow" && !(confirm && rule === "warn")) throw new Refusal(409, "target-unavailable", { target: party(target), presence, can_confirm: rule === "warn" });
  const from = one.control.kind === "agent" ? one.control.owner : null;
  one.epoch += 1;
  one.control = { kind: "agent", owner: party(target), since: Date.now(), has_spoken: false };
  const text = `${me.name.split(" ")[0]} has passed you to ${target.name.split(" ")[0]}.`;
  world.append(one, "transferred", { from, to: party(target), note: words, text, cause }, asAgent(me));
  world.notify(id, { kind: cause === "assigned" ? "assigned" : "transferred", one, actor: asAgent(me), text: words ?? "" });
}

function requeue(world, one, me, { trigger, team_id = null, note: words = null, text = "Connecting you with the team now…" }) {
  const at = Date.now();
  one.epoch += 1;
  one.human_handoff = true;
  one.requested_at = at;
  one.request_trigger = trigger;
  one.control = { kind: "waiting", since: at, trigger, reason: words, team_id, deadline: at + 180_000, timed_out: false };
  world.append(one, "human_requested", { trigger, reason: null, deadline: at + 180_000, team_id, note: words, text }, asAgent(me), at);
}

function giveToAssistant(world, one, me, id) {
  if (one.control.kind === "agent") return world.release(one, me, { assistant_id: id });
  const assistant = ASSISTANTS.find((candidate) => candidate.id === id);
  one.epoch += 1;
  one.human_handoff = false;
  one.requested_at = null;
  one.control = { kind: "assistant", assistant: party(assistant), since: Date.now() };
  world.append(one, "released", { assistant: party(assistant), text: "AI assistant is back.", cause: "assigned" }, asAgent(me));
}
