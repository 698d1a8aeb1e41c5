"""Canned replies: one's own and the shared ones, and who may change which."""

import pytest

from relevo.workspace.errors import Forbidden, Invalid, NameTaken, NotFound
from relevo.workspace.team.canned_replies import CannedReply, NewReply, ReplyChange
from tests.workspace.conftest import World
from tests.workspace.team.conftest import Someone


async def reply(world: World, by: Someone, shortcut: str = "hi", **more: object) -> CannedReply:
    new = {"shortcut": shortcut, "title": "Greeting", "text": "Hello {visitor.first_name}!", **more}
    return await world.parts.canned_replies.create(by, NewReply(**new))  # type: ignore[arg-type]


async def seen(world: World, by: Someone) -> list[str]:
    return [each.shortcut for each in await world.another_node().canned_replies.list(by)]


async def test_everybody_sees_the_shared_ones_and_their_own(
    world: World, ana: Someone, bob: Someone, boss: Someone
) -> None:
    await reply(world, ana, "mine")
    await reply(world, boss, "all", is_shared=True)
    assert await seen(world, ana) == ["all", "mine"]
    assert await seen(world, bob) == ["all"]


async def test_a_shortcut_means_one_thing_to_each_agent_and_language(
    world: World, ana: Someone, bob: Someone, boss: Someone
) -> None:
    await reply(world, ana, "hi")
    await reply(world, bob, "hi")
    await reply(world, boss, "hi", is_shared=True)
    await reply(world, ana, "hi", language="DE")
    for by, more in ((ana, {}), (boss, {"is_shared": True}), (ana, {"language": "de"})):
        with pytest.raises(NameTaken) as refused:
            await reply(world, by, "/Hi", **more)
        assert refused.value.field == "shortcut"


async def test_only_supervisors_change_what_everybody_uses(world: World, ana: Someone, boss: Someone) -> None:
    shared, own = await reply(world, boss, "all", is_shared=True), await reply(world, ana, "mine")
    replies = world.parts.canned_replies
    for call in (
        reply(world, ana, "new", is_shared=True),
        replies.change(ana, shared.id, ReplyChange(text="Go away")),
        replies.change(ana, own.id, ReplyChange(is_shared=True)),
        replies.remove(ana, shared.id),
    ):
        with pytest.raises(Forbidden):
            await call
    assert (await replies.change(boss, shared.id, ReplyChange(text="Welcome"))).text == "Welcome"
    await replies.remove(boss, shared.id)
    assert await seen(world, ana) == ["mine"]


async def test_a_colleagues_own_reply_does_not_exist(world: World, ana: Someone, bob: Someone, boss: Someone) -> None:
    own = await reply(world, ana)
    for by in (bob, boss):
        with pytest.raises(NotFound):
            await world.parts.canned_replies.change(by, own.id, ReplyChange(text="x"))
        with pytest.raises(NotFound):
            await world.parts.canned_replies.remove(by, own.id)
    abroad = Someone((await world.parts.workspaces.create("Another")).id, ana.agent)
    with pytest.raises(NotFound):
        await world.parts.canned_replies.get(abroad, own.id)


async def test_a_reply_is_changed_field_by_field(world: World, ana: Someone) -> None:
    made = await reply(world, ana, language="de")
    after = await world.parts.canned_replies.change(ana, made.id, ReplyChange(title="Hallo", language=None))
    assert (after.title, after.language, after.text) == ("Hallo", None, made.text)
    await world.parts.canned_replies.remove(ana, made.id)
    assert await seen(world, ana) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("shortcut", "two words"),
        ("shortcut", ""),
        ("title", " "),
        ("text", "\u200b"),
        ("text", "Your password is {agent.password}"),
        ("text", "ß" * 4097),
        ("language", "not a tag"),
    ],
)
async def test_what_cannot_be_a_reply_is_refused(world: World, ana: Someone, field: str, wrong: str) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011 - the core's and the workspace's own are told alike
        await reply(world, ana, **{field: wrong})
    assert getattr(refused.value, "field", None) == field
    assert isinstance(refused.value, Invalid) or getattr(refused.value, "code", "") == "validation"
