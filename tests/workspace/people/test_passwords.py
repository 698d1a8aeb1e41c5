"""Passwords: argon2id with the parameters that are promised, compared by one path, a few at a time."""

import asyncio
import threading

from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from relevo.workspace.errors import TooManyAttempts
from relevo.workspace.people.passwords import HASHER, LONGEST, WAITING, Passwords
from tests.workspace.conftest import CHEAP


async def test_the_real_parameters_are_above_the_least_that_is_asked() -> None:
    hashed = await Passwords().hash("brown-teapot-on-ladder")
    parameters = extract_parameters(hashed)
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2
    assert (await Passwords().verify(hashed, "brown-teapot-on-ladder")).is_right


async def test_another_password_is_not_right() -> None:
    passwords = Passwords(CHEAP)
    hashed = await passwords.hash("brown-teapot-on-ladder")
    assert not (await passwords.verify(hashed, "brown-teapot-on-laddeR")).is_right


async def test_two_hashes_of_one_password_differ() -> None:
    passwords = Passwords(CHEAP)
    assert await passwords.hash("brown-teapot-on-ladder") != await passwords.hash("brown-teapot-on-ladder")


async def test_the_same_letters_composed_otherwise_are_the_same_password() -> None:
    passwords = Passwords(CHEAP)
    hashed = await passwords.hash("gr\u00fcne-teekanne-leiter")
    assert (await passwords.verify(hashed, "gru\u0308ne-teekanne-leiter")).is_right


async def test_a_lone_surrogate_is_a_wrong_password_and_no_error() -> None:
    passwords = Passwords(CHEAP)
    assert not (await passwords.verify(await passwords.hash("brown-teapot-on-ladder"), "\ud800" * 12)).is_right


async def test_after_a_change_of_parameters_the_hash_is_outdated() -> None:
    old = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    hashed = await old.hash("brown-teapot-on-ladder")
    assert not (await old.verify(hashed, "brown-teapot-on-ladder")).is_outdated
    assert (await Passwords(CHEAP).verify(hashed, "brown-teapot-on-ladder")).is_outdated


class Counting(PasswordHasher):
    """Counts what is computed, and how many at the same time."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []
        self.threads: set[int] = set()
        self.most = 0
        self._running = 0
        self._lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002 - its name there
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
            self.threads.add(threading.get_ident())
        self.verified.append(str(hash))
        threading.Event().wait(0.01)
        try:
            return super().verify(hash, password)
        finally:
            with self._lock:
                self._running -= 1


async def test_an_unknown_account_costs_one_hash_of_the_same_parameters() -> None:
    hasher = Counting()
    passwords = Passwords(hasher)
    known = await passwords.hash("brown-teapot-on-ladder")
    await passwords.verify(known, "wrong")
    await passwords.verify(None, "wrong")
    await passwords.verify(known, "x" * (LONGEST + 1))
    parameters = [extract_parameters(hashed) for hashed in hasher.verified]
    assert len(parameters) == 3
    assert parameters[0] == parameters[1] == parameters[2]


async def test_nothing_matches_where_there_is_no_account() -> None:
    passwords = Passwords(CHEAP)
    for guess in ("", "\x00", "brown-teapot-on-ladder"):
        assert not (await passwords.verify(None, guess)).is_right


async def test_hashes_are_computed_a_few_at_a_time_and_off_the_loop() -> None:
    hasher = Counting()
    passwords = Passwords(hasher, at_once=2)
    await asyncio.gather(*(passwords.verify(None, "wrong") for _ in range(12)))
    assert hasher.most == 2
    assert threading.get_ident() not in hasher.threads


async def test_a_flood_is_turned_away_instead_of_queued() -> None:
    passwords = Passwords(Counting(), at_once=1)
    outcomes = await asyncio.gather(
        *(passwords.verify(None, "wrong") for _ in range(WAITING + 11)), return_exceptions=True
    )
    turned_away = [outcome for outcome in outcomes if isinstance(outcome, TooManyAttempts)]
    assert len(turned_away) == 10
    assert turned_away[0].retry_after_s > 0
    assert not (await passwords.verify(None, "wrong")).is_right, "and afterwards there is room again"


def test_the_hash_that_nothing_matches_is_well_formed() -> None:
    passwords = Passwords(HASHER)
    assert extract_parameters(passwords._nobodys) == HASHER._parameters
