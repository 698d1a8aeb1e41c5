"""The catalogue of labels: names with a colour, offered where a conversation is labelled.

Conversations hold names, not these rows: changing or removing one here leaves every conversation as it is, and a label
that is not in the catalogue stays possible. Not here: labelling a conversation (`core`).
"""

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.core.messages import LINE_CHARS
from relevo.ports import Clock, Conflict, IdempotencyKey, NewId, Statement, Tables
from relevo.workspace.base.once import Making
from relevo.workspace.base.rows import only, records, values
from relevo.workspace.base.strict import key_of, one_line
from relevo.workspace.errors import NameTaken, NotFound

Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$")]

_DESCRIPTION_CHARS = 200
_COLUMNS = "label_id, workspace_id, name, color, description, created_at"
_SELECT = "SELECT " + _COLUMNS + " FROM labels"  # noqa: S608 - our own names


class NewLabel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a label is."""

    name: str
    color: Color = "#6b7280"
    description: str | None = None


class LabelChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a label; what is left out stays."""

    name: str | UnsetType = UNSET
    color: Color | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the catalogue. Two never differ by case alone."""

    id: str
    workspace_id: WorkspaceId
    name: str
    color: str
    description: str | None
    created_at: Millis


class Labels:
    """The labels of every workspace, one workspace at a time."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._making = making

    async def create(self, workspace_id: WorkspaceId, new: NewLabel, once: IdempotencyKey | None = None) -> Label:
        """Add a label. Raises Invalid, NameTaken, KeyReused."""
        label = Label(
            self._ids.new_id("label"),
            workspace_id,
            one_line(new.name, "name", LINE_CHARS),
            new.color.lower(),
            _description(new.description),
            Millis(self._clock.now_ms()),
        )
        adding = (
            "INSERT INTO labels (" + _COLUMNS + ", name_key) VALUES ($1, $2, $3, $4, $5, $6, $7)",  # noqa: S608 - our own names
            (*values(label), key_of(label.name)),
        )
        try:
            made = await self._making(workspace_id, label.id, adding, once=once)
        except Conflict:
            raise _taken() from None
        return label if made == label.id else await self.get(workspace_id, made)

    async def change(self, workspace_id: WorkspaceId, label_id: str, change: LabelChange) -> Label:
        """Change a label of the catalogue; no conversation changes with it. Raises Invalid, NotFound, NameTaken."""
        before = await self.get(workspace_id, label_id)
        after = replace(
            before,
            name=before.name if change.name is UNSET else one_line(change.name, "name", LINE_CHARS),
            color=before.color if change.color is UNSET else change.color.lower(),
            description=before.description if change.description is UNSET else _description(change.description),
        )
        try:
            (count,) = await self._tables.write(_replacing(after))
        except Conflict:
            raise _taken() from None
        if not count:
            raise NotFound("label")
        return after

    async def remove(self, workspace_id: WorkspaceId, label_id: str) -> None:
        """Take a label out of the catalogue; conversations keep it. Raises NotFound."""
        (count,) = await self._tables.write(
            ("DELETE FROM labels WHERE workspace_id = $1 AND label_id = $2", (workspace_id, label_id))
        )
        if not count:
            raise NotFound("label")

    async def get(self, workspace_id: WorkspaceId, label_id: str) -> Label:
        """Return one. Raises NotFound."""
        where = " WHERE workspace_id = $1 AND label_id = $2"
        label = only(Label, await self._tables.rows(_SELECT + where, workspace_id, label_id))
        if label is None:
            raise NotFound("label")
        return label

    async def list(self, workspace_id: WorkspaceId) -> "list[Label]":
        """Return all, by name."""
        where = " WHERE workspace_id = $1 ORDER BY name_key"
        return records(Label, await self._tables.rows(_SELECT + where, workspace_id))


def _description(raw: str | None) -> str | None:
    return one_line(raw, "description", _DESCRIPTION_CHARS) if raw else None


def _replacing(label: Label) -> Statement:
    return (
        (
            "UPDATE labels SET name = $1, name_key = $2, color = $3, description = $4"
            " WHERE workspace_id = $5 AND label_id = $6"
        ),
        (label.name, key_of(label.name), label.color, label.description, label.workspace_id, label.id),
    )


def _taken() -> NameTaken:
    return NameTaken("name", "There is a label with this name already.")
