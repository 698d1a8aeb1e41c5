"""The real clock, and the ids and secrets of this machine."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.clock import RandomIds, RandomSecrets, SystemClock, uuid7
from tests.examples import THOUSAND

LAST_MS = (1 << 48) - 1


def test_now_is_the_wall_clock_in_whole_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    now = SystemClock().now_ms()
    assert before <= now <= time.time_ns() // 1_000_000


def test_an_id_is_laid_out_as_in_the_example_of_rfc_9562() -> None:
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    assert uuid7(0x017F22E279B0, bytes.fromhex("0CC3 18C4DC0C0C07398F")) == str(example)


@THOUSAND
@given(st.integers(0, LAST_MS), st.binary(min_size=10, max_size=10))
def test_every_id_is_a_version_7_uuid_that_tells_its_time(at_ms: int, randomness: bytes) -> None:
    text = uuid7(at_ms, randomness)
    made = UUID(text)
    assert str(made) == text
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == at_ms


@THOUSAND
@given(st.binary(min_size=10, max_size=10))
def test_every_random_bit_but_those_of_version_and_variant_stays(randomness: bytes) -> None:
    made = UUID(uuid7(0, randomness)).int
    assert made >> 64 & 0xFFF == int.from_bytes(randomness[:2]) & 0xFFF
    assert made & (1 << 62) - 1 == int.from_bytes(randomness[2:]) & (1 << 62) - 1


@THOUSAND
@given(st.integers(0, LAST_MS - 1), st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_an_id_of_a_later_millisecond_sorts_after(at_ms: int, earlier: bytes, later: bytes) -> None:
    assert uuid7(at_ms, earlier) < uuid7(at_ms + 1, later)


@pytest.mark.parametrize(
    ("at_ms", "randomness"), [(-1, bytes(10)), (LAST_MS + 1, bytes(10)), (0, bytes(9)), (0, bytes(11))]
)
def test_a_time_or_a_randomness_that_does_not_fit_is_refused(at_ms: int, randomness: bytes) -> None:
    with pytest.raises(ValueError, match="UUIDv7"):
        uuid7(at_ms, randomness)


def test_ids_carry_their_prefix_and_do_not_repeat() -> None:
    new_id = RandomIds().new_id
    made = [new_id("cnv") for _ in range(1_000)]
    assert len(set(made)) == len(made)
    assert all(UUID(one.removeprefix("cnv_")).version == 7 for one in made)
    assert UUID(new_id()).version == 7


def test_threads_that_draw_from_the_same_randomness_never_get_the_same_id() -> None:
    new_id = RandomIds().new_id
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: new_id(), range(20_000), chunksize=1))
    assert len({one[-26:] for one in made}) == len(made), "the random part alone must differ"


def test_secrets_are_256_bits_that_travel_anywhere() -> None:
    new_secret = RandomSecrets().new_secret
    made = [new_secret("rk") for _ in range(1_000)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"rk_[A-Za-z0-9_-]{43}", one) for one in made)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_secret())
