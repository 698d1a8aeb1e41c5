/** The rows of a list: what is told of each, and the buttons at its end. */
import { Button, Icon, IconButton, type IconName } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import { type Loaded, Unready } from "../parts/page.tsx";

interface RowsProps<T> {
  readonly state: Loaded<readonly T[]>;
  readonly label: string;
  /** Shown while there is none. */
  readonly empty: string;
  readonly row: (item: T) => ComponentChildren;
}

export function Rows<T extends { readonly id: string }>({ state, label, empty, row }: RowsProps<T>) {
  if (state.kind !== "ready") return <Unready state={state} />;
  if (state.value.length === 0) return <p class="set-empty">{empty}</p>;
  return (
    <ul class="set-rows" aria-label={label} data-testid="items">
      {state.value.map((item) => (
        <li key={item.id} class="set-row" data-testid="item" data-id={item.id}>
          {row(item)}
        </li>
      ))}
    </ul>
  );
}

export function AddButton({ onClick, children }: { onClick: () => void; children: ComponentChildren }) {
  return (
    <Button variant="primary" icon="plus" testid="add" onClick={onClick}>
      {children}
    </Button>
  );
}

interface ActsProps {
  /** Whose buttons these are, for a screen reader. */
  readonly of: string;
  readonly onEdit?: (() => void) | undefined;
  readonly onRemove?: (() => void) | undefined;
}

export function Acts({ of, onEdit, onRemove }: ActsProps) {
  return (
    <div class="set-row__acts">
      {onEdit && <IconButton icon="pencil" label={`Change ${of}`} testid="edit" onClick={onEdit} />}
      {onRemove && <IconButton icon="trash" label={`Remove ${of}`} testid="remove" onClick={onRemove} />}
    </div>
  );
}

export function Tag({ icon, tone = "plain", children }: { icon?: IconName; tone?: "plain" | "warning"; children: ComponentChildren }) {
  return (
    <span class={`set-tag set-tag--${tone}`}>
      {icon && <Icon name={icon} size={13} />} {children}
    </span>
  );
}
