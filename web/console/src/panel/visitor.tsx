/** What is known of the visitor: who, where, on what, how to reach them, the pages they came by, and what they asked before. */
import { type AgentConversation, oneLine, safeHref, visible } from "@relevo/client";
import { Icon, type IconName, IconButton, Moment, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { EarlierConversation, VisitorContext } from "../api/shapes.ts";
import { later } from "../page/later.tsx";
import { untold } from "../screens/unloaded.tsx";
import { useDesk } from "../state/desk.ts";
import type { EarlierProps } from "./earlier.tsx";
import { type Fact, visitorFacts } from "./facts.ts";

const EarlierDialog = later<EarlierProps>(() => import("./earlier.tsx").then((file) => file.EarlierDialog), untold(({ onClose }) => onClose()));

export function VisitorPart({ conversation, context }: { conversation: AgentConversation; context: VisitorContext | null }) {
  const facts = visitorFacts(conversation, context);
  const phones = context?.leads.map(({ phone }) => phone) ?? [];
  const all = [...new Set([conversation.contact_phone, ...phones].flatMap((phone) => phone || []))];
  return (
    <section class="panel__part" aria-label="Visitor">
      {all.map((phone) => (
        <Phone key={phone} phone={phone} />
      ))}
      <dl>
        {facts.map(({ label, value }: Fact) => (
          <div key={label} class="fact">
            <dt>{label}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {context?.device && <Device device={context.device} />}
    </section>
  );
}

/** A number somebody left to be called: one press away. */
function Phone({ phone }: { phone: string }) {
  const { toasts } = useDesk();
  const number = oneLine(phone);
  const copy = (): void => {
    navigator.clipboard.writeText(number).then(
      () => toasts.say("done", "Number copied."),
      () => toasts.say("failed", "The browser did not allow copying. Select the number and copy it by hand."),
    );
  };
  return (
    <div class="lead" data-testid="lead">
      <Icon name="phone" size={16} />
      <a class="lead__number" href={`tel:${number.replace(/[^\d+]/g, "")}`} dir="ltr">
        {number}
      </a>
      <IconButton icon="copy" label={`Copy ${number}`} testid="lead-copy" onClick={copy} />
    </div>
  );
}

const DEVICES: Readonly<Record<string, { readonly icon: IconName; readonly label: string }>> = {
  phone: { icon: "handset", label: "Phone" },
  tablet: { icon: "handset", label: "Tablet" },
  computer: { icon: "computer", label: "Computer" },
};

function Device({ device: { kind, os, browser } }: { device: NonNullable<VisitorContext["device"]> }) {
  const { icon, label } = DEVICES[kind] ?? { icon: "computer", label: kind };
  return (
    <p class="device" data-testid="device">
      <Icon name={icon} size={16} /> <bdi>{[label, os, browser].flatMap((part) => oneLine(part ?? "") || []).join(" · ")}</bdi>
    </p>
  );
}

const SHOWN_PAGES = 5;

/** The latest first. */
export function PagesPart({ pages }: { pages: VisitorContext["pages"] }) {
  const [isWhole, setWhole] = useState(false);
  if (pages.length === 0) return null;
  const latest = [...pages].sort((one, other) => other.at - one.at);
  return (
    <section class="panel__part" aria-labelledby="pages-title">
      <h3 class="panel__title" id="pages-title">
        Pages
      </h3>
      <ol class="trail" data-testid="pages">
        {latest.slice(0, isWhole ? undefined : SHOWN_PAGES).map((page) => (
          <li key={`${page.at}${page.url}`} class="trail__page">
            <PageName {...page} />
            <Moment at={page.at} as="dated" />
          </li>
        ))}
      </ol>
      {!isWhole && latest.length > SHOWN_PAGES && (
        <button type="button" class="link panel__more" onClick={() => setWhole(true)}>
          {latest.length - SHOWN_PAGES} more
        </button>
      )}
    </section>
  );
}

/** A page is opened only by an address of the web; anything else is shown as the text it is. */
function PageName({ url, title }: { url: string; title: string | null }) {
  const href = safeHref(url);
  const name = oneLine(title ?? "") || pathOf(url);
  if (!href?.startsWith("http")) return <bdi class="trail__name">{name}</bdi>;
  return (
    <a class="trail__name" href={href} target="_blank" rel="noopener noreferrer nofollow" title={visible(url)}>
      <bdi>{name}</bdi>
    </a>
  );
}

function pathOf(url: string): string {
  try {
    const { host, pathname, search } = new URL(url);
    return visible(pathname === "/" ? host : pathname + search);
  } catch {
    return visible(url);
  }
}

export function EarlierPart({ conversations, visitor }: { conversations: readonly EarlierConversation[]; visitor: string }) {
  const [openId, setOpen] = useState<string | null>(null);
  if (conversations.length === 0) return null;
  const open = conversations.find(({ id }) => id === openId);
  return (
    <section class="panel__part" aria-labelledby="earlier-title">
      <h3 class="panel__title" id="earlier-title">
        Earlier conversations
      </h3>
      <ul class="earlier" data-testid="earlier">
        {conversations.map((one) => (
          <li key={one.id}>
            <button type="button" class="earlier__one" data-testid="earlier-one" onClick={() => setOpen(one.id)}>
              <span class="earlier__what">
                <bdi>{oneLine(one.subject || one.last_message || "") || "No message"}</bdi>
              </span>
              <span class="earlier__aside">
                {one.status === "closed" ? "Resolved" : "Active"}
                {one.owner && (
                  <>
                    {" · "}
                    <Name of={one.owner.name} />
                  </>
                )}
              </span>
              <Moment at={one.created_at} as="dated" />
            </button>
          </li>
        ))}
      </ul>
      {open && <EarlierDialog earlier={open} visitor={visitor} onClose={() => setOpen(null)} />}
    </section>
  );
}
