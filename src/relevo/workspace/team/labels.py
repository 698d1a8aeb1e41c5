"""The catalogue of labels: names with a colour, offered where a conversation is labelled.

Conversations hold names, not these rows: changing or removing one here leaves every conversation as it is, and a label
that is not in the catalogue stays possible. Not here: labelling a conversation (`core`).
"""

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.core.ids import Millis, WorkspaceId
from relevo.core.messages import LINE_CHARS
from relevo.ports import Clock, Conflict, IdempotencyKey, NewId, Tables
from relevo.workspace.base.kinds import Kind
from relevo.workspace.base.once import Making
from relevo.workspace.base.rows import merged, only, records
from relevo.workspace.base.strict import key_of, one_line
from relevo.workspace.errors import NameTaken, NotFound

Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$")]

_DESCRIPTION_CHARS = 200


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


_LABELS = Kind(
    Label,
    "labels",
    "label_id, workspace_id, name, color, description, created_at",
    {"name_key": ("name", lambda label: key_of(label.name))},
)


class Labels:
    """The labels of every workspace, one workspace at a time."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, making: Making) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._making = making

    async def create(self, workspace_id: WorkspaceId, new: NewLabel, once: IdempotencyKey | None = None) -> Label:
        """Add a label. Raises Invalid, NameTaken, KeyReused."""
        empty = Label(self._ids.new_id("label"), workspace_id, "", "", None, Millis(self._clock.now_ms()))
        label = _checked(empty, new)
        try:
            made = await self._making(workspace_id, label.id, _LABELS.adding(label), once=once)
        except Conflict:
            raise _taken() from None
        return label if made == label.id else await self.get(workspace_id, made)

    async def change(self, workspace_id: WorkspaceId, label_id: str, change: LabelChange) -> Label:
        """Change a label of the catalogue; no conversation changes with it. Two changes at once both hold. Raises Invalid, NotFound, NameTaken."""
        before = await self.get(workspace_id, label_id)
        after = _checked(before, merged(NewLabel, before, change))
        try:
            await self._tables.write(*_LABELS.changing(before, after))
        except Conflict:
            raise _taken() from None
        return await self.get(workspace_id, label_id)

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
        label = only(Label, await self._tables.rows(_LABELS.select + where, workspace_id, label_id))
        if label is None:
            raise NotFound("label")
        return label

    async def list(self, workspace_id: WorkspaceId) -> "list[Label]":
        """Return all, by name."""
        where = " WHERE workspace_id = $1 ORDER BY name_key"
        return records(Label, await self._tables.rows(_LABELS.select + where, workspace_id))


def _checked(before: Label, wanted: NewLabel) -> Label:
    described = one_line(wanted.description, "description", _DESCRIPTION_CHARS) if wanted.description else None
    name = one_line(wanted.name, "name", LINE_CHARS)
    return replace(before, name=name, color=wanted.color.lower(), description=described)


def _taken() -> NameTaken:
    return NameTaken("name", "There is a label with this name already.")
