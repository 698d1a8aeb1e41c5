/** What the fake knows of a visitor: pages, device, what they asked before, the numbers they left. */
const MINUTE = 60_000;

export function visitorContext(world, one, now = Date.now()) {
  const { visitor, profile, created_at: since } = one;
  const earlier = [...world.conversations.values()].filter((other) => other !== one && other.visitor.name === visitor.name && visitor.name);
  return {
    id: visitor.id,
    name: visitor.name || null,
    email: profile.email ?? null,
    locale: profile.locale,
    languages: [profile.locale, "en"],
    first_seen_at: since - 40 * 24 * 60 * MINUTE,
    last_seen_at: now - MINUTE,
    device: { kind: profile.device?.includes("Pixel") ? "phone" : "computer", os: profile.device?.includes("Pixel") ? "Android 16" : "macOS 15", browser: "Chrome 142" },
    pages: pagesOf(one, since),
    conversations: earlier.map((other) => world.row(other)).map(({ id, subject, status, created_at, last_message, control }) => ({ id, subject, status, created_at, last_message: last_message?.text ?? null, owner: control.kind === "agent" ? control.owner : null })),
    leads: one.contact_phone ? [{ phone: one.contact_phone, at: now - MINUTE, conversation_id: one.id }] : [],
  };
}

function pagesOf({ profile }, since) {
  const shop = "https://shop.example";
  const trail = [
    { url: `${shop}/`, title: "Lamp & Co." },
    { url: `${shop}/lamps`, title: "All lamps" },
    { url: `${shop}/lamps/halo?color=brass`, title: "Halo pendant lamp, brass" },
    { url: `${shop}/help/dimmers`, title: "Which dimmer fits?" },
    { url: `${shop}/lamps/halo`, title: null },
    { url: "javascript:alert(1)", title: "<b>not bold</b>" },
    { url: profile.page?.startsWith("/") ? shop + profile.page : `${shop}/cart`, title: "Cart" },
  ];
  return trail.map((page, at) => ({ ...page, at: since - (trail.length - at) * 40_000 }));
}

/** Who looks at which conversation, and what they do there. */
export class Attention {
  #viewers = new Map();

  put(id, agent, state) {
    const here = this.#viewers.get(id) ?? new Map();
    if (state === "gone") here.delete(agent.id);
    else here.set(agent.id, { agent, state });
    this.#viewers.set(id, here);
    return this.of(id);
  }

  of(id) {
    return { viewers: [...(this.#viewers.get(id)?.values() ?? [])] };
  }
}
