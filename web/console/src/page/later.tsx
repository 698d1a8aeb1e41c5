/** Parts of the page that are fetched when they are first shown, so that the first load stays small. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component in a file of its own; nothing is drawn until it is there. `load` is asked again after a failure. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Later(props: P): JSX.Element | null {
    const [, setReady] = useState(loaded !== null);
    useEffect(() => {
      if (loaded) return;
      let isGone = false;
      const arrived = (component: ComponentType<P>): void => {
        loaded = component;
        if (!isGone) setReady(true);
      };
      load().then(arrived, () => undefined);
      return () => {
        isGone = true;
      };
    }, []);
    const Loaded = loaded;
    return Loaded ? <Loaded {...props} /> : null;
  };
}
