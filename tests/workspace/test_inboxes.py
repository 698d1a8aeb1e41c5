"""Inboxes and the sites that they serve."""

import pytest

from relevo.workspace.base.remembered import KEEP_MS
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import Invalid, NotFound
from relevo.workspace.inboxes import InboxChange, NewInbox
from relevo.workspace.origins import canonical, is_allowed
from tests.workspace.conftest import SHOP, World


async def test_an_inbox_is_found_by_its_public_key(world: World) -> None:
    made = await world.inbox(title="Bean & Co", color="#0a7cff")
    assert await world.parts.inboxes.by_key(made.key) == made
    assert len(made.key) >= 22
    assert (made.title, made.color, made.allowed_origins) == ("Bean & Co", "#0a7cff", (SHOP,))


async def test_an_unknown_key_finds_nothing(world: World) -> None:
    for key in ("", "x", "x" * 10_000):
        with pytest.raises(NotFound):
            await world.parts.inboxes.by_key(key)


async def test_only_what_is_given_changes(world: World) -> None:
    made = await world.inbox(title="Bean")
    other = await world.assistant(name="Mocha")
    change = InboxChange(assistant_id=other.id, allowed_origins=("https://b.example", "https://B.example/"))
    after = await world.parts.inboxes.change(world.workspace_id, made.id, change)
    assert (after.assistant_id, after.allowed_origins, after.title) == (other.id, ("https://b.example",), "Bean")
    assert after.key == made.key


async def test_a_change_is_felt_at_once_here_and_soon_elsewhere(world: World) -> None:
    made, other = await world.inbox(), world.another_node()
    for node in (world.parts, other):
        await node.inboxes.by_key(made.key)
        assert await node.inboxes.serves(SHOP, made.id)
    await world.parts.inboxes.change(world.workspace_id, made.id, InboxChange(allowed_origins=()))
    assert not await world.parts.inboxes.serves(SHOP, made.id)
    assert not (await world.parts.inboxes.by_key(made.key)).allows(SHOP)
    assert await other.inboxes.serves(SHOP, made.id)
    world.clock.advance(KEEP_MS / 1000)
    assert not await other.inboxes.serves(SHOP, made.id)


async def test_a_new_inbox_is_known_at_once(world: World) -> None:
    assert not await world.parts.inboxes.serves(SHOP)
    made = await world.inbox()
    assert await world.parts.inboxes.serves(SHOP)
    assert set(await world.parts.inboxes.known(world.workspace_id)) == {made.id}


async def test_a_switched_off_inbox_serves_nobody(world: World) -> None:
    made = await world.inbox()
    await world.parts.inboxes.change(world.workspace_id, made.id, InboxChange(is_active=False))
    assert not await world.parts.inboxes.serves(SHOP, made.id)
    assert not await world.parts.inboxes.serves(SHOP)
    with pytest.raises(NotFound):
        await world.parts.inboxes.by_key(made.key)


async def test_one_inboxs_site_is_not_another_inboxs(world: World) -> None:
    first, second = await world.inbox(), await world.inbox(allowed_origins=("https://b.example",))
    assert await world.parts.inboxes.serves(SHOP, first.id)
    assert not await world.parts.inboxes.serves(SHOP, second.id)
    assert not await world.parts.inboxes.serves(SHOP, "inbox_x")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"assistant_id": "assistant_x"}, "assistant_id"),
        ({"allowed_origins": ["https://*.example.org"]}, "allowed_origins"),
        ({"allowed_origins": [f"https://s{n}.example" for n in range(101)]}, "allowed_origins"),
        ({"title": "x" * 61}, "title"),
    ],
)
async def test_a_wrong_value_is_named(world: World, values: dict[str, object], field: str) -> None:
    made = await world.inbox()
    with pytest.raises(Invalid) as refused:
        await world.parts.inboxes.change(world.workspace_id, made.id, convert(values, InboxChange))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [({"color": "red"}, "color"), ({"key": "mine"}, "key"), ({"allowed_origins": "x"}, "allowed_origins")],
)
def test_a_wrong_shape_is_named(values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        convert({"name": "x", "assistant_id": "y", **values}, NewInbox)
    assert refused.value.field == field


async def test_an_assistant_of_another_workspace_cannot_be_used(world: World) -> None:
    made = await world.assistant()
    world.workspace_id = (await world.parts.workspaces.create("Another")).id
    with pytest.raises(Invalid) as refused:
        await world.inbox(assistant_id=made.id)
    assert refused.value.field == "assistant_id"


async def test_an_inbox_of_another_workspace_is_not_there(world: World) -> None:
    made = await world.inbox()
    elsewhere = (await world.parts.workspaces.create("Another")).id
    with pytest.raises(NotFound):
        await world.parts.inboxes.get(elsewhere, made.id)
    with pytest.raises(NotFound):
        await world.parts.inboxes.change(elsewhere, made.id, InboxChange(name="X"))
    assert await world.parts.inboxes.list(elsewhere) == []
    assert await world.parts.inboxes.known(elsewhere) == {}


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("https://Shop.Example/", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        (" * ", "*"),
    ],
)
def test_an_origin_is_written_as_browsers_send_it(raw: str, written: str) -> None:
    assert canonical(raw) == written


@pytest.mark.parametrize(
    "raw",
    [
        "", "shop.example", "ftp://shop.example", "https://", "https://shop.example/path", "https://shop.example?x=1", "https://shop.example#x",
        "https://user:pass@shop.example", "https://shop.example:99999", "https://shop .example", "https://*.shop.example", "null", "**",
        "https://-shop.example", "https://shop..example", "javascript:alert(1)", "https://shop.example,https://evil.example", "https://[::1",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(raw: str) -> None:
    with pytest.raises(Invalid):
        canonical(raw)


@pytest.mark.parametrize(
    ("origin", "allowed", "answer"),
    [
        (SHOP, (SHOP,), True),
        (SHOP, (), False),
        (None, (SHOP,), False),
        ("null", (SHOP,), False),
        ("", (SHOP,), False),
        ("*", (SHOP,), False),
        ("https://shop.example.evil.example", (SHOP,), False),
        ("https://evil-shop.example", (SHOP,), False),
        ("https://any.example", ("*",), True),
        (None, ("*",), True),
        ("null", ("*",), False),
    ],
)
def test_only_an_exact_match_is_allowed(origin: str | None, allowed: tuple[str, ...], answer: bool) -> None:
    assert is_allowed(origin, allowed) is answer
