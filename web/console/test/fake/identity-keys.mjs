/** The keys for signed identities in the fake: made, told once, removed. It signs and checks nothing. */
import { Refusal } from "./world.mjs";

const MOST = 2;

/** Answers calls on an inbox's keys: `[status, body]`, or null for other paths. */
export function identityKeys(desk, mayConfigure, { url, request, body }) {
  const [, inboxId, keyId] = /^\/v1\/inboxes\/([^/]+)\/identity-keys(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  if (!inboxId) return null;
  if (!mayConfigure) throw new Refusal(403, "forbidden");
  if (!desk.inboxes.some(({ id }) => id === inboxId)) throw new Refusal(404, "not-found");
  const keys = (desk.identityKeys[inboxId] ??= []);
  if (request.method === "GET") return [200, { items: keys }];
  if (request.method === "POST") return [201, make(desk, keys, body, request.headers["idempotency-key"])];
  const found = keys.find(({ id }) => id === keyId);
  if (!found) throw new Refusal(404, "not-found");
  keys.splice(keys.indexOf(found), 1);
  return [204];
}

function make(desk, keys, { algorithm, public_key: pem = null }, request) {
  if (request && desk.made.has(request)) return { ...desk.made.get(request), secret: null };
  if (desk.isWithoutSeal && algorithm === "HS256") throw new Refusal(422, "validation", { field: "secrets", detail: "This server has no key to keep secrets with. Set one, then try again." });
  if (algorithm === "EdDSA" && !/^-----BEGIN PUBLIC KEY-----/.test(pem ?? "")) throw new Refusal(422, "validation", { field: "public_key", detail: "This is no Ed25519 public key in PEM." });
  if (keys.length >= MOST) throw new Refusal(409, "conflict", { detail: "There are 2 keys already. Remove the one that is no longer used." });
  const made = { id: `idk_01991c7a-5b1e-7c42-9d0f-3f8a6b2e4c1${desk.nextId++}`, algorithm, created_at: Date.now(), public_key: pem };
  keys.push(made);
  desk.made.set(request, made);
  return { ...made, secret: algorithm === "HS256" ? `sec_${"s".repeat(39)}` : null };
}
