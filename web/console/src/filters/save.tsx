/** Gives a filter a name, so that it stands among the views; changes the name of one, or who sees it. */
import "../moves/ask/ask.css";
import type { View } from "@relevo/client";
import { Button, Dialog } from "@relevo/ui";
import { useState } from "preact/hooks";
import { problemText } from "../api/problem-text.ts";
import type { Filter, SavedFilter } from "../api/shapes.ts";
import { goTo } from "../page/route.ts";
import { useDesk } from "../state/desk.ts";
import { mayShare } from "./narrow.ts";

export interface SaveProps {
  /** The one to change; a new one is made of `query` otherwise. */
  readonly saved?: SavedFilter;
  readonly query?: Filter & { readonly view: View };
  readonly onClose: () => void;
}

const MAX_NAME_CHARS = 60;

export function SaveDialog({ saved, query = { view: "all" }, onClose }: SaveProps) {
  const { filters, toasts, me } = useDesk();
  const [name, setName] = useState(saved?.name ?? "");
  const [isShared, setShared] = useState(saved?.is_shared ?? false);
  const [isBusy, setBusy] = useState(false);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!name.trim() || isBusy) return;
    setBusy(true);
    const given = { name: name.trim(), is_shared: isShared };
    try {
      if (saved) await filters.change(saved.id, given);
      else {
        const made = await filters.save({ ...given, query });
        goTo({ screen: "inbox", view: "all", filterId: made.id, conversationId: null });
      }
      onClose();
    } catch (error) {
      toasts.say("failed", problemText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={saved ? "Change this filter" : "Save this filter"}
      testid="filter-dialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" testid="filter-dialog-save" busy={isBusy} disabled={!name.trim()} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <form onSubmit={save} class="ask-form">
        <label class="ask-field">
          <span>Name</span>
          <input autofocus maxLength={MAX_NAME_CHARS} value={name} data-testid="filter-name" onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        {mayShare(me) && (
          <label class="ask-check">
            <input type="checkbox" checked={isShared} data-testid="filter-shared" onChange={(event) => setShared(event.currentTarget.checked)} />
            <span>Share it with the whole team</span>
          </label>
        )}
      </form>
    </Dialog>
  );
}
