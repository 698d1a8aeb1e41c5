/**
 * Draws trees of elements and keeps them up to date: what the widget needs of a view library, in a fifth of the bytes.
 * No components, no state: a function that returns elements is simply called (`jsx-runtime.ts`).
 */

export interface VNode {
  readonly tag: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly kids: readonly Kid[];
  /** Finds the same child again among its siblings, wherever it stands. */
  readonly key: string | undefined;
  /** Where it is drawn. */
  node?: Element | Text;
}

/** Nothing drawn here, but the place is kept: what comes after it is still the same. */
export type Kid = VNode | null;

const SVG = "http://www.w3.org/2000/svg";
const TEXT = "#";

export function textNode(text: string): VNode {
  return { tag: TEXT, props: { text }, kids: [], key: undefined };
}

/** What is drawn in each parent. */
const drawn = new WeakMap<Element, readonly Kid[]>();

/** Makes the parent's content what `kids` say, changing as little as can be: focus, scroll and typing stay. */
export function draw(parent: Element, kids: readonly Kid[]): void {
  const before = drawn.get(parent) ?? [];
  drawn.set(parent, kids);
  const keyed = new Map(before.map((kid) => [kid?.key, kid]));
  const matches = kids.map((kid, at) => {
    const old = kid?.key === undefined ? before[at] : keyed.get(kid.key);
    return kid && old && old.tag === kid.tag && old.key === kid.key ? old : null;
  });
  // Those that stay are never moved when others go or come, so the gone leave first.
  const staying = new Set(matches);
  for (const old of before) if (old && !staying.has(old)) old.node?.remove();
  let next: ChildNode | null = parent.firstChild;
  kids.forEach((kid, at) => {
    if (!kid) return;
    const node = update(parent, matches[at] ?? null, kid);
    if (node === next) next = node.nextSibling;
    else parent.insertBefore(node, next);
  });
}

/** The node of `kid`: the one of its match brought up to date, or a new one. */
function update(parent: Element, old: Kid, kid: VNode): Element | Text {
  // The very same tree: nothing in it can have changed.
  if (old === kid && kid.node) return kid.node;
  const { tag, props, kids } = kid;
  if (tag === TEXT) {
    const text = (old?.node as Text | undefined) ?? document.createTextNode("");
    if (text.data !== props["text"]) text.data = props["text"] as string;
    return (kid.node = text);
  }
  const inSvg = tag === "svg" || parent.namespaceURI === SVG;
  const node = (old?.node as Element | undefined) ?? (inSvg ? document.createElementNS(SVG, tag) : document.createElement(tag));
  kid.node = node;
  for (const name in { ...old?.props, ...props }) setProp(node, name, props[name], old?.props[name]);
  draw(node, kids);
  (props["ref"] as ((node: Element) => void) | undefined)?.(node);
  return node;
}

function setProp(node: Element, name: string, value: unknown, old: unknown): void {
  if (/^on|^value$/.test(name)) {
    const field = name.toLowerCase() as "textContent";
    // A handler is a function, never a string; writing the same text again would move the cursor.
    if (node[field] !== value) node[field] = value as string;
  } else if (value !== old && name !== "ref") {
    const isState = /^aria-/.test(name);
    if (value === undefined || value === null || (value === false && !isState)) node.removeAttribute(name);
    else node.setAttribute(name, value === true && !isState ? "" : String(value));
  }
}
