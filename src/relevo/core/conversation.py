"""The state of one conversation, folded from its log, and the table of every move of control.

The table: a row for each command and who gives it, a column for each state. A cell names the events that follow, or
after `!` the refusal's code; `-` means that nothing happens and the answer is the same as before. It is tested cell by
cell (`tests/core/table`) and printed in `docs/control.md`. Owner means the agent in control, colleague another; policies
are the defaults, and no offer of a person is open.

| command by                              | assistant             | waiting             | agent               | closed            |
| --------------------------------------- | --------------------- | ------------------- | ------------------- | ----------------- |
| StartConversation                       | -                     | -                   | -                   | -                 |
| PostMessage visitor                     | message               | message             | message             | !closed           |
| PostMessage visitor asking              | message human_offered | message             | message             | !closed           |
| PostMessage another visitor             | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| PostMessage owner                       | !not-in-control       | !not-in-control     | message             | !closed           |
| PostMessage colleague                   | !not-in-control       | !not-in-control     | !not-in-control     | !closed           |
| PostMessage colleague taking            | taken_over message    | taken_over message  | !taken              | !closed           |
| PostMessage viewer                      | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| PostMessage assistant                   | message               | !stale-epoch        | !stale-epoch        | !closed           |
| PostMessage assistant again             | !stale-epoch          | !stale-epoch        | !stale-epoch        | !closed           |
| PostMessage assistant stale             | !stale-epoch          | !stale-epoch        | !stale-epoch        | !closed           |
| PostMessage assistant turnless          | !stale-epoch          | !stale-epoch        | !stale-epoch        | !closed           |
| PostMessage system                      | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| OfferHuman keyword                      | human_offered         | -                   | -                   | !closed           |
| OfferHuman failure                      | human_offered         | !stale-epoch        | !stale-epoch        | !closed           |
| OfferHuman failure stale                | !stale-epoch          | !stale-epoch        | !stale-epoch        | !closed           |
| OfferHuman turnless                     | human_offered         | !stale-epoch        | !stale-epoch        | !closed           |
| DeclineHuman                            | -                     | -                   | -                   | !closed           |
| DeclineHuman another visitor            | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| RequestHuman visitor                    | human_requested       | -                   | -                   | !closed           |
| RequestHuman another visitor            | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| RequestHuman assistant                  | human_requested       | !stale-epoch        | !stale-epoch        | !closed           |
| RequestHuman assistant stale            | !stale-epoch          | !stale-epoch        | !stale-epoch        | !closed           |
| RequestHuman rule                       | human_requested       | -                   | -                   | !closed           |
| ContinueWithAssistant                   | -                     | released            | -                   | !closed           |
| ContinueWithAssistant another visitor   | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| LeaveContact                            | contact_left          | contact_left        | contact_left        | !closed           |
| LeaveContact another visitor            | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| TakeOver owner                          | taken_over            | taken_over          | -                   | !closed           |
| TakeOver colleague                      | taken_over            | taken_over          | !taken              | !closed           |
| TakeOver colleague forcing              | taken_over            | taken_over          | !forbidden          | !closed           |
| TakeOver supervisor                     | taken_over            | taken_over          | !taken              | !closed           |
| TakeOver supervisor forcing             | taken_over            | taken_over          | taken_over          | !closed           |
| TakeOver viewer                         | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| TakeOver assistant                      | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| TakeOver old epoch                      | !stale-epoch          | !stale-epoch        | !taken              | !closed           |
| Release owner                           | !not-in-control       | released            | released            | !closed           |
| Release colleague                       | !not-in-control       | released            | !not-in-control     | !closed           |
| Release supervisor                      | !not-in-control       | released            | released            | !closed           |
| Release supervisor old epoch            | !not-in-control       | !stale-epoch        | !stale-epoch        | !closed           |
| Release viewer                          | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| Transfer owner                          | !not-in-control       | transferred         | transferred         | !closed           |
| Transfer owner to themselves            | !not-in-control       | transferred         | -                   | !closed           |
| Transfer owner to team                  | !not-in-control       | human_requested     | human_requested     | !closed           |
| Transfer owner to offline               | !not-in-control       | !target-unavailable | !target-unavailable | !closed           |
| Transfer owner to nobody                | !not-in-control       | !validation         | !validation         | !closed           |
| Transfer owner to an assistant          | !not-in-control       | !validation         | !validation         | !closed           |
| Transfer colleague                      | !not-in-control       | transferred         | !not-in-control     | !closed           |
| Transfer supervisor                     | !not-in-control       | transferred         | transferred         | !closed           |
| Transfer supervisor old epoch           | !not-in-control       | !stale-epoch        | !stale-epoch        | !closed           |
| Transfer viewer                         | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| Assign owner                            | transferred           | transferred         | transferred         | !closed           |
| Assign owner to themselves              | taken_over            | taken_over          | -                   | !closed           |
| Assign owner to offline                 | !target-unavailable   | !target-unavailable | !target-unavailable | !closed           |
| Assign owner to the assistant           | -                     | released            | released            | !closed           |
| Assign owner to another assistant       | released              | released            | released            | !closed           |
| Assign owner to nobody                  | human_requested       | -                   | human_requested     | !closed           |
| Assign owner to a visitor               | !validation           | !validation         | !validation         | !closed           |
| Assign colleague                        | transferred           | transferred         | !not-in-control     | !closed           |
| Assign colleague to themselves          | taken_over            | taken_over          | !taken              | !closed           |
| Assign colleague old epoch              | !stale-epoch          | !stale-epoch        | !not-in-control     | !closed           |
| Assign supervisor                       | transferred           | transferred         | transferred         | !closed           |
| Assign supervisor to themselves         | taken_over            | taken_over          | !taken              | !closed           |
| Assign supervisor to themselves forcing | taken_over            | taken_over          | taken_over          | !closed           |
| Assign viewer                           | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| Assign assistant                        | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| Assign system                           | -                     | transferred         | -                   | -                 |
| Assign system to offline                | -                     | -                   | -                   | -                 |
| Assign system old epoch                 | -                     | -                   | -                   | -                 |
| Assign system to an assistant           | -                     | !validation         | -                   | -                 |
| Resolve owner                           | resolved              | resolved            | resolved            | -                 |
| Resolve colleague                       | resolved              | resolved            | !not-in-control     | -                 |
| Resolve supervisor                      | resolved              | resolved            | resolved            | -                 |
| Resolve supervisor old epoch            | !stale-epoch          | !stale-epoch        | !stale-epoch        | -                 |
| Resolve viewer                          | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| Reopen                                  | -                     | -                   | -                   | reopened released |
| Reopen viewer                           | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| AddNote                                 | note                  | note                | note                | note              |
| AddNote viewer                          | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| SetLabels                               | labels_changed        | labels_changed      | labels_changed      | labels_changed    |
| SetLabels to what they are              | -                     | -                   | -                   | -                 |
| SetLabels viewer                        | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| Rename                                  | renamed               | renamed             | renamed             | renamed           |
| Rename viewer                           | !forbidden            | !forbidden          | !forbidden          | !forbidden        |
| ExpireWait                              | -                     | wait_expired        | -                   | -                 |
| ExpireWait early                        | -                     | -                   | -                   | -                 |
| ExpireWait of an earlier wait           | -                     | -                   | -                   | -                 |
| ReportOwnerLost                         | -                     | -                   | owner_lost          | -                 |
| ReportOwnerLost of an earlier owner     | -                     | -                   | -                   | -                 |
| ExpireOwner                             | -                     | -                   | human_requested     | -                 |
| ExpireOwner of an earlier owner         | -                     | -                   | -                   | -                 |
| ExpireAssignment                        | -                     | -                   | -                   | -                 |
| ExpireAssignment of an earlier owner    | -                     | -                   | -                   | -                 |

Not here: the moves themselves (`decide`) and the fold (`evolve`).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from relevo.core.actors import Actor
from relevo.core.events import Party
from relevo.core.helping import Helping
from relevo.core.ids import ConversationId, Epoch, InboxId, Millis, Seq, WorkspaceId


class Status(StrEnum):
    """A field of its own: it stays active through every handoff."""

    ACTIVE = "active"
    CLOSED = "closed"


class Phase(StrEnum):
    """What the visitor's widget shows."""

    ASSISTANT = "assistant"
    ASKED = "asked"
    WAITING = "waiting"
    BUSY = "busy"
    JOINING = "joining"
    LIVE = "live"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WithAssistant:
    """An assistant may answer."""

    assistant: Actor
    since: Millis


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person is asked for and nobody has come yet."""

    since: Millis
    trigger: str
    reason: str | None
    """Why, for the team: what the one who asked said, or the note of the agent who passed it on."""
    deadline: Millis | None
    timed_out: bool = False
    team_id: str | None = None
    standby: Actor | None = None
    """The assistant that may go on answering meanwhile (policy R3)."""


@dataclass(frozen=True, slots=True)
class WithAgent:
    """One agent has control, and nobody else."""

    owner: Actor
    since: Millis
    has_spoken: bool = False
    is_lost: bool = False
    """Has the owner's presence been lost and the visitor been told?"""
    deadline: Millis | None = None
    """Until when the owner has to speak, where policy gave them what they had not asked for."""
    team_id: str | None = None
    """Out of whose queue policy gave it; it goes back there if they do not speak, or vanish."""


Control = WithAssistant | Waiting | WithAgent


@dataclass(frozen=True, slots=True)
class Preview:
    """The last message, for lists."""

    text: str
    at: Millis
    actor: Actor


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that decisions and lists need to know; equal to the fold of the log at `head_seq`."""

    id: ConversationId
    workspace_id: WorkspaceId
    inbox_id: InboxId
    channel: str
    visitor: Actor
    locale: str
    assistant: Actor
    """The assistant that has control, had it last, and gets it back unless another is named."""
    control: Control
    created_at: Millis
    updated_at: Millis
    head_seq: Seq = Seq(0)
    shown_seq: Seq = Seq(0)
    """The last event that is not internal: the head as the visitor may know it."""
    shown_at: Millis | None = None
    """When that was; None in what was stored before this was kept."""
    epoch: Epoch = Epoch(0)
    status: Status = Status.ACTIVE
    is_asked: bool = False
    """Does an offer of a person wait for yes or no?"""
    requested_at: Millis | None = None
    """Since when a person is asked for; kept while an agent has it, and after "Continue with AI" (policy R10)."""
    request_trigger: str | None = None
    """What led to that request, as long as it stands; None in what was stored before this was kept."""
    last_responder: Actor | None = None
    last_message: Preview | None = None
    unanswered: int = 0
    """Visitor's messages since anybody last answered; at least 1 when the last came while an assistant was answering."""
    unanswered_since: Millis | None = None
    """When the first of those messages came; None where there is none, and in what was stored before this was kept."""
    last_visitor_seq: Seq = Seq(0)
    answered_seq: Seq = Seq(0)
    """How far an assistant's finished turns have read; a turn that read no further comes too late."""
    helping: Helping = Helping()
    cut_seq: Seq = Seq(0)
    """Where an answer was cut off or overtaken by an offer last; a turn that began before comes too late, in any control."""
    left_by: tuple[str, ...] = ()
    """The agents who put it back into a queue, by their ids, since one last answered: policy gives it to none of them again."""
    told_seq: Seq = Seq(0)
    """How far the assistant knows the conversation: up to its last message, or to the last note on a human stretch."""
    stretch_from: Seq | None = None
    """Where the human stretch begins: after what the assistant knew when it lost control."""
    has_human_part: bool = False
    """Has an agent spoken in this stretch? Without that there is nothing to tell the assistant."""
    labels: tuple[str, ...] = ()
    subject: str | None = None
    contact_phone: str | None = None
    previous_id: str | None = None

    @property
    def owner(self) -> Actor | None:
        """The agent in control, if one is."""
        return self.control.owner if isinstance(self.control, WithAgent) else None

    @property
    def is_closed(self) -> bool:
        """Has it ended?"""
        return self.status is Status.CLOSED

    @property
    def human_handoff(self) -> bool:
        """Is a person asked for or in control?"""
        return not self.is_closed and (self.requested_at is not None or isinstance(self.control, WithAgent))

    @property
    def is_claimable(self) -> bool:
        """Does a visitor still hope for a person and has none?"""
        return not self.is_closed and self.requested_at is not None and self.owner is None

    @property
    def is_unassigned(self) -> bool:
        """Is a person asked for and nobody has answered as one yet?"""
        if self.requested_at is None or self.is_closed:
            return False
        return not (isinstance(self.control, WithAgent) and self.control.has_spoken)

    @property
    def phase(self) -> Phase:
        """What the visitor's widget shows."""
        if self.is_closed:
            return Phase.CLOSED
        match self.control:
            case WithAssistant():
                return Phase.ASKED if self.is_asked else Phase.ASSISTANT
            case Waiting(timed_out=timed_out):
                return Phase.BUSY if timed_out else Phase.WAITING
            case WithAgent(has_spoken=has_spoken):
                return Phase.LIVE if has_spoken else Phase.JOINING
            case never:
                assert_never(never)

    def answering_assistant(self) -> Actor | None:
        """The assistant that may speak to the visitor now, if any."""
        if self.is_closed:
            return None
        match self.control:
            case WithAssistant(assistant=assistant) | Waiting(standby=assistant):
                return assistant
            case WithAgent():
                return None
            case never:
                assert_never(never)

    def party(self) -> Party:
        """Who has control, as later events name it."""
        match self.control:
            case WithAssistant(assistant=assistant):
                return Party("assistant", assistant.id, assistant.name, assistant.avatar_url)
            case WithAgent(owner=owner):
                return Party("agent", owner.id, owner.name, owner.avatar_url)
            case Waiting():
                return Party("waiting")
            case never:
                assert_never(never)
