/** Whether the details are shown: beside the thread as they were left, over the thread only when asked for. */
import { openKept } from "@relevo/client";
import { useEffect, useState } from "preact/hooks";
import { isNarrow } from "./layout.ts";

export interface PanelSwitch {
  readonly isOpen: boolean;
  choose(isOpen: boolean): void;
}

const kept = openKept("relevo.console.");

export function usePanelSwitch(): PanelSwitch {
  const [isOpen, setOpen] = useState(() => !isNarrow.value && kept.get("panel") !== "closed");
  useEffect(() => {
    setOpen(!isNarrow.value && kept.get("panel") !== "closed");
  }, [isNarrow.value]);
  const choose = (next: boolean): void => {
    setOpen(next);
    if (!isNarrow.value) kept.set("panel", next ? null : "closed");
  };
  return { isOpen, choose };
}
