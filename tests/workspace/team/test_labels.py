"""The catalogue of labels: names once each, in any case; what is changed or removed is so only here."""

import pytest
from msgspec import ValidationError, convert

from relevo.workspace.errors import Invalid, NameTaken, NotFound
from relevo.workspace.team.labels import Label, LabelChange, NewLabel
from tests.workspace.conftest import World


async def label(world: World, name: str = "Refund", **more: str) -> Label:
    return await world.parts.labels.create(world.workspace_id, NewLabel(name=name, **more))


async def test_a_label_is_added_and_listed_by_name(world: World) -> None:
    await label(world, "shipping")
    made = await label(world, "  Re\u200bfund ", color="#FF8800", description="Money back")
    listed = await world.another_node().labels.list(world.workspace_id)
    assert [each.name for each in listed] == ["Refund", "shipping"]
    assert listed[0] == made
    assert (made.color, made.description) == ("#ff8800", "Money back")


async def test_a_name_stands_there_once_in_any_case(world: World) -> None:
    await label(world, "Refund")
    other = await label(world, "Order")
    with pytest.raises(NameTaken) as refused:
        await label(world, "REFUND")
    assert refused.value.field == "name"
    with pytest.raises(NameTaken):
        await world.parts.labels.change(world.workspace_id, other.id, LabelChange(name="refund"))
    renamed = await world.parts.labels.change(world.workspace_id, other.id, LabelChange(name="ORDER"))
    assert renamed.name == "ORDER"


async def test_only_what_is_given_changes(world: World) -> None:
    made = await label(world, "Refund", description="Money back")
    after = await world.parts.labels.change(world.workspace_id, made.id, LabelChange(color="#00AA00"))
    assert (after.name, after.color, after.description) == ("Refund", "#00aa00", "Money back")
    emptied = await world.parts.labels.change(world.workspace_id, made.id, LabelChange(description=None))
    assert emptied.description is None


async def test_what_cannot_be_a_label_is_refused(world: World) -> None:
    for wrong in (" ", "x" * 201):
        with pytest.raises(Invalid):
            await label(world, wrong)
    with pytest.raises(ValidationError):
        convert({"name": "Refund", "color": "red"}, NewLabel)


async def test_a_removed_label_is_gone_and_its_name_free(world: World) -> None:
    made = await label(world, "Refund")
    await world.parts.labels.remove(world.workspace_id, made.id)
    with pytest.raises(NotFound):
        await world.parts.labels.remove(world.workspace_id, made.id)
    with pytest.raises(NotFound):
        await world.parts.labels.change(world.workspace_id, made.id, LabelChange(name="Else"))
    await label(world, "Refund")


async def test_another_workspace_has_labels_of_its_own(world: World) -> None:
    made = await label(world, "Refund")
    world.workspace_id = (await world.parts.workspaces.create("Another")).id
    assert await world.parts.labels.list(world.workspace_id) == []
    with pytest.raises(NotFound):
        await world.parts.labels.remove(world.workspace_id, made.id)
    await label(world, "Refund")
