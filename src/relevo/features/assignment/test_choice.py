"""Who gets the next request."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from relevo.core.actors import Actor, ActorKind
from relevo.core.ids import Millis
from relevo.core.rules import Assignment
from relevo.features.assignment.choice import Candidate, choose
from tests.examples import THOUSAND

TURN, BUSY = Assignment.ROUND_ROBIN, Assignment.LEAST_BUSY


def candidate(name: str, *, held: int = 0, capacity: int = 5, given_at: int = 0) -> Candidate:
    return Candidate(Actor(ActorKind.AGENT, name, name.title()), capacity, held, Millis(given_at))


def chosen(policy: Assignment, *candidates: Candidate) -> str | None:
    found = choose(policy, candidates)
    return found.agent.id if found else None


def test_round_robin_gives_to_whoever_was_given_nothing_for_the_longest_time() -> None:
    assert chosen(TURN, candidate("a", given_at=3, held=0), candidate("b", given_at=1, held=4)) == "b"


def test_least_busy_gives_to_whoever_uses_least_of_their_capacity() -> None:
    assert chosen(BUSY, candidate("a", held=2, capacity=3), candidate("b", held=3, capacity=10)) == "b"


def test_among_equally_busy_agents_it_goes_in_turn() -> None:
    assert chosen(BUSY, candidate("a", held=1, given_at=9), candidate("b", held=1, given_at=2)) == "b"


def test_nobody_gets_anything_beyond_their_capacity() -> None:
    full = candidate("a", held=5)
    for policy in Assignment:
        assert chosen(policy, full, candidate("b", capacity=0)) is None


def test_the_policy_off_gives_nothing_to_anybody() -> None:
    assert chosen(Assignment.OFF, candidate("a")) is None


@THOUSAND
@given(st.integers(1, 6), st.integers(1, 60))
def test_in_turn_nobody_is_given_more_than_one_more_than_anybody_else(agents: int, requests: int) -> None:
    there = {f"a{number}": candidate(f"a{number}", capacity=1000) for number in range(agents)}
    given_to: Counter[str] = Counter(dict.fromkeys(there, 0))
    for at in range(1, requests + 1):
        found = choose(TURN, there.values())
        assert found is not None
        given_to[found.agent.id] += 1
        there[found.agent.id] = replace(found, held=found.held + 1, given_at=Millis(at))
    assert max(given_to.values()) - min(given_to.values()) <= 1


@THOUSAND
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 99)), max_size=8),
    st.sampled_from([TURN, BUSY]),
)
def test_somebody_is_chosen_exactly_when_somebody_has_room(
    there: list[tuple[int, int, int]], policy: Assignment
) -> None:
    candidates = [
        candidate(f"a{number}", held=held, capacity=capacity, given_at=at)
        for number, (held, capacity, at) in enumerate(there)
    ]
    found = choose(policy, candidates)
    assert (found is not None) == any(held < capacity for held, capacity, _ in there)
    assert found is None or found.has_room
