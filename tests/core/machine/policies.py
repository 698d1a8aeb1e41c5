"""Every combination of the policies and settings that decide anything, by number; 0 is the default of each."""

from collections.abc import Mapping
from math import prod
from typing import Any

from relevo.core.rules import (
    AfterResolve,
    AnnounceJoin,
    ContinueAs,
    Handoff,
    OnKeyword,
    OwnerVanishes,
    Policies,
    ReleaseRights,
    ResumeOn,
    Rules,
    TransferOffline,
    VisitorSees,
    WhileWaiting,
)

BY_ITSELF: dict[str, Any] = {"offer_after_answers": 2, "ask_after_failures": 2, "ask_on_labels": ("refund",)}
HANDOFFS = (
    Handoff(),
    Handoff(**BY_ITSELF),
    Handoff(response_timeout_s=0),
    Handoff(enabled=False, **BY_ITSELF),
    Handoff(is_plan_locked=True, **BY_ITSELF),
)
CHOICES: Mapping[str, tuple[Any, ...]] = {
    "after_resolve": tuple(AfterResolve),
    "release_rights": (ReleaseRights.OWNER_OR_SUPERVISOR, ReleaseRights.OWNER, ReleaseRights.ANYONE),
    "while_waiting": tuple(WhileWaiting),
    "visitor_sees": (tuple(VisitorSees), ()),
    "announce_join": tuple(AnnounceJoin),
    "resume_on": tuple(ResumeOn),
    "continue_as": tuple(ContinueAs),
    "on_keyword": tuple(OnKeyword),
    "transfer_offline": (TransferOffline.WARN, TransferOffline.BLOCK, TransferOffline.ALLOW),
    "owner_vanishes": (OwnerVanishes.REQUEUE, OwnerVanishes.HOLD, OwnerVanishes.AI),
}
COMBINATIONS = prod(map(len, CHOICES.values())) * len(HANDOFFS)


def combination(number: int) -> Rules:
    """Return the rules with this number."""
    number, handoff = divmod(number, len(HANDOFFS))
    policies: dict[str, Any] = {}
    for name, values in CHOICES.items():
        number, value = divmod(number, len(values))
        policies[name] = values[value]
    return Rules(policies=Policies(**policies), handoff=HANDOFFS[handoff])
