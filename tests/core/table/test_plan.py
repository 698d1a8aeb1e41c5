"""Where the plan has no handoff nobody puts a visitor into the queue for people: not the visitor, and no act of the desk.

Every row of the control table is tried in every state; the clock alone may, so that nobody whom a person had is left alone.
"""

import pytest

from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.errors import PlanLocked, Refusal
from relevo.core.rules import AfterResolve, Handoff, Policies, Rules
from tests.core.given import names
from tests.core.table.rows import ROWS
from tests.core.table.test_table import CELLS, STATES

CLOCK = ("ExpireOwner", "ExpireAssignment")
POLICIES = Policies(after_resolve=AfterResolve.REOPEN_TO_QUEUE)
OPEN, LOCKED = Rules(policies=POLICIES), Rules(policies=POLICIES, handoff=Handoff(is_plan_locked=True))


def answer(state: Conversation, row: str, rules: Rules) -> str:
    try:
        return names(decide(state, ROWS[row](state), rules))
    except Refusal as refusal:
        return f"!{refusal.code}"


@pytest.mark.parametrize(("row", "column"), CELLS, ids=[f"{row}: {column}" for row, column in CELLS])
def test_no_act_leads_to_the_queue_that_the_plan_does_not_have(row: str, column: str) -> None:
    for state in STATES[column]:
        free, locked = answer(state, row, OPEN), answer(state, row, LOCKED)
        if row.startswith(CLOCK):
            assert locked == free
        elif "human_requested" in free or "human_offered" in free:
            assert "human_" not in locked
        else:
            assert locked == free, "the plan locks the queue, and nothing else"


def test_an_agent_who_would_put_somebody_there_is_told_why_not() -> None:
    told = {
        f"{row}: {column}" for row, column in CELLS if answer(STATES[column][0], row, LOCKED) == f"!{PlanLocked.code}"
    }
    assert told == {
        "RequestHuman visitor: assistant",
        "RequestHuman rule: assistant",
        "Transfer owner to team: waiting",
        "Transfer owner to team: agent",
        "Assign owner to nobody: assistant",
        "Assign owner to nobody: agent",
    }
