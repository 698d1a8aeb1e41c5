/** Shows the safe part of Markdown that web/client reads, as elements and text nodes. It parses nothing. */
import { type MarkdownElement, type MarkdownNode, markdown } from "@relevo/client";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";

export interface MarkdownProps {
  readonly text: string;
  /** The text may end in the middle of a phrase: bold that has begun is bold already, not two stars. */
  readonly isRunning?: boolean;
}

export function MarkdownView({ text, isRunning = false }: MarkdownProps) {
  const nodes = useMemo(() => markdown(isRunning ? closed(text) : text), [text, isRunning]);
  return <div class="ui-markdown" dir="auto">{nodes.map(show)}</div>;
}

function closed(text: string): string {
  return text.split("**").length % 2 === 0 ? `${text.trimEnd()}**` : text;
}

function show(node: MarkdownNode): VNode | string {
  return typeof node === "string" ? node : element(node);
}

function element({ tag, kids, href, start }: MarkdownElement): VNode {
  const inner = kids.map(show);
  switch (tag) {
    case "a":
      return (
        <a href={href ?? ""} target="_blank" rel="noopener noreferrer nofollow">
          {inner}
        </a>
      );
    case "h":
      // A heading inside a message must not join the outline of the page.
      return <p class="ui-markdown__heading">{inner}</p>;
    case "pre":
      return (
        <pre tabIndex={0}>
          <code>{inner}</code>
        </pre>
      );
    case "table":
      return (
        <div class="ui-markdown__table" tabIndex={0}>
          <table>
            <tbody>{inner}</tbody>
          </table>
        </div>
      );
    case "ol":
      return <ol start={start ?? 1}>{inner}</ol>;
    case "hr":
      return <hr />;
    default: {
      const Tag = tag;
      return <Tag>{inner}</Tag>;
    }
  }
}
