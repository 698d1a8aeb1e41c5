"""Refusals: the domain's ways to say no. Nothing is written when one is raised.

    Refusal
    ├── NotAllowed            this actor may never do this                          forbidden 403
    ├── Closed                the conversation is closed                            closed 409
    ├── NotInControl          somebody else, or nobody, has control                 not-in-control 409
    ├── Taken                 a colleague has it already                            taken 409
    ├── StaleEpoch            control has changed since the caller looked           stale-epoch 409
    │   └── StaleTurn         … and the caller is an assistant's turn
    ├── HandoffDisabled       this assistant's visitors cannot ask for a person     handoff-disabled 409
    ├── PlanLocked            the workspace's plan has no handoff                   plan-locked 403
    ├── TargetUnavailable     the colleague is not online, and that is not confirmed    target-unavailable 409
    └── Invalid               the input itself cannot be taken                      validation 422
        ├── InvalidText
        ├── InvalidPhone
        └── InvalidTarget

Not here: failures of machines (storage, network): those are errors of the shell.
"""

from typing import ClassVar

from relevo.core.actors import Actor, Presence
from relevo.core.conversation import Control
from relevo.core.ids import Epoch, Millis


class Refusal(Exception):
    """The domain's no. `code` is stable and public; the message is one sentence for a person."""

    code: ClassVar[str]


class NotAllowed(Refusal):
    """The actor's kind or role may not do this at all."""

    code = "forbidden"

    def __init__(self, detail: str = "You are not allowed to do this.") -> None:
        super().__init__(detail)


class Closed(Refusal):
    """The conversation is closed; it can be read, not changed."""

    code = "closed"

    def __init__(self) -> None:
        super().__init__("The conversation is closed.")


class NotInControl(Refusal):
    """The actor does not have control. Names who has it."""

    code = "not-in-control"

    def __init__(self, owner: Actor | None, control: Control) -> None:
        super().__init__(f"{owner.name} has this conversation." if owner else "You do not have this conversation.")
        self.owner = owner
        self.control = control


class Taken(Refusal):
    """Another agent took it first. Names the owner and since when."""

    code = "taken"

    def __init__(self, owner: Actor, since: Millis) -> None:
        super().__init__(f"{owner.name} has already taken this conversation.")
        self.owner = owner
        self.since = since


class StaleEpoch(Refusal):
    """Control has changed since the caller looked."""

    code = "stale-epoch"

    def __init__(self, epoch: Epoch) -> None:
        super().__init__("Control of the conversation has changed in the meantime.")
        self.epoch = epoch


class StaleTurn(StaleEpoch):
    """An assistant's turn that began under an earlier control, or that answers what is answered already."""


class HandoffDisabled(Refusal):
    """Asking for a person is switched off."""

    code = "handoff-disabled"

    def __init__(self) -> None:
        super().__init__("Asking for a person is switched off here.")


class PlanLocked(Refusal):
    """The plan has no handoff."""

    code = "plan-locked"

    def __init__(self) -> None:
        super().__init__("The plan of this workspace does not include handoff to people.")


class TargetUnavailable(Refusal):
    """The agent to transfer to is not online; say so again with a confirmation, if the policy allows it."""

    code = "target-unavailable"

    def __init__(self, target: Actor, presence: Presence, *, can_confirm: bool) -> None:
        super().__init__(f"{target.name} is {presence}.")
        self.target = target
        self.presence = presence
        self.can_confirm = can_confirm


class Invalid(Refusal):
    """The input cannot be taken as it is; `field` names it as the request does."""

    code = "validation"

    def __init__(self, detail: str, field: str) -> None:
        super().__init__(detail)
        self.field = field


class InvalidText(Invalid):
    """Empty or too long."""

    def __init__(self, detail: str, field: str = "text") -> None:
        super().__init__(detail, field)


class InvalidPhone(Invalid):
    """Not a telephone number."""

    def __init__(self) -> None:
        super().__init__("This does not look like a telephone number.", "phone")


class InvalidTarget(Invalid):
    """A transfer or an assignment names nobody, more than one, or somebody who cannot have it."""

    def __init__(self) -> None:
        super().__init__("Name one who can have the conversation.", "agent_id")
