/** Says that the connection is gone, once it has been gone long enough to matter. */
import type { StreamState } from "@relevo/client";
import { Spinner } from "@relevo/ui";
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

/** Shorter gaps heal by themselves and would only flicker. */
const PATIENCE_MS = 2_000;

export function LinkStrip({ state }: { state: ReadonlySignal<StreamState> }) {
  const isCut = state.value === "waiting" || state.value === "connecting";
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isCut) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isCut]);
  return (
    <div class="link-strip" role="status">
      {isShown && (
        <p data-testid="reconnecting">
          <Spinner /> Reconnecting… What you write is kept and sent afterwards.
        </p>
      )}
    </div>
  );
}
