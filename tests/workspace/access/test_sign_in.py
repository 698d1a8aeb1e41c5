"""Signing in: one answer after one amount of work, and a delay after ten failures that never becomes a lock."""

import asyncio

import pytest
from argon2 import PasswordHasher

from relevo.core.actors import Role
from relevo.ports import Statement, Value
from relevo.workspace.access.attempts import MOST, WINDOW_MS
from relevo.workspace.access.sign_in import Client, SignIn
from relevo.workspace.errors import InvalidCredentials, TooManyAttempts, WorkspaceError
from relevo.workspace.people.agent import AgentChange, NewAgent
from relevo.workspace.people.passwords import Passwords, Verdict
from relevo.workspace.tables import WorkspaceTables
from tests.workspace.conftest import HERE, PASSWORD, World

WINDOW_S = WINDOW_MS // 1000


async def sign_in(
    world: World, email: str = "ana@example.org", password: str = PASSWORD, client: Client = HERE
) -> None:
    await world.parts.sign_in(world.workspace_id, email, password, client)


async def fail(world: World, times: int, email: str = "ana@example.org", client: Client = HERE) -> None:
    for _ in range(times):
        with pytest.raises(InvalidCredentials):
            await sign_in(world, email, "wrong", client)


async def test_the_right_password_begins_a_session(world: World) -> None:
    agent = await world.agent(role=Role.SUPERVISOR)
    signed_in = await world.parts.sign_in(world.workspace_id, " ANA@example.org", PASSWORD, HERE)
    assert signed_in.agent == agent
    caller = await world.parts.sessions.check(signed_in.token)
    assert caller.agent.role is Role.SUPERVISOR
    assert (caller.session.address, caller.session.device) == ("203.0.113.7", "Firefox")


async def test_every_sign_in_has_a_token_of_its_own(world: World) -> None:
    await world.agent()
    tokens = {
        (await world.parts.sign_in(world.workspace_id, "ana@example.org", PASSWORD, HERE)).token for _ in range(3)
    }
    assert len(tokens) == 3


class Recorded:
    """Tables and passwords that write down what is asked of them, to compare two paths by what they do."""

    def __init__(self, world: World) -> None:
        self._tables = world.tables
        self.steps: list[str] = []

    async def rows(self, sql: str, *values: Value) -> object:
        self.steps.append(sql)
        return await self._tables.rows(sql, *values)

    async def write(self, *statements: Statement) -> object:
        self.steps.extend(sql for sql, _ in statements)
        return await self._tables.write(*statements)

    async def verify(self, stored: str | None, password: str) -> Verdict:
        self.steps.append("one argon2 hash")
        return await Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)).verify(stored, password)


async def refusal(world: World, email: str, password: str) -> tuple[list[str], type[WorkspaceError], str]:
    recorded = Recorded(world)
    node = WorkspaceTables(recorded, world.clock, world.ids, None)  # type: ignore[arg-type]
    sign_in = SignIn(node.people, recorded, node.attempts, node.sessions)  # type: ignore[arg-type]
    with pytest.raises(WorkspaceError) as refused:
        await sign_in(world.workspace_id, email, password, HERE)
    return recorded.steps, type(refused.value), str(refused.value)


async def test_unknown_wrong_inactive_and_passwordless_take_the_same_steps_to_the_same_answer(world: World) -> None:
    await world.agent("ana@example.org", Role.OWNER)
    off = await world.agent("off@example.org")
    await world.parts.people.change(world.workspace_id, off.id, AgentChange(is_active=False))
    await world.parts.people.create(world.workspace_id, NewAgent(email="new@example.org", name="New"))
    outcomes = [
        await refusal(world, "nobody@example.org", PASSWORD),
        await refusal(world, "ana@example.org", "wrong"),
        await refusal(world, "off@example.org", PASSWORD),
        await refusal(world, "new@example.org", PASSWORD),
    ]
    steps, kind, _ = outcomes[0]
    assert kind is InvalidCredentials
    assert steps.count("one argon2 hash") == 1
    assert all(outcome == outcomes[0] for outcome in outcomes)


async def test_an_account_of_another_workspace_is_unknown(world: World) -> None:
    await world.agent()
    world.workspace_id = (await world.parts.workspaces.create("Another")).id
    await fail(world, 1)


async def test_after_ten_failures_even_the_right_password_must_wait(world: World) -> None:
    await world.agent()
    await fail(world, MOST)
    with pytest.raises(TooManyAttempts) as refused:
        await sign_in(world)
    assert refused.value.retry_after_s == WINDOW_S


async def test_unknown_accounts_are_delayed_just_the_same(world: World) -> None:
    await fail(world, MOST, "nobody@example.org")
    with pytest.raises(TooManyAttempts):
        await sign_in(world, "nobody@example.org")


async def test_the_told_wait_is_long_enough_and_not_a_second_longer(world: World) -> None:
    await world.agent()
    for _ in range(MOST):
        await fail(world, 1)
        world.clock.advance(30)
    with pytest.raises(TooManyAttempts) as refused:
        await sign_in(world)
    world.clock.advance(refused.value.retry_after_s - 1)
    with pytest.raises(TooManyAttempts):
        await sign_in(world)
    world.clock.advance(1)
    await sign_in(world)


async def test_knocking_while_one_must_wait_makes_it_no_longer(world: World) -> None:
    await world.agent()
    await fail(world, MOST)
    for _ in range(14):
        world.clock.advance(60)
        with pytest.raises(TooManyAttempts):
            await sign_in(world)
    world.clock.advance(60)
    await sign_in(world)


async def test_a_success_forgets_the_failures(world: World) -> None:
    await world.agent()
    for _ in range(3):
        await fail(world, MOST - 1)
        await sign_in(world)


async def test_another_address_and_another_account_are_not_held_up(world: World) -> None:
    await world.agent("ana@example.org")
    await world.agent("bob@example.org")
    await fail(world, MOST)
    await sign_in(world, client=Client("198.51.100.9"))
    await sign_in(world, "bob@example.org")


async def test_a_whole_ipv6_network_counts_as_one_address(world: World) -> None:
    await world.agent()
    for host in range(MOST):
        await fail(world, 1, client=Client(f"2001:db8:1:2::{host + 1:x}"))
    with pytest.raises(TooManyAttempts):
        await sign_in(world, client=Client("2001:db8:1:2:ffff::1"))
    await sign_in(world, client=Client("2001:db8:1:3::1"))


async def test_an_ipv4_address_in_ipv6_clothes_is_the_same_address(world: World) -> None:
    await world.agent()
    await fail(world, MOST, client=Client("203.0.113.7"))
    with pytest.raises(TooManyAttempts):
        await sign_in(world, client=Client("::ffff:203.0.113.7"))


async def test_many_at_once_get_no_more_tries_than_one_after_another(world: World) -> None:
    await world.agent()
    outcomes = await asyncio.gather(*(sign_in(world, password="wrong") for _ in range(40)), return_exceptions=True)
    assert sum(isinstance(outcome, InvalidCredentials) for outcome in outcomes) == MOST
    assert sum(isinstance(outcome, TooManyAttempts) for outcome in outcomes) == 40 - MOST


async def test_the_count_holds_on_every_node(world: World) -> None:
    await world.agent()
    await fail(world, MOST)
    with pytest.raises(TooManyAttempts):
        await world.another_node().sign_in(world.workspace_id, "ana@example.org", PASSWORD, HERE)


async def test_what_is_typed_into_the_address_field_is_not_kept_in_the_clear(world: World) -> None:
    await fail(world, 1, email="my-secret-password")
    rows = await world.tables.rows("SELECT * FROM sign_in_attempts")
    assert rows
    assert "my-secret-password" not in str(rows)


async def test_a_hash_of_older_parameters_is_renewed_by_signing_in(world: World) -> None:
    agent = await world.agent()
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    node = WorkspaceTables(world.tables, world.clock, world.ids, world.parts.sessions._secrets, passwords=stronger)
    _, before = await node.people.account(world.workspace_id, agent.email)
    signed_in = await node.sign_in(world.workspace_id, agent.email, PASSWORD, HERE)
    _, after = await node.people.account(world.workspace_id, agent.email)
    assert before != after
    assert "t=2" in (after or "")
    await node.sessions.check(signed_in.token)
    await node.sign_in(world.workspace_id, agent.email, PASSWORD, HERE)
    assert (await node.people.account(world.workspace_id, agent.email))[1] == after


async def test_a_hash_that_was_renewed_too_late_does_not_undo_a_new_password(world: World) -> None:
    agent = await world.agent()
    _, stored = await world.parts.people.account(world.workspace_id, agent.email)
    await world.parts.people.set_password(world.workspace_id, agent.id, "plinth-gopher-casserole", Role.OWNER)
    await world.parts.people.refresh_hash(agent, stored or "", PASSWORD)
    await fail(world, 1)
    await sign_in(world, password="plinth-gopher-casserole")
