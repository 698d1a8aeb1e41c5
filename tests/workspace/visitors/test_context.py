"""A visitor's context as it is kept: of whom the site has vouched for, and what outlives a visit."""

import pytest

from tests.workspace.conftest import World
from tests.workspace.visitors.test_entry import arrive, site_of

LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


async def test_the_site_vouches_for_an_e_mail_address_and_a_later_visit_keeps_it(world: World) -> None:
    inbox = await world.inbox()
    site = await site_of(world, inbox)
    arrived = await arrive(world, inbox, identity=site.token(email="vera@example.org"))
    visitor, contexts = arrived.visitor_pass.profile, world.parts.contexts

    await contexts.came(world.workspace_id, visitor.id, (LINUX, "de"), None, arrived.email)
    world.clock.advance(3600)
    await contexts.came(world.workspace_id, visitor.id, (None, None), None, None)

    known = await contexts.of(world.workspace_id, visitor.id)
    assert known is not None
    assert (known["email"], known["device"], known["languages"]) == ("vera@example.org", None, [])
    assert known["last_seen_at"] - known["first_seen_at"] == 3_600_000


@pytest.mark.parametrize("email", ["vera", "<script>@example.org", "a b@example.org", "@", ""])
async def test_what_is_no_e_mail_address_is_not_kept(world: World, email: str) -> None:
    visitor = (await arrive(world, await world.inbox())).visitor_pass.profile
    await world.parts.contexts.came(world.workspace_id, visitor.id, (LINUX, None), None, email)
    known = await world.parts.contexts.of(world.workspace_id, visitor.id)
    assert known is not None
    assert known["email"] is None


async def test_a_page_counts_as_being_there(world: World) -> None:
    visitor = (await arrive(world, await world.inbox())).visitor_pass.profile
    await world.parts.contexts.came(world.workspace_id, visitor.id, (LINUX, None), None, None)
    world.clock.advance(60)
    await world.parts.contexts.visited(world.workspace_id, visitor.id, "https://shop.example/cart", "Cart")
    known = await world.parts.contexts.of(world.workspace_id, visitor.id)
    assert known is not None
    assert known["last_seen_at"] == world.clock.now_ms()


async def test_nothing_is_told_of_a_visitor_of_another_workspace(world: World) -> None:
    visitor = (await arrive(world, await world.inbox())).visitor_pass.profile
    other = await world.parts.workspaces.create("Other")
    assert await world.parts.contexts.of(other.id, visitor.id) is None
