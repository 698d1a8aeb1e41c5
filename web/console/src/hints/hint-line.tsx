/** Shows the one hint that helps, with a way to be rid of it. Which one that is lives in `hints.ts`. */
import { openKept } from "@relevo/client";
import { Icon, IconButton } from "@relevo/ui";
import { signal } from "@preact/signals";
import { second } from "../page/clock.ts";
import { type HintName, type HintScene, hintOf } from "./hints.ts";

const kept = openKept("relevo.console.hint.");
const hidden = signal<ReadonlySet<string>>(new Set(kept.names()));

export function HintLine(scene: HintScene) {
  const hint = hintOf(scene, second.value, (name) => hidden.value.has(name));
  if (!hint) return null;
  return (
    <p class="hint" data-testid="hint" data-hint={hint.name}>
      <Icon name="bulb" size={15} /> <span>{hint.text}</span>
      <IconButton icon="close" label="Do not show this hint again" testid="hint-dismiss" onClick={() => hide(hint.name)} />
    </p>
  );
}

function hide(name: HintName): void {
  kept.set(name, "hidden");
  hidden.value = new Set([...hidden.peek(), name]);
}
