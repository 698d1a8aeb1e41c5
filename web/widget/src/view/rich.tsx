/** Shows Markdown as elements and text nodes; there is no way from a text to HTML source. */
import { type MarkdownNode, markdown } from "@relevo/client";
import type { Children } from "../dom/jsx-runtime.ts";
import { jsx } from "../dom/jsx-runtime.ts";

/** What has been read once: a long conversation is not read again for every token of an answer. */
const known = new WeakMap<object, Children>();

export function rich(bubble: { readonly text: string; readonly state: string }): Children {
  const { text, state } = bubble;
  // Bold that has begun is bold already, not two stars that vanish later.
  const isOpen = /draft|cut/.test(state) && text.split("**").length % 2 === 0;
  const shown = known.get(bubble) ?? (
    <div class="rich" dir="auto">
      {markdown(isOpen ? `${text.trimEnd()}**` : text).map(element)}
    </div>
  );
  known.set(bubble, shown);
  return shown;
}

function element(node: MarkdownNode): Children {
  if (typeof node === "string") return node;
  const { tag, href, start } = node;
  const children = node.kids.map(element);
  if (tag === "a") return jsx(tag, { href, target: "_blank", rel: "noopener noreferrer nofollow", children });
  if (tag === "h") return jsx("p", { children: jsx("strong", { children }) });
  if (tag === "table") return jsx("div", { class: "table", tabindex: 0, children: jsx(tag, { children }) });
  return jsx(tag, { start, children });
}
