/** Resolve, then open the next conversation of the list: the same as resolving, with its own keys. */
import { confirmsResolving, move as resolving, resolve } from "./resolve.tsx";
import type { Move } from "./move.ts";

export const move: Move = {
  ...resolving,
  name: "resolve-and-next",
  order: 31,
  isHidden: true,
  keys: ["Shift+X"],
  label: "Resolve and open the next",
  help: "Resolve and open the next",
  asks: confirmsResolving,
  run: (context) => resolve(context, { goes_on: true }),
};
