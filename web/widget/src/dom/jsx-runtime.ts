/** What the JSX of the widget's views is compiled to; drawing lives in `dom.ts`. */
import type { JSX as Elements } from "preact";
import { type Kid, textNode, type VNode } from "./dom.ts";

/** Anything that may stand between two tags; what is no text and no element draws nothing. */
export type Children = VNode | string | number | boolean | null | undefined | readonly Children[];

type Props = Readonly<Record<string, unknown>> & { readonly children?: Children };

/** An element, or what a function makes of its properties. */
export function jsx(tag: string | ((props: never) => Children), { children, ...props }: Props, key?: string): VNode | Children {
  if (typeof tag === "string") return { tag, props, kids: kidsOf(children), key };
  const made = tag({ children, ...props } as never);
  return made && key !== undefined ? { ...(made as VNode), key } : made;
}

// One name for both: the same bytes over and over are packed best.
export { jsx as jsxs };

/** The children as they are drawn: lists laid flat, text as nodes, nothing as a kept place. */
export function kidsOf(children: Children): Kid[] {
  if (Array.isArray(children)) return children.flatMap(kidsOf);
  if (typeof children === "string" || typeof children === "number") return [children === "" ? null : textNode(String(children))];
  return [typeof children === "object" ? (children as VNode | null) : null];
}

/** Types only: names, attributes and events are checked against the DOM's. */
export namespace JSX {
  export type Element = Children;
  export type ElementType = string | ((props: never) => Children);
  export type IntrinsicElements = Elements.IntrinsicElements;
  export interface IntrinsicAttributes {
    key?: string;
  }
  export interface ElementChildrenAttribute {
    children: unknown;
  }
}
