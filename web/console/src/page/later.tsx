/** Parts of the page that are fetched when they are first shown, so that the first load stays small. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Fetched while nothing else is to be done, so that they are there when they are wanted. */
const awaited: (() => Promise<unknown>)[] = [];

/** For what is no part of the picture, and must be there when its moment comes, with or without a connection. */
export function fetchSoon(load: () => Promise<unknown>): void {
  awaited.push(load);
}

/** As `later`, for what is small and wanted soon after the start: questions, the details. */
export function soon<P extends object>(load: () => Promise<ComponentType<P>>, Unloaded: ComponentType<P>): ComponentType<P> {
  awaited.push(load);
  return later(load, Unloaded);
}

/** Fetches what is wanted soon, one after the other, once the page is at rest. */
export function warmUp(): void {
  const next = async (): Promise<void> => {
    await awaited.shift()?.().catch(() => undefined);
    if (awaited.length) rest(next);
  };
  rest(next);
}

function rest(act: () => unknown): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(() => act(), { timeout: 3_000 });
  else setTimeout(act, 500);
}

/**
 * A component in a file of its own; nothing is drawn until it is there. `Unloaded` is drawn where it cannot be fetched, with the same
 * props (see `unloaded.tsx`). The next one to be drawn tries again, in vain where the browser remembers the failure until the page is
 * loaded again (https://github.com/whatwg/html/issues/6768): so `Unloaded` offers that.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, Unloaded: ComponentType<P>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Later(props: P): JSX.Element | null {
    const [Shown, show] = useState(() => loaded);
    useEffect(() => {
      if (Shown) return;
      let isGone = false;
      const arrived = (component: ComponentType<P>): ComponentType<P> => (loaded = component);
      void load()
        .then(arrived, () => Unloaded)
        .then((component) => isGone || show(() => component));
      return () => {
        isGone = true;
      };
    }, []);
    return Shown ? <Shown {...props} /> : null;
  };
}
