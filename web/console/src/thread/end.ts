/** Keeps a scrolling box at its end while the reader is there; otherwise says that there is more below. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** This close to the end still counts as reading the newest. */
const NEAR_PX = 80;

export interface End {
  /** Something came that the reader has not scrolled to. */
  readonly isBehind: boolean;
  toEnd(): void;
  onScroll(): void;
}

export interface EndOptions {
  readonly box: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  /** Changes whenever something is added. */
  readonly news: readonly unknown[];
  /** The reader's own words always come into sight. */
  readonly isOwn: boolean;
}

export function useEnd({ box, content, news, isOwn }: EndOptions): End {
  const isAtEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);

  const toEnd = (): void => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  const onScroll = (): void => {
    const element = box.current;
    if (!element) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (isAtEnd.current) setBehind(false);
  };
  useLayoutEffect(() => {
    if (isAtEnd.current || isOwn) toEnd();
    else setBehind(true);
  }, news);
  // The box shrinks when the keyboard of a phone opens, and lines grow after they were drawn: the end must stay in sight.
  useLayoutEffect(() => {
    if (!box.current || !content.current) return;
    const watcher = new ResizeObserver(() => isAtEnd.current && toEnd());
    watcher.observe(box.current);
    watcher.observe(content.current);
    return () => watcher.disconnect();
  }, []);
  return { isBehind, toEnd, onScroll };
}
