"""Lives of conversations at random: as many as the Hypothesis profile says, half of them under the default policies.

In parts, each with histories of its own, so that all cores have some to the end. `test_planted_bugs.py` beside this file shows that they can fail.
"""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.core.machine.rules import Life, LifeUnderAnyPolicy

PARTS = 5
A_PART = settings(max_examples=max(1, settings().max_examples // (2 * PARTS)))


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_must_never_happen_happens(part: int) -> None:
    run_state_machine_as_test(Life, settings=A_PART)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_must_never_happen_happens_under_any_policy(part: int) -> None:
    run_state_machine_as_test(LifeUnderAnyPolicy, settings=A_PART)
