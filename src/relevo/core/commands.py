"""What can be asked of a conversation: every command, with who asks and when.

Not here: whether it is granted (`decide`). Fields marked `body()` are public: the HTTP route of a public command is made
from them, so a new public command gets its route, its OpenAPI entry and its client type by itself.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from relevo.core.actors import Actor, Presence, Role
from relevo.core.events import Note
from relevo.core.ids import Epoch, InboxId, Millis, Seq, TurnId


def body(name: str | None = None, *, choices: Any = None, **options: Any) -> Any:
    """Mark a field as part of the public request body.

    There it bears `name` where it is a look-up such as `agent_id`, and takes only `choices` (a type) where the outside
    may say less than the inside.
    """
    return field(metadata={"body": name, "choices": choices}, **options)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a running turn as far as visitors have seen it."""

    turn: TurnId
    epoch: Epoch
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The credentials of an assistant's turn: the control it began under and the last event it had read."""

    id: TurnId
    epoch: Epoch
    read_seq: Seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something asked for. The shell fills in who, when, and what the answer must account for."""

    by: Actor
    at: Millis
    role: Role | None = None
    draft: Draft | None = None
    """What visitors have seen of a running answer; kept as `answer_cut` if control changes."""
    note: Note | None = None
    """What the assistant is told should control return to it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConversation(Command):
    """Open a conversation between a visitor and an assistant."""

    workspace_id: str
    inbox_id: InboxId
    channel: str
    visitor: Actor
    assistant: Actor
    locale: str = "en"
    previous_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMessage(Command):
    """Say something to everybody. An agent may take over in the same step; an assistant shows its turn."""

    message_id: str
    text: str = body()
    client_id: str | None = body(default=None)
    take_over: bool = body(default=False)
    turn: Turn | None = None
    asks_for_human: bool = False
    """Did the keyword rule find in a visitor's text that a person is asked for?"""
    is_unsure: bool = False
    """Has the assistant said that it does not know any further? Its own offer follows."""
    is_from_offering_page: bool = False
    """Is the visitor on a page where `Handoff.offer_on_pages` says to offer a person?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHuman(Command):
    """Ask the visitor whether to fetch a person: after a keyword, or when the assistant failed or does not know.

    An assistant may say a last sentence with it, in the same step.
    """

    cause: Literal["keyword", "failure", "unknown_answer"]
    turn: Turn | None = None
    message_id: str = ""
    """The identifier of that sentence, or of the apology where no person can be offered."""
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineHuman(Command):
    """The visitor answers an offer with no."""

    public: ClassVar = ("visitor", "decline-human")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHuman(Command):
    """Ask for a person. An assistant may say a last sentence with it, in the same step."""

    public: ClassVar = ("visitor", "request-human")
    trigger: Literal["button", "keyword", "assistant", "rule", "api"] = body(choices=Literal["button", "keyword"])
    reason: str | None = body(default=None)
    turn: Turn | None = None
    message_id: str = ""
    """The identifier of that sentence, or of the apology where no person can be asked for."""
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueWithAssistant(Command):
    """The visitor stops waiting and goes on with the assistant."""

    public: ClassVar = ("visitor", "continue-with-assistant")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveContact(Command):
    """The visitor leaves a telephone number while nobody is there. Which country it is of is settled outside."""

    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Command):
    """An agent takes control; from a colleague only with `force` and the right to it."""

    public: ClassVar = ("agent", "take-over")
    expected_epoch: int | None = body(default=None)
    force: bool = body(default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Command):
    """Give control to an assistant: the one named, or the one that had it last."""

    public: ClassVar = ("agent", "release")
    to: Actor | None = body("assistant_id", default=None)
    answer_now: bool = body(default=False)
    expected_epoch: int | None = body(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """Give control to a colleague, or the conversation to a team's queue."""

    public: ClassVar = ("agent", "transfer")
    to: Actor | None = body("agent_id", default=None)
    team_id: str | None = body(default=None)
    transfer_note: str | None = body("note", default=None)
    is_confirmed: bool = body("confirm", default=False)
    expected_epoch: int | None = body(default=None)
    target_presence: Presence = "online"
    """The colleague's. Filled in by the shell from the presence leases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Give the conversation to whoever is named: oneself, a colleague, an assistant, or with nobody the queue.

    Relevo assigns by itself as well, only who waits and only to somebody who is online (policy `assignment`).
    """

    to: Actor | None = body("agent_id or assistant_id")
    transfer_note: str | None = body("note", default=None)
    is_confirmed: bool = body("confirm", default=False)
    force: bool = body(default=False)
    expected_epoch: int | None = body(default=None)
    target_presence: Presence = "online"
    """The colleague's. Filled in by the shell from the presence leases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve(Command):
    """Close the conversation."""

    public: ClassVar = ("agent", "resolve")
    expected_epoch: int | None = body(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """Open a closed conversation again, as policy R1 says."""

    public: ClassVar = ("agent", "reopen")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    """Leave a remark that only the team sees."""

    note_id: str
    text: str = body()
    mentions: tuple[Actor, ...] = body(default=())
    """The colleagues whose attention it asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLabels(Command):
    """Replace the labels."""

    labels: tuple[str, ...] = body()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Command):
    """Set the subject line that the team sees."""

    public: ClassVar = ("agent", "rename")
    subject: str = body()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireWait(Command):
    """The response time of the request made at `epoch` is over."""

    epoch: Epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOwnerLost(Command):
    """The owner since `epoch` shows no sign of life."""

    epoch: Epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireOwner(Command):
    """The owner since `epoch` has shown no sign of life for the whole grace."""

    epoch: Epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireAssignment(Command):
    """The agent who was given the conversation at `epoch` by policy has not answered in time."""

    epoch: Epoch


COMMANDS: tuple[type[Command], ...] = (
    StartConversation, PostMessage, OfferHuman, DeclineHuman, RequestHuman, ContinueWithAssistant, LeaveContact, TakeOver,
    Release, Transfer, Assign, Resolve, Reopen, AddNote, SetLabels, Rename, ExpireWait, ReportOwnerLost, ExpireOwner,
    ExpireAssignment,
)  # fmt: skip
"""Every command there is."""
