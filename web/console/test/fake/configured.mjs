/**
 * The part of the fake that is configured: settings and presets, people, teams, labels, canned replies, AI agents, inboxes, keys, one's own account.
 * It refuses what the settings' tests need refused (names in use, what the plan lacks, wrong passwords), and takes everything else.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { colleagues } from "./desk.mjs";
import { identityKeys } from "./identity-keys.mjs";
import { AGENTS, ASSISTANTS, Refusal } from "./world.mjs";

const TEXTS = fileURLToPath(new URL("../../../../src/relevo/workspace/texts/", import.meta.url));
const LANGUAGES = ["en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ru", "uk", "ar", "he", "hi", "id", "vi", "th", "ja", "ko", "zh"];
const CONFIGURING = new Set(["owner", "administrator"]);
const SUPERVISING = new Set([...CONFIGURING, "supervisor"]);
const DAY = 86_400_000;

const catalogues = new Map();
function catalogue(language) {
  if (!catalogues.has(language)) catalogues.set(language, JSON.parse(readFileSync(`${TEXTS}${language}.json`, "utf8")));
  return catalogues.get(language);
}

const inEach = (key) => Object.fromEntries(LANGUAGES.map((tag) => [tag, catalogue(tag).texts[key]]));

function standard() {
  const phrases = (tag) => (tag === "en" ? ["talk to a human", "speak to someone", "human agent"] : catalogue(tag).keywords.slice(0, 3));
  return {
    language: "en", text_preset: "standard", texts: {},
    handoff: {
      enabled: true, keywords: Object.fromEntries(LANGUAGES.map((tag) => [tag, phrases(tag)])), waiting_texts: inEach("waiting"), response_timeout_s: 180, busy_texts: inEach("busy"),
      show_queue_position: true, show_estimated_wait: true, shares_drafts: false, offer_after_answers: 0, ask_after_failures: 0, ask_on_labels: [], offer_on_pages: [], amber_s: 30, red_s: 60,
    },
    policies: {
      after_resolve: "new_conversation", release_rights: "owner_or_supervisor", while_waiting: "silent", tickets: "off", redirect_to_ticket: false, visitor_sees: ["text", "separator", "badge"],
      announce_join: "take", resume_on: "next_visitor_message", continue_as: "same_conversation", confirm: { take_over: false, release: false, transfer: false, resolve: true, reopen: false },
      on_keyword: "ask", transfer_offline: "warn", owner_vanishes: "requeue", owner_grace_s: 180, assignment: "off", assignment_timeout_s: 180, capacity: 5,
    },
    plan: { name: "self_hosted", is_handoff_locked: false, upgrade_url: null },
  };
}

const desks = new WeakMap();
/** What is configured in a world. Tests may look into it. */
export function deskOf(world) {
  if (!desks.has(world)) desks.set(world, begin(world));
  return desks.get(world);
}

function begin({ desk: shared }) {
  const now = Date.now();
  return {
    settings: merged(standard(), shared.settings),
    /** Only what was changed or added here; everything else is as the world has it. */
    agents: AGENTS.map(({ id, email }) => ({ id, email })),
    assistants: ASSISTANTS.map((one) => ({ ...one, options: one.kind === "openai" ? { url: "http://127.0.0.1:11434/v1", key: "set", model: "small" } : {}, handoff: {}, is_active: true })),
    inboxes: [{ id: "in_shop", name: "Lamp & Co. shop", key: "pk_3Qm81dLxV0aUe7nYt2RzWk", channel: "web", assistant_id: "as_maya", allowed_origins: ["https://lamp.example"], requires_identity: false, title: "", color: "#3346d3", is_active: true }],
    /** By inbox. */
    identityKeys: {},
    /** Can it keep no secrets? */
    isWithoutSeal: false,
    // What agents use every day is the same as the inbox sees it.
    get teams() {
      return shared.teams;
    },
    set teams(teams) {
      shared.teams = teams;
    },
    get labels() {
      return shared.labels;
    },
    set labels(labels) {
      shared.labels = labels;
    },
    get "canned-replies"() {
      return shared.canned;
    },
    set "canned-replies"(replies) {
      shared.canned = replies;
    },
    "api-keys": [{ id: "ke_reports", name: "Weekly report", scopes: ["read"], made_by: "ag_sana", created_at: now - 40 * DAY, expires_at: now + 320 * DAY, last_used_at: now - DAY }],
    sessions: [
      { id: "se_here", created_at: now, last_seen_at: now, device: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", is_current: true },
      { id: "se_phone", created_at: now - DAY, last_seen_at: now - 3_600_000, device: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", is_current: false },
    ],
    preferences: { sound: true, desktop: false, muted_kinds: [], muted_conversations: [], muted_while_away: false, away_after_min: 5, theme: "system", density: "comfortable", direction: "automatic", shortcuts: {} },
    password: "correct horse battery",
    /** Teams that a visitor waits for. */
    waited: new Set(["tm_refunds"]),
    made: new Map(),
    nextId: 1,
  };
}

/** Answers what is its own: `[status, body]`, or null. Throws refusals. */
export function configured(world, me, { url, request, body }) {
  const desk = deskOf(world);
  const keys = identityKeys(desk, isConfiguring(me), { url, request, body });
  if (keys) return keys;
  const [, kind, id, tail] = /^\/v1\/([a-z-]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  const at = `${request.method} ${kind ?? ""}`;
  if (kind === "settings") return settings(desk, me, request.method, id, url, body);
  if (kind === "me") return own(desk, me, request.method, id, tail, body);
  if (!(kind in LISTS)) return null;
  if (at === `GET ${kind}`) return [200, { items: LISTS[kind].seen(desk, me, world) }];
  mustBe(LISTS[kind].changedBy(me, desk[kind].find((one) => one.id === id), body));
  const key = request.headers["idempotency-key"];
  if (request.method === "POST") return [201, LISTS[kind].shown(add(desk, me, kind, body, key), desk, world)];
  const found = desk[kind].find((one) => one.id === id);
  if (!found) throw new Refusal(404, "not-found");
  if (request.method === "PATCH") return [200, LISTS[kind].shown(change(desk, kind, found, body), desk, world)];
  if (kind === "teams" && desk.waited.has(id)) throw new Refusal(409, "conflict", { detail: "A visitor waits for this team. Claim them or pass them on first.", waiting: 1 });
  desk[kind] = desk[kind].filter((one) => one !== found);
  return [204];
}

const isConfiguring = (me) => CONFIGURING.has(me.role);
const isSupervising = (me) => SUPERVISING.has(me.role);
const asIs = (item) => item;
const all = (kind) => (desk, _, world) => desk[kind].map((one) => LISTS[kind].shown(one, desk, world));

const LISTS = {
  agents: { seen: (desk, me, world) => desk.agents.map((one) => person(one, world, me)), changedBy: isConfiguring, unique: "email", shown: (one, _, world) => person(one, world, null) },
  assistants: { seen: all("assistants"), changedBy: isConfiguring, shown: (one) => ({ ...one, options: Object.fromEntries(Object.entries(one.options).map(([name, value]) => [name, /key|secret|token|password/.test(name) ? "set" : value])) }) },
  inboxes: { seen: all("inboxes"), changedBy: isConfiguring, shown: asIs },
  teams: { seen: all("teams"), changedBy: isSupervising, unique: "name", shown: (one, _, world) => ({ ...one, online_count: one.agent_ids.filter((id) => world.presence.get(id) === "online").length }) },
  labels: { seen: all("labels"), changedBy: isSupervising, unique: "name", shown: asIs },
  "canned-replies": {
    seen: (desk, me) => desk["canned-replies"].filter((one) => one.is_shared || one.owner_id === me.id),
    changedBy: (me, found, body) => me.role !== "viewer" && (isSupervising(me) || !(found?.is_shared || body?.is_shared)), unique: "shortcut", shown: asIs,
  },
  "api-keys": { seen: (desk, me) => (mustBe(isConfiguring(me)), desk["api-keys"].map(({ key: _, ...one }) => one)), changedBy: isConfiguring, shown: asIs },
};

function person({ password: _, ...one }, world, me) {
  const known = colleagues(world, me).find(({ id }) => id === one.id);
  return { avatar_url: null, display_name: null, is_active: true, capacity: null, open_count: 0, team_ids: [], presence: "offline", ...known, ...one };
}

const STARTS = {
  agents: () => ({}),
  assistants: () => ({ avatar_url: null, options: {}, handoff: {}, is_active: true }),
  inboxes: (desk) => ({ key: `pk_new${desk.nextId}`, channel: "web", is_active: true }),
  teams: () => ({ agent_ids: [] }),
  labels: () => ({ description: null }),
  "canned-replies": (desk, me) => ({ language: null, is_shared: false, owner_id: me.id }),
  "api-keys": (desk, me, { lifetime_days: days }) => ({ made_by: me.id, created_at: Date.now(), expires_at: Date.now() + days * DAY, last_used_at: null, key: `rk_${"k".repeat(40)}` }),
};

function add(desk, me, kind, body, key) {
  if (key && desk.made.has(key)) return desk.made.get(key);
  checkName(desk, kind, body);
  if (kind === "agents" && body.password && body.password.length < 12) throw invalid("password", "Use at least 12 characters.");
  if (kind === "api-keys" && body.scopes.length === 0) throw invalid("scopes", "Choose at least one.");
  const made = { ...STARTS[kind](desk, me, body), ...body, id: `new_${desk.nextId++}` };
  desk[kind].push(made);
  desk.made.set(key, made);
  return made;
}

function change(desk, kind, found, body) {
  checkName(desk, kind, body, found);
  if (kind === "assistants" && body.handoff) return Object.assign(found, { handoff: merged(found.handoff, checkedHandoff(desk, body.handoff)) });
  const { options, password: _, ...rest } = body;
  return Object.assign(found, rest, options ? { options: merged(found.options, options) } : {});
}

function checkName(desk, kind, body, except) {
  const field = LISTS[kind].unique;
  const taken = field && body[field] !== undefined && desk[kind].some((one) => one !== except && one[field].toLowerCase() === body[field].toLowerCase());
  if (taken) throw new Refusal(409, "conflict", { field, detail: `There is one with this ${field} already.` });
}

function settings(desk, me, method, tail, url, body) {
  if (tail === "presets") return [200, presets(url.searchParams.get("language") ?? desk.settings.language)];
  if (method === "GET") return [200, shownSettings(desk)];
  mustBe(isConfiguring(me));
  if (body.handoff) checkedHandoff(desk, body.handoff);
  for (const [tag, texts] of Object.entries(body.texts ?? {})) {
    const strange = Object.entries(texts).find(([, text]) => /\{nonsense\}/.test(text ?? ""));
    if (strange) throw invalid(`texts.${tag}.${strange[0]}`, "{nonsense} is not filled in here; this text takes {agent}.");
  }
  const { texts = {}, ...rest } = body;
  desk.settings = merged(desk.settings, rest);
  desk.settings.texts = merged(desk.settings.texts, texts);
  return [200, shownSettings(desk)];
}

function shownSettings({ settings: one }) {
  return one.plan.is_handoff_locked ? { ...one, handoff: { ...one.handoff, enabled: false } } : one;
}

function checkedHandoff({ settings: { plan } }, handoff) {
  if (handoff.enabled && plan.is_handoff_locked) throw new Refusal(403, "plan-locked");
  if ("response_timeout_s" in handoff && handoff.response_timeout_s !== null && !(handoff.response_timeout_s >= 0)) throw invalid("handoff.response_timeout_s", "Expected a whole number.");
  if (handoff.offer_after_answers > 100) throw invalid("handoff.offer_after_answers", "Expected int <= 100.");
  for (const name of ["busy_texts", "waiting_texts"]) {
    const [tag] = Object.entries(handoff[name] ?? {}).find(([, text]) => text === "") ?? [];
    if (tag) throw invalid(`handoff.${name}.${tag}`, "A text has something to read and no control characters.");
    const [strange] = Object.entries(handoff[name] ?? {}).find(([, text]) => text?.includes("{name}")) ?? [];
    if (strange) throw invalid(`handoff.${name}.${strange}`, "{name} is not filled in here; this text takes no placeholder.");
  }
  const [tag] = Object.entries(handoff.keywords ?? {}).find(([, words]) => words?.some((word) => word.trim() === "\u200b")) ?? [];
  if (tag) throw invalid(`handoff.keywords.${tag}`, "A text has something to read and no control characters.");
  return handoff;
}

function presets(language) {
  const { texts, presets: named } = catalogue(LANGUAGES.includes(language) ? language : "en");
  const placeholders = Object.fromEntries(Object.entries(catalogue("en").texts).map(([key, text]) => [key, [...text.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => name)]));
  const others = Object.entries(named).map(([id, said]) => ({ id, name: "Customer service", texts: said }));
  return { language, languages: LANGUAGES, placeholders, items: [{ id: "standard", name: "Standard", texts }, ...others] };
}

function own(desk, me, method, what, id, body) {
  const told = () => ({ agent: me, preferences: desk.preferences, csrf_token: `csrf-${me.id}`, workspace: { id: "ws", name: "Lamp & Co." } });
  if (what === "sessions") {
    if (method === "GET") return [200, { items: desk.sessions }];
    desk.sessions = desk.sessions.filter((one) => one.id !== id);
    return [204];
  }
  if (what === "password") {
    if (body.current !== desk.password) throw new Refusal(401, "invalid-credentials");
    if (body.new.length < 12) throw invalid("new", "Use at least 12 characters.");
    desk.password = body.new;
    desk.sessions = desk.sessions.filter((one) => one.is_current);
    return [204];
  }
  if (method === "PATCH") {
    if (body.avatar_url && !/^(https:|\/)/.test(body.avatar_url)) throw invalid("avatar_url", "This must be an https:// address or a path on this server.");
    const { preferences, ...rest } = body;
    // Everybody in this process shares the people: a test's agent goes back with its world.
    me = { ...me, ...rest };
    if (preferences) desk.preferences = merged(desk.preferences, preferences);
  }
  return [200, told()];
}

/** RFC 7396. */
function merged(target, patch) {
  const result = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (typeof value === "object" && !Array.isArray(value)) result[name] = merged(result[name] ?? {}, value);
    else result[name] = value;
  }
  return result;
}

const invalid = (field, detail) => new Refusal(422, "validation", { field, detail });

function mustBe(isAllowed) {
  if (!isAllowed) throw new Refusal(403, "forbidden");
}
