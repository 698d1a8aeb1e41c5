/** One list of configured things: read once, and kept in step with what is changed here. */
import { useEffect, useState } from "preact/hooks";
import { useBench } from "../bench.ts";
import type { Loaded } from "../parts/page.tsx";
import { wrongText } from "../parts/wrong.ts";

export interface Items<T> {
  readonly state: Loaded<readonly T[]>;
  readonly all: readonly T[];
  /** A new one, or a changed one in the place of the old. */
  put(item: T): void;
  drop(id: string): void;
}

export function useItems<T extends { readonly id: string }>(kind: string): Items<T> {
  const { calls } = useBench();
  const [all, setAll] = useState<readonly T[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isOld = false;
    setFailure(null);
    calls.items<T>(kind).then(
      (items) => isOld || setAll(items),
      (error: unknown) => isOld || setFailure(wrongText(error)),
    );
    return () => {
      isOld = true;
    };
  }, [kind, attempt]);
  const ready = all ?? [];
  return {
    state: failure ? { kind: "failed", text: failure, retry: () => setAttempt((count) => count + 1) } : all ? { kind: "ready", value: all } : { kind: "loading" },
    all: ready,
    put: (item) => setAll((items) => ((items ?? []).some(({ id }) => id === item.id) ? (items ?? []).map((one) => (one.id === item.id ? item : one)) : [...(items ?? []), item])),
    drop: (id) => setAll((items) => (items ?? []).filter((one) => one.id !== id)),
  };
}
