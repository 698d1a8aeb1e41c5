/** The saved filters among the views, each with its number; their makers can rename, share and delete them. */
import { Count, Icon, Menu, MenuItem, Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import { problemText } from "../api/problem-text.ts";
import type { SavedFilter } from "../api/shapes.ts";
import { formatRoute, goTo, START } from "../page/route.ts";
import { later } from "../page/later.tsx";
import { untold } from "../screens/unloaded.tsx";
import { useDesk } from "../state/desk.ts";
import { maySave, mayShare } from "./narrow.ts";
import type { SaveProps } from "./save.tsx";

const SaveDialog = later<SaveProps>(() => import("./save.tsx").then((file) => file.SaveDialog), untold(({ onClose }) => onClose()));

export function SavedFilters({ currentId }: { currentId: string | null }) {
  const { filters } = useDesk();
  const [changing, setChanging] = useState<SavedFilter | null>(null);
  if (filters.all.value.length === 0) return null;
  return (
    <>
      <ul class="views__all views__all--saved" aria-label="Saved filters">
        {filters.all.value.map((saved) => (
          <Saved key={saved.id} saved={saved} isCurrent={saved.id === currentId} onChange={() => setChanging(saved)} />
        ))}
      </ul>
      {changing && <SaveDialog saved={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function Saved({ saved, isCurrent, onChange }: { saved: SavedFilter; isCurrent: boolean; onChange: () => void }) {
  const desk = useDesk();
  const { filters, toasts, me } = desk;
  const mayChange = maySave(me) && (saved.is_shared ? mayShare(me) : saved.owner_id === me.id);
  const attempt = (change: Promise<unknown>): void => {
    change.catch((error: unknown) => toasts.say("failed", problemText(error)));
  };
  const remove = async (): Promise<void> => {
    await filters.remove(saved.id);
    if (isCurrent) goTo(START);
    toasts.say("done", `“${saved.name}” was deleted.`, { act: { label: "Undo", run: () => attempt(filters.save({ name: saved.name, query: saved.query, is_shared: saved.is_shared })) } });
  };
  return (
    <li class="saved">
      <a
        class="view"
        href={formatRoute({ screen: "inbox", view: "all", filterId: saved.id, conversationId: null })}
        aria-current={isCurrent ? "page" : undefined}
        data-testid="saved-filter"
        data-id={saved.id}
      >
        <Icon name={saved.is_shared ? "team" : "star"} size={17} />
        <span class="view__label">
          <Name of={saved.name} />
          {saved.is_shared && <span class="visually-hidden"> (shared)</span>}
        </span>
        <Count value={saved.count ?? 0} max={9_999} />
      </a>
      {mayChange && (
        <Menu class="saved__more" label={`Change the filter ${saved.name}`} isWordless face={<Icon name="more" size={16} />} testid="saved-more">
          <MenuItem testid="saved-rename" onClick={onChange}>
            <Icon name="pencil" size={16} /> Rename
          </MenuItem>
          {mayShare(me) && (
            <MenuItem testid="saved-share" onClick={() => attempt(filters.change(saved.id, { is_shared: !saved.is_shared }))}>
              <Icon name="share" size={16} /> {saved.is_shared ? "Keep it to yourself" : "Share with the team"}
            </MenuItem>
          )}
          <MenuItem testid="saved-delete" onClick={() => attempt(remove())}>
            <Icon name="trash" size={16} /> Delete
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}
