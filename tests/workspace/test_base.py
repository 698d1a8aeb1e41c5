"""What everything stands on: remembered reads that are never stale after a change, strict input, sealed secrets, tokens."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.clock import RandomSecrets
from relevo.core.actors import Role
from relevo.testing import ManualClock
from relevo.workspace.base.remembered import KEEP_MS, Changes, Remembered
from relevo.workspace.base.seals import SealBroken, Seals
from relevo.workspace.base.strict import convert, link, one_line, visible
from relevo.workspace.base.tokens import TokenKind
from relevo.workspace.errors import Invalid
from relevo.workspace.people.agent import NewAgent
from tests.examples import THOUSAND


class Source:
    """Something to read that counts how often it is read."""

    def __init__(self) -> None:
        self.value: str | None = "a"
        self.reads = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def load(self, key: str) -> str | None:
        self.reads += 1
        value = self.value
        await self.gate.wait()
        return value and f"{key}={value}"


def first_letter(value: str) -> str:
    return value[0]


async def test_a_value_is_read_once_and_again_when_it_is_old() -> None:
    clock, source = ManualClock(), Source()
    known: Remembered[str, str] = Remembered(clock, 10, first_letter)
    for _ in range(3):
        assert await known.get("k", source.load) == "k=a"
    assert source.reads == 1
    clock.advance(KEEP_MS / 1000)
    source.value = "b"
    assert await known.get("k", source.load) == "k=b"


async def test_what_is_old_is_dropped_with_the_next_that_is_kept() -> None:
    clock = ManualClock()
    known: Remembered[str, str] = Remembered(clock, 10, first_letter)
    for key in "abc":
        await known.get(key, Source().load)
        clock.advance(KEEP_MS / 2000)
    assert list(known._known) == list(known._keys) == ["b", "c"]
    assert known.peek("b") is None
    assert list(known._known) == ["c"]


async def test_what_does_not_exist_is_asked_for_again() -> None:
    known: Remembered[str, str] = Remembered(ManualClock(), 10, first_letter)
    source = Source()
    source.value = None
    assert await known.get("k", source.load) is None
    source.value = "a"
    assert await known.get("k", source.load) == "k=a"


async def test_a_clock_that_jumps_back_lets_nothing_live_longer() -> None:
    clock, source = ManualClock(), Source()
    known: Remembered[str, str] = Remembered(clock, 10, first_letter)
    await known.get("k", source.load)
    clock.advance(-600)
    assert known.peek("k") is None


async def test_what_was_being_read_during_a_change_is_not_remembered() -> None:
    known: Remembered[str, str] = Remembered(ManualClock(), 10, first_letter)
    source = Source()
    source.gate.clear()
    reading = asyncio.create_task(known.get("k", source.load))
    await asyncio.sleep(0)
    source.value = "b"
    known.forget("something else")
    source.gate.set()
    assert await reading == "k=a"
    assert await known.get("k", source.load) == "k=b"


async def test_only_what_has_changed_is_forgotten() -> None:
    known: Remembered[str, str] = Remembered(ManualClock(), 10, first_letter)
    source = Source()
    for key in "xy":
        await known.get(key, source.load)
    known.forget("x")
    assert (known.peek("x"), known.peek("y")) == (None, "y=a")


async def test_no_more_is_kept_than_the_limit_and_the_longest_known_goes_first() -> None:
    known: Remembered[str, str] = Remembered(ManualClock(), 3, first_letter)
    source = Source()
    for key in "abcde":
        await known.get(key, source.load)
    assert [key for key in "abcde" if known.peek(key)] == ["c", "d", "e"]
    assert set(known._keys) == {"c", "d", "e"}, "and what is gone leaves nothing behind"
    known.clear()
    assert not any(known.peek(key) for key in "abcde")


def test_everybody_who_listens_is_told() -> None:
    changes, heard = Changes(), []
    changes.listen(lambda changed_id: heard.append(("first", changed_id)))
    changes.listen(lambda changed_id: heard.append(("second", changed_id)))
    changes.tell("agent_1")
    assert heard == [("first", "agent_1"), ("second", "agent_1")]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"email": "a@b.c"}, "name"),
        ({"email": 5, "name": "x"}, "email"),
        ({"email": "a@b.c", "name": "x", "is_admin": True}, "is_admin"),
        ({"email": "a@b.c", "name": "x", "role": "king"}, "role"),
        ({"email": "a@b.c", "name": "x", "role": True}, "role"),
        ([], ""),
        ("x", ""),
    ],
)
def test_a_wrong_field_is_named(value: object, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        convert(value, NewAgent)
    assert refused.value.field == field
    assert str(refused.value)


def test_right_input_becomes_the_type() -> None:
    assert convert({"email": "a@b.c", "name": "x", "role": "viewer"}, NewAgent).role is Role.VIEWER


@THOUSAND
@given(st.text(max_size=200))
def test_a_line_is_one_line_of_what_one_sees(raw: str) -> None:
    line = visible(raw)
    assert line == line.strip()
    assert visible(line) == line
    assert not any(c in line for c in "\n\r\t\u200b\u202e\u2066\u200f\x00")


def test_a_line_has_something_and_not_too_much() -> None:
    assert one_line("  a\n b ", "x", 3) == "a b"
    for wrong in ("", " \u200b ", "\u0301", "abcd"):
        with pytest.raises(Invalid):
            one_line(wrong, "x", 3)


@pytest.mark.parametrize(
    ("raw", "is_fine"),
    [
        ("https://cdn.example/a.png?x=1#y", True), ("https://cdn.example", True), ("/avatars/a.png", True), ("http://cdn.example/a.png", False),
        ("//evil.example/a.png", False), ("/\\evil.example", False), ("javascript:alert(1)", False), ("data:text/html,x", False),
        ("https://a b/x", False), ("https://u:p@evil.example/", False), ("https://x.example/\"onerror=", False), ("/" + "x" * 2048, False),
    ],
)  # fmt: skip
def test_a_picture_is_https_or_our_own(raw: str, is_fine: bool) -> None:
    if is_fine:
        assert link(raw, "avatar_url") == raw
        return
    with pytest.raises(Invalid):
        link(raw, "avatar_url")


def test_a_sealed_secret_opens_in_its_place_only() -> None:
    seals = Seals((b"k" * 32,))
    sealed = seals.seal("s3cret", "assistants/1/key")
    assert "s3cret" not in sealed
    assert seals.open(sealed, "assistants/1/key") == "s3cret"
    assert seals.seal("s3cret", "assistants/1/key") != sealed
    with pytest.raises(SealBroken):
        seals.open(sealed, "assistants/2/key")


def test_a_key_for_secrets_is_rotated_by_putting_a_new_one_in_front() -> None:
    old, new = RandomSecrets().new_secret(), RandomSecrets().new_secret()
    sealed = Seals.parse(old).seal("s3cret", "x")
    both = Seals.parse(f"{new}, {old}")
    assert both.open(sealed, "x") == "s3cret"
    with pytest.raises(SealBroken):
        Seals.parse(old).open(both.seal("s3cret", "x"), "x")
    with pytest.raises(SealBroken):
        Seals().open(sealed, "x")


@pytest.mark.parametrize("sealed", ["", "x", "a.b.c.d.e", "ё", "{}"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(SealBroken):
        Seals((b"k" * 32,)).open(sealed, "x")


@pytest.mark.parametrize("text", ["short", "x" * 42, "ё" * 43, "!" * 43])
def test_a_wrong_key_for_secrets_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(ValueError, match="32 bytes") as refused:
        Seals.parse(text)
    assert text not in str(refused.value)


def test_without_keys_nothing_can_be_sealed() -> None:
    with pytest.raises(Invalid):
        Seals.parse("").seal("s3cret", "x")


def test_a_token_fits_its_own_kind_only() -> None:
    for kind in TokenKind:
        token = kind.issue(RandomSecrets())
        assert [other for other in TokenKind if other.fits(token)] == [kind]
