/** What a test plays from outside: the visitor, the AI, colleagues, the network. */
import { deskOf } from "./configured.mjs";
import { note, setLabels, take, transfer } from "./passing.mjs";
import { AGENTS, ASSISTANTS, asAgent, asAssistant, party, Refusal } from "./world.mjs";

export async function play(state, what, body) {
  const { world } = state;
  const one = body.id ? world.of(body.id) : null;
  const colleague = AGENTS.find((agent) => agent.id === (body.agent ?? "ag_ana"));
  switch (what) {
    case "visitor-says":
      world.say(one, one.visitor, body.text);
      if (one.control.kind === "agent") world.notify(one.control.owner.id, { kind: "message", one });
      return {};
    case "assistant-says":
      return world.say(one, asAssistant(ASSISTANTS[0]), body.text);
    case "draft":
      return world.draft(one, body.delta) ?? {};
    case "ask":
      world.ask(one, body.trigger ?? "button", body.reason ?? null);
      for (const agent of AGENTS) world.notify(agent.id, { kind: "human_requested", one, reason: body.reason ?? null });
      return {};
    case "expire":
      return world.expire(one) ?? {};
    case "go-on":
      return world.goOn(one) ?? {};
    case "take":
      return world.takeOver(one, colleague) ?? {};
    case "agent-says":
      return world.say(one, asAgent(colleague), body.text);
    case "release":
      return { answersNow: world.release(one, colleague) };
    case "new":
      return world.row(world.start({ id: body.newId, name: body.name, at: Date.now() }));
    case "types":
      world.tell(one.id, { event: "typing", data: { actor: one.visitor, ...(body.text ? { text: body.text } : {}) } });
      return {};
    case "agent-types":
      world.tell(one.id, { event: "typing", data: { actor: asAgent(colleague) } });
      return {};
    case "attends":
      world.tell(one.id, { event: "attention", data: world.attention.put(one.id, party(colleague), body.state) });
      return {};
    case "transfer":
      return transfer(world, one, colleague, { agent_id: body.to, team_id: body.team, note: body.note, confirm: true }) ?? {};
    case "override":
      return take(world, one, colleague, { force: true }) ?? {};
    case "presence":
      world.presence.set(body.agent, body.state);
      world.tell("inbox", { event: "presence", data: { agent: party(colleague), state: body.state } });
      return {};
    case "label":
      return setLabels(world, one, colleague, body.labels) ?? {};
    case "mention":
      return note(world, one, colleague, { text: body.text, mentions: [body.whom] });
    case "settings":
      // The plan, for instance: what is given is laid over what is configured.
      Object.assign(deskOf(world).settings, body);
      return {};
    case "network":
      Object.assign(state, body);
      if (body.isDown) for (const stream of state.streams) stream.destroy();
      return {};
    default:
      throw new Refusal(404, "not-found");
  }
}
