"""Sessions: checked on every request, ended by time, by hand and by every change of rights."""

import pytest

from relevo.clock import RandomSecrets
from relevo.core.actors import Role
from relevo.workspace.access.sessions import IDLE_MS, LONGEST_MS, TOUCH_MS, SignedIn
from relevo.workspace.base.remembered import KEEP_MS
from relevo.workspace.base.tokens import csrf_token, hashed, is_csrf_token
from relevo.workspace.errors import NotFound, Unauthenticated
from relevo.workspace.people.agent import AgentChange
from tests.workspace.conftest import HERE, PASSWORD, World

OTHER = "plinth-gopher-casserole"


async def signed_in(world: World, email: str = "ana@example.org") -> SignedIn:
    await world.agent("owner@example.org", Role.OWNER)
    await world.agent(email)
    return await world.parts.sign_in(world.workspace_id, email, PASSWORD, HERE)


async def is_good(world: World, token: str) -> bool:
    """On this node, and on one that remembers nothing."""
    answers = []
    for node in (world.parts, world.another_node()):
        try:
            await node.sessions.check(token)
        except Unauthenticated:
            answers.append(False)
        else:
            answers.append(True)
    assert answers[0] == answers[1]
    return answers[0]


async def test_a_token_has_256_bits_and_is_stored_as_a_hash_only(world: World) -> None:
    token = (await signed_in(world)).token
    assert token.startswith("rs_")
    assert len(token) == 3 + 43
    rows = str(await world.tables.rows("SELECT * FROM sessions"))
    assert token not in rows
    assert hashed(token) in rows


@pytest.mark.parametrize("token", ["", "rs_", "rs_" + "x" * 43, "rs_" + "x" * 9000, "rs_\ud800", "rk_abc", "admin"])
async def test_a_made_up_token_is_nobodys(world: World, token: str) -> None:
    with pytest.raises(Unauthenticated):
        await world.parts.sessions.check(token)


async def test_tokens_of_other_kinds_are_no_sessions(world: World) -> None:
    token = (await signed_in(world)).token
    for prefix in ("rk", "rv", "ru"):
        assert not await is_good(world, prefix + token[2:])


async def test_a_session_ends_after_eight_hours_of_rest(world: World) -> None:
    token = (await signed_in(world)).token
    world.clock.advance(IDLE_MS / 1000 - 1)
    assert await is_good(world, token)
    world.clock.advance(IDLE_MS / 1000 - 1)
    assert await is_good(world, token), "it was used in between"
    world.clock.advance(IDLE_MS / 1000)
    assert not await is_good(world, token)


async def test_a_session_ends_after_a_day_however_busy(world: World) -> None:
    token = (await signed_in(world)).token
    for _ in range(LONGEST_MS // 3_600_000 - 1):
        world.clock.advance(3600)
        assert await is_good(world, token)
    world.clock.advance(3600)
    assert not await is_good(world, token)


async def test_an_open_stream_is_no_activity(world: World) -> None:
    token = (await signed_in(world)).token
    for _ in range(7):
        world.clock.advance(3600)
        await world.parts.sessions.recheck(token)
    world.clock.advance(3600)
    with pytest.raises(Unauthenticated):
        await world.parts.sessions.recheck(token)


async def test_activity_is_written_down_now_and_then(world: World) -> None:
    token = (await signed_in(world)).token
    caller = await world.parts.sessions.check(token)
    world.clock.advance(TOUCH_MS / 1000 - 1)
    assert (await world.parts.sessions.check(token)).session == caller.session
    world.clock.advance(1)
    seen = (await world.parts.sessions.check(token)).session.last_seen_at
    assert seen == world.clock.now_ms()
    assert (await world.another_node().sessions.check(token)).session.last_seen_at == seen


async def test_signing_out_ends_it_and_twice_is_no_error(world: World) -> None:
    token = (await signed_in(world)).token
    await world.parts.sessions.check(token)
    for _ in range(2):
        await world.parts.sessions.end(token)
    assert not await is_good(world, token)


async def test_a_session_is_listed_and_revoked_alone(world: World) -> None:
    first = await signed_in(world)
    world.clock.advance(60)
    second = await world.parts.sign_in(world.workspace_id, "ana@example.org", PASSWORD, HERE)
    agent_id = first.agent.id
    assert [session.id for session in await world.parts.sessions.list(world.workspace_id, agent_id)] == [
        second.session.id,
        first.session.id,
    ]
    await world.parts.sessions.revoke(world.workspace_id, agent_id, first.session.id)
    assert not await is_good(world, first.token)
    assert await is_good(world, second.token)


async def test_a_colleagues_session_cannot_be_revoked_as_ones_own(world: World) -> None:
    signed = await signed_in(world)
    bob = await world.agent("bob@example.org")
    elsewhere = (await world.parts.workspaces.create("Another")).id
    for workspace_id, agent_id in ((world.workspace_id, bob.id), (elsewhere, signed.agent.id)):
        with pytest.raises(NotFound):
            await world.parts.sessions.revoke(workspace_id, agent_id, signed.session.id)
        assert await world.parts.sessions.list(workspace_id, agent_id) == []
    assert await is_good(world, signed.token)


@pytest.mark.parametrize("cause", ["password", "own password", "role", "switched off", "all"])
async def test_a_change_of_rights_ends_every_session_at_once(world: World, cause: str) -> None:
    people, sessions = world.parts.people, world.parts.sessions
    first = await signed_in(world)
    second = await world.parts.sign_in(world.workspace_id, "ana@example.org", PASSWORD, HERE)
    here, agent_id = world.workspace_id, first.agent.id
    assert await is_good(world, first.token)
    changes = {
        "password": lambda: people.set_password(here, agent_id, OTHER, Role.OWNER),
        "own password": lambda: people.change_password(here, agent_id, PASSWORD, OTHER),
        "role": lambda: people.change(here, agent_id, AgentChange(role=Role.VIEWER)),
        "switched off": lambda: people.change(here, agent_id, AgentChange(is_active=False)),
        "all": lambda: sessions.revoke_all(here, agent_id),
    }
    await changes[cause]()  # type: ignore[no-untyped-call]
    assert not await is_good(world, first.token)
    assert not await is_good(world, second.token)
    assert await sessions.list(here, agent_id) == []


async def test_switching_somebody_on_again_does_not_revive_a_session(world: World) -> None:
    signed = await signed_in(world)
    for is_active in (False, True):
        await world.parts.people.change(world.workspace_id, signed.agent.id, AgentChange(is_active=is_active))
    assert not await is_good(world, signed.token)


async def test_a_change_of_name_ends_nothing_and_shows_at_once(world: World) -> None:
    signed = await signed_in(world)
    await world.parts.sessions.check(signed.token)
    await world.parts.people.change(world.workspace_id, signed.agent.id, AgentChange(display_name="Annie"))
    assert (await world.parts.sessions.check(signed.token)).agent.actor.name == "Annie"


async def test_a_session_that_begins_while_the_password_changes_is_dead(world: World) -> None:
    agent = await world.agent()
    await world.parts.people.set_password(world.workspace_id, agent.id, OTHER, Role.OWNER)
    stale = await world.parts.sessions.begin(agent, "", "")
    assert not await is_good(world, stale.token)


async def test_what_another_node_revokes_ends_here_within_seconds(world: World) -> None:
    signed = await signed_in(world)
    await world.parts.sessions.check(signed.token)
    await world.another_node().sessions.end(signed.token)
    world.clock.advance(KEEP_MS / 1000)
    assert not await is_good(world, signed.token)


async def test_a_known_token_is_not_looked_up_again(world: World) -> None:
    signed = await signed_in(world)
    await world.parts.sessions.check(signed.token)
    await world.tables.write(("DELETE FROM sessions", ()))
    await world.parts.sessions.check(signed.token)


async def test_what_is_known_of_a_token_ends_as_the_session_does(world: World) -> None:
    sessions, token = world.parts.sessions, (await signed_in(world)).token
    assert sessions.known(token) is None, "nobody has looked it up yet"
    caller = await sessions.check(token)
    assert sessions.known(token) == caller
    world.clock.advance(KEEP_MS / 1000)
    assert sessions.known(token) is None, "it is old"
    await sessions.check(token)
    await sessions.end(token)
    assert sessions.known(token) is None


async def test_what_is_known_is_no_way_around_the_note_of_activity(world: World) -> None:
    sessions, token = world.parts.sessions, (await signed_in(world)).token
    world.clock.advance(TOUCH_MS / 1000)
    await sessions.recheck(token)
    assert sessions.known(token) is None


async def test_the_csrf_token_belongs_to_one_session_and_does_not_tell_it() -> None:
    first, second = (RandomSecrets().new_secret("rs") for _ in range(2))
    assert is_csrf_token(first, csrf_token(first))
    assert not is_csrf_token(first, csrf_token(second))
    for wrong in ("", "\ud800", first, hashed(first)):
        assert not is_csrf_token(first, wrong)


async def test_pruning_removes_what_is_over_and_nothing_else(world: World) -> None:
    old = await signed_in(world)
    world.clock.advance(LONGEST_MS / 1000)
    new = await world.parts.sign_in(world.workspace_id, "ana@example.org", PASSWORD, HERE)
    assert await world.parts.prune(world.workspace_id) >= 1
    assert not await is_good(world, old.token)
    assert await is_good(world, new.token)
    assert await world.tables.rows("SELECT count(*) FROM sessions") == [(1,)]
