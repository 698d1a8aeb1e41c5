"""No value of a policy is left out: each stands in a test of this folder, or has its reason here."""

from dataclasses import fields
from enum import StrEnum
from pathlib import Path

from relevo.core.rules import Policies, VisitorSees

ELSEWHERE = {
    "tickets": "nothing makes tickets yet",
    "redirect_to_ticket": "as above",
    "assignment": "src/relevo/features/assignment has its own tests",
    "assignment_timeout_s": "as above",
    "capacity": "as above",
}


def test_every_value_of_every_policy_is_tried_through_the_api() -> None:
    tests = "".join(
        path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)
    )
    for policy in (field.name for field in fields(Policies)):
        if policy in ELSEWHERE:
            continue
        assert f"{policy}=" in tests, policy
        default = getattr(Policies(), policy)
        kind = VisitorSees if policy == "visitor_sees" else type(default)
        for value in kind if issubclass(kind, StrEnum) else ():
            assert f'"{value.value}"' in tests, f"{policy}: {value.value}"
