/** What the team shares in the fake: teams, labels, canned replies, saved filters, settings. Routes on `world.desk`; the rules of conversations are elsewhere. */
import { AGENTS, Refusal } from "./world.mjs";

export function newDesk() {
  return {
    teams: [
      { id: "tm_refunds", name: "Refunds", agent_ids: ["ag_ana", "ag_tom"] },
      { id: "tm_nights", name: "Night shift", agent_ids: ["ag_eli"] },
    ],
    labels: [
      { id: "lb_refund", name: "refund", color: "#c0392b", description: "Money goes back" },
      { id: "lb_vip", name: "vip", color: "#7d3cff", description: null },
      { id: "lb_delivery", name: "delivery", color: "#1f8a70", description: null },
      { id: "lb_bug", name: "shop bug", color: "#e0a100", description: null },
    ],
    canned: [
      { id: "cr_hello", shortcut: "hello", title: "Greeting", text: "Hello {visitor.first_name}, this is {agent.first_name} of {inbox.name}. How can I help?", language: "en", is_shared: true, owner_id: null },
      { id: "cr_refund", shortcut: "refund", title: "Refund on its way", text: "I have refunded it, {visitor.first_name}. It is on your account within three working days.", language: "en", is_shared: true, owner_id: null },
      { id: "cr_return", shortcut: "return", title: "How to return something", text: "Please put the label into the parcel and bring it to any depot.", language: "en", is_shared: true, owner_id: null },
      { id: "cr_mine", shortcut: "bye", title: "My goodbye", text: "All the best, {agent.name}", language: null, is_shared: false, owner_id: "ag_noor" },
    ],
    filters: [{ id: "sf_vip", name: "VIP refunds", query: { view: "all", label: ["vip"] }, is_shared: true, owner_id: "ag_tom", position: 1 }],
    settings: {
      handoff: { amber_s: 30, red_s: 60, shares_drafts: true },
      policies: {
        release_rights: "owner_or_supervisor", transfer_offline: "warn", visitor_sees: ["text", "separator", "badge"],
        confirm: { take_over: false, release: false, resolve: true, reopen: false },
      },
    },
    nextId: 1,
  };
}

/** The answer to a call on what the team shares, or undefined when it is about something else. */
export function answerDesk({ world }, me, { at, url, body }) {
  const { desk } = world;
  switch (at) {
    case "GET /v1/teams":
      return { items: desk.teams.map((team) => ({ ...team, online_count: team.agent_ids.filter((id) => world.presence.get(id) === "online").length })) };
    case "GET /v1/labels":
      return { items: desk.labels };
    case "GET /v1/canned-replies":
      return { items: desk.canned.filter(({ owner_id: owner, is_shared: isShared }) => isShared || owner === me.id) };
    case "GET /v1/settings":
      return desk.settings;
    case "GET /v1/saved-filters":
      return { items: desk.filters.filter((one) => one.is_shared || one.owner_id === me.id).map((one) => counted(world, me, one)) };
    case "POST /v1/saved-filters": {
      if (body.is_shared) mustSupervise(me);
      const made = { ...body, id: `sf_${desk.nextId++}`, owner_id: me.id, position: desk.filters.length + 1 };
      desk.filters.push(made);
      return made;
    }
  }
  const [, id] = /^\/v1\/saved-filters\/(.+)$/.exec(url.pathname) ?? [];
  return id ? changeFilter({ world, me, id, at, body }) : undefined;
}

function changeFilter({ world, me, id, at, body }) {
  const { desk } = world;
  const one = desk.filters.find((filter) => filter.id === id);
  if (!one) throw new Refusal(404, "not-found");
  if (one.is_shared || body.is_shared) mustSupervise(me);
  if (at.startsWith("DELETE")) {
    desk.filters = desk.filters.filter((filter) => filter !== one);
    return null;
  }
  return Object.assign(one, body);
}

function mustSupervise({ role }) {
  if (!["owner", "administrator", "supervisor"].includes(role)) throw new Refusal(403, "forbidden");
}

function counted(world, me, one) {
  return { ...one, count: world.find(one.query, me.id).length };
}

/** Colleagues as the list of agents shows them. */
export function colleagues(world, me) {
  const open = (id) => [...world.conversations.values()].filter(({ status, control }) => status === "active" && control.kind === "agent" && control.owner.id === id).length;
  return AGENTS.map((one) => ({
    ...one,
    presence: world.presence.get(one.id) ?? (one === me ? "online" : "offline"),
    capacity: one.role === "viewer" ? null : 5,
    open_count: open(one.id),
    team_ids: world.desk.teams.filter(({ agent_ids: ids }) => ids.includes(one.id)).map(({ id }) => id),
    is_active: true,
  }));
}
