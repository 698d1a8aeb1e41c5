/** Resolve, then open the next conversation of the list: the same as resolving, with its own keys. */
import { confirmsResolving, move as resolving, resolve } from "./resolve.tsx";
import { RESOLVE_AND_NEXT } from "./parts/next.ts";
import type { Move } from "./move.ts";

export const move: Move = {
  ...resolving,
  name: RESOLVE_AND_NEXT.id,
  order: 31,
  isHidden: true,
  keys: RESOLVE_AND_NEXT.keys,
  label: "Resolve and open the next",
  help: "Resolve and open the next",
  asks: confirmsResolving,
  run: (context) => resolve(context, { goes_on: true }),
};
