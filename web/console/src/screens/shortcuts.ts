/** The shortcuts of the inbox, made of going about and of every move's own keys. */
import { isSheetOpen } from "../keys/sheet.tsx";
import type { Shortcut } from "../keys/keys.ts";
import { MOVES, offeredMoves } from "../moves/index.ts";
import { startMove } from "../moves/run.ts";
import { sendFocus } from "../page/focus.ts";
import { VIEWS } from "../page/route.ts";
import type { InboxActions } from "./actions.ts";

export function inboxShortcuts(actions: InboxActions): Shortcut[] {
  return [
    { keys: ["j", "ArrowDown"], help: "Next conversation", run: () => actions.step(1) },
    { keys: ["k", "ArrowUp"], help: "Previous conversation", run: () => actions.step(-1) },
    ...moveShortcuts(actions),
    { keys: ["r"], help: "Write a reply", run: () => actions.context() && sendFocus("composer") },
    { keys: ["i"], help: "Show or hide details", run: () => actions.togglePanel() },
    { keys: ["/"], help: "Search", run: () => sendFocus("search") },
    { keys: VIEWS.map((_, at) => String(at + 1)), help: "Show a view", run: (event) => showNth(actions, event.key) },
    { keys: ["Escape"], help: "Back to the list", run: () => actions.back() },
    { keys: ["?"], help: "This sheet", run: () => (isSheetOpen.value = true) },
  ];
}

/** Moves that share a key, such as taking over and claiming, are one line: whichever is offered runs. */
function moveShortcuts(actions: InboxActions): Shortcut[] {
  const byHelp = new Map(MOVES.map((move) => [move.help, move.keys]));
  return [...byHelp].map(([help, keys]) => ({
    keys,
    help,
    run: () => {
      const context = actions.context();
      const move = context && offeredMoves(context).find((one) => one.help === help);
      if (context && move) startMove(move, context);
    },
  }));
}

function showNth(actions: InboxActions, key: string): void {
  const view = VIEWS[Number(key) - 1];
  if (view) actions.show(view);
}
