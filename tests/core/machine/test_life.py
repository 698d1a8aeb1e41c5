"""Lives of conversations at random: as many as the Hypothesis profile says, half of them under the default policies.

Two tests, so that two cores share them. `test_planted_bugs.py` beside this file shows that they can fail.
"""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.core.machine.rules import Life, LifeUnderAnyPolicy

HALF = settings(max_examples=max(1, settings().max_examples // 2))


def test_nothing_that_must_never_happen_happens() -> None:
    run_state_machine_as_test(Life, settings=HALF)


def test_nothing_that_must_never_happen_happens_under_any_policy() -> None:
    run_state_machine_as_test(LifeUnderAnyPolicy, settings=HALF)
