"""One event of each kind with every field filled, so that a field that storage forgets is noticed.

Nothing is tested here.
"""

from relevo.core.actors import Actor, ActorKind
from relevo.core.events import (
    EVENTS,
    AnswerCut,
    Button,
    Commitment,
    ContactLeft,
    ConversationStarted,
    Event,
    HandoffNote,
    HumanDeclined,
    HumanOffered,
    HumanRequested,
    Joined,
    LabelsChanged,
    Mention,
    Message,
    Note,
    NoteAdded,
    OwnerLost,
    Party,
    Released,
    Renamed,
    Reopened,
    Resolved,
    TakenOver,
    Transferred,
    WaitExpired,
)
from relevo.core.ids import InboxId, Millis, Seq, TurnId

_BEAN = Actor(ActorKind.ASSISTANT, "as_1", "Bean", "https://example.org/bean.png")
_MARIA = Actor(ActorKind.AGENT, "ag_maria", "Maria", "https://example.org/maria.png")
_TOM = Actor(ActorKind.AGENT, "ag_tom", "Tom")
_ANN = Actor(ActorKind.VISITOR, "v_1", "Ann")

LABELLING: tuple[Event, ...] = (LabelsChanged(("late",)),)

EVENTS_WITH_EVERYTHING: tuple[Event, ...] = (
    ConversationStarted("ws_1", InboxId("in_1"), "web", _ANN, _BEAN, "de-CH", "c_0"),
    Message("m_1", "Grüezi 👋", "client-1", Seq(1)),
    AnswerCut(TurnId("t_1"), "The order is on its w"),
    HumanOffered("Shall I?", (Button("accept", "Yes"), Button("decline", "No")), "keyword", Seq(1)),
    HumanDeclined(),
    HumanRequested("button", "a refund", Millis(181_000), "Connecting…", "te_1", _BEAN, "speaks French", _TOM),
    WaitExpired("Busy"),
    ContactLeft("+41790000000"),
    TakenOver(_MARIA, Party("agent", "ag_tom", "Tom", None), "Maria joined.", is_forced=True),
    Joined(_MARIA, "Maria joined."),
    Transferred(
        Party("agent", "ag_maria", "Maria", "https://example.org/maria.png"),
        _TOM,
        "knows it",
        "Tom takes over",
        "assigned",
        Millis(361_000),
    ),
    Released(_BEAN, "Back", "owner_lost", answers_now=True, keeps_request=True, overridden=_TOM),
    HandoffNote(Note("summary", "Maria promised a refund.", (Commitment("a refund of 12 €", Seq(4), "Maria"),))),
    OwnerLost("Hold on"),
    Resolved("Done ✓", _TOM),
    Reopened("Open again"),
    NoteAdded("n_1", "seems angry", (Mention("ag_tom", "Tom"),)),
    LabelsChanged(("vip", "late delivery")),
    Renamed("Where is order 4711?"),
)

assert {event.type for event in EVENTS_WITH_EVERYTHING} == set(EVENTS), "an event has no example"


def messages(count: int, text: str = "Hello") -> tuple[Event, ...]:
    return tuple(Message(f"m_{number}", text) for number in range(count))
