"""What is closed stays closed: a value that nobody planned for is a mistake at once, and never a move.

The type checker says the same before anything runs; this is for values that come from storage or from outside.
"""

from collections.abc import Callable
from dataclasses import is_dataclass, replace
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

from relevo import core
from relevo.core import errors
from relevo.core.actors import SYSTEM, Actor, ActorKind, Role
from relevo.core.commands import ExpireOwner
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.decide.agent import annotate
from relevo.core.errors import Invalid, Refusal
from relevo.core.events import Message, Recorded
from relevo.core.evolve import evolve
from relevo.core.ids import Epoch, Millis, Seq
from tests.core.given import (
    ID,
    MARIA,
    NOAH,
    SUE,
    VIC,
    Talk,
    a_conversation,
    by_clock,
    releases,
    rules,
    takes_over,
    visitor_says,
    with_agent,
)

NONSENSE: Any = "nonsense"


def in_no_control() -> Conversation:
    return replace(a_conversation().conversation, control=NONSENSE)


def somebody(kind: Any) -> Actor:
    return Actor(kind, "x", "X")


@pytest.mark.parametrize(
    "asked",
    [
        lambda: in_no_control().phase,
        lambda: in_no_control().party(),
        lambda: in_no_control().answering_assistant(),
        lambda: a_conversation().refusal(visitor_says(by=somebody(NONSENSE))),
        lambda: evolve(ID, a_conversation().conversation, said_by(somebody(NONSENSE))),
        lambda: with_agent(MARIA, rules(release_rights=NONSENSE)).refusal(takes_over(NOAH, force=True)),
        lambda: with_agent(MARIA, rules(resume_on=NONSENSE)).when(releases(MARIA)),
        lambda: annotate(with_agent(MARIA).conversation, takes_over(MARIA), rules()),  # type: ignore[arg-type]  # another kind of command, on purpose
        lambda: expired(with_agent(MARIA, rules(owner_vanishes=NONSENSE))),
    ],
)
def test_a_value_that_nobody_planned_for_is_a_mistake(asked: Callable[[], object]) -> None:
    with pytest.raises(AssertionError, match="unreachable"):
        asked()


def said_by(actor: Actor) -> Recorded:
    return Recorded(Seq(3), Millis(1), Epoch(0), actor, Message("m", "Hi"))


def expired(talk: Talk) -> object:
    return talk.when(by_clock(ExpireOwner, talk.conversation))


def test_everything_in_the_core_is_a_value() -> None:
    """What is handed around between tasks cannot be changed under anybody's hands."""
    for kind in values():
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]  # dataclasses' own
        assert "__slots__" in vars(kind), kind


def values() -> list[type]:
    modules = [import_module(module.name) for module in walk_packages(core.__path__, "relevo.core.")]
    found = [
        kind for module in modules for kind in vars(module).values() if isinstance(kind, type) and is_dataclass(kind)
    ]
    assert len(found) > 50
    return found


# --- who may what


def test_roles_grow_from_reading_to_configuring() -> None:
    rights = {role: (role.may_act, role.may_override, role.may_configure) for role in Role}
    assert rights == {
        Role.OWNER: (True, True, True),
        Role.ADMINISTRATOR: (True, True, True),
        Role.SUPERVISOR: (True, True, False),
        Role.AGENT: (True, False, False),
        Role.VIEWER: (False, False, False),
    }


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AGENT])
def test_every_role_from_agent_up_may_take_over(role: Role) -> None:
    assert a_conversation().given(replace(takes_over(MARIA), role=role)).conversation.owner == MARIA


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_who_only_reads_may_not(role: Role | None) -> None:
    assert a_conversation().refusal(replace(takes_over(MARIA), role=role)).code == "forbidden"


def test_a_party_is_known_by_kind_and_id_not_by_name() -> None:
    assert MARIA.is_same(replace(MARIA, name="Maria Meier", avatar_url="https://example.org/m.png"))
    assert not MARIA.is_same(replace(MARIA, kind=ActorKind.ASSISTANT))
    assert not MARIA.is_same(NOAH)
    assert not MARIA.is_same(None)
    assert len({actor.id for actor in (MARIA, NOAH, SUE, VIC, SYSTEM)}) == 5


# --- refusals


def tree(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [found for sub in kind.__subclasses__() for found in (sub, *tree(sub))]


def test_every_refusal_stands_in_the_tree_with_its_code() -> None:
    drawn = errors.__doc__ or ""
    for kind in tree():
        (line,) = [line for line in drawn.splitlines() if f" {kind.__name__} " in f"{line} "]
        is_leaf = kind.__name__ in ("StaleTurn", "InvalidText", "InvalidPhone", "InvalidTarget")
        assert is_leaf or f" {kind.code} " in line
    assert drawn.count("──") == len(tree())


def test_a_code_is_said_by_one_branch_only() -> None:
    own = [kind for kind in tree() if "code" in vars(kind)]
    assert len({kind.code for kind in own}) == len(own)
    assert all(issubclass(kind, Invalid) for kind in tree() if kind.code == "validation")


def test_a_refusal_leaves_everything_as_it_was() -> None:
    talk = with_agent(MARIA)
    before = talk.conversation
    talk.refusal(takes_over(NOAH))
    assert talk.conversation is before
    assert decide(before, takes_over(MARIA), talk.rules) == ()
