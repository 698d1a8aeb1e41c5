"""Human stretches for tests, as logs, and a reader of notes that knows nothing of how they are made.

Every sentence here and in the tests beside it was written for this project (CC0).
"""

import re

from relevo.core.actors import Actor, ActorKind
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.events import Event, Message, Note, Recorded
from relevo.core.handoff_note import build
from relevo.core.ids import ConversationId, Epoch, InboxId, Millis, Seq, WorkspaceId

VISITOR = Actor(ActorKind.VISITOR, "v1", "Ada")
MARIA = Actor(ActorKind.AGENT, "a1", "Maria")
TOM = Actor(ActorKind.AGENT, "a2", "Tom")
ASSISTANT = Actor(ActorKind.ASSISTANT, "ai", "Helper")

Spoken = tuple[Actor, str]

ROW = re.compile(r'(Visitor|Agent [^":]+): (?:… )?"((?:[^"\\]|\\.)*)"(?: …)?')

CHATTER: tuple[str, ...] = (
    "Thanks for holding on while we look around.",
    "No worries, it is a slow afternoon here anyway.",
    "The picture on the page looks a bit different from the thing itself.",
    "Yes, several people have told us the same.",
    "It makes a humming noise whenever the lid is open.",
    "That sounds annoying, sorry about that.",
    "My neighbour has the older model and never had any trouble with it.",
    "The older one was indeed quite sturdy.",
    "Honestly the colour was the reason why we bought it.",
    "Many people like that one best.",
)


def talk(*spoken: Spoken) -> list[Recorded]:
    """Return a log in which these messages follow each other from seq 1 on."""
    return [recorded(n, actor, Message(f"m{n}", text)) for n, (actor, text) in enumerate(spoken, 1)]


def recorded(seq: int, actor: Actor, event: Event) -> Recorded:
    return Recorded(Seq(seq), Millis(seq), Epoch(1), actor, event)


def conversation(stretch_from: int | None = 1) -> Conversation:
    return Conversation(
        id=ConversationId("c1"),
        workspace_id=WorkspaceId("w1"),
        inbox_id=InboxId("i1"),
        channel="web",
        visitor=VISITOR,
        locale="en",
        assistant=ASSISTANT,
        control=WithAgent(MARIA, Millis(0), has_spoken=True),
        created_at=Millis(0),
        updated_at=Millis(0),
        stretch_from=None if stretch_from is None else Seq(stretch_from),
        has_human_part=True,
    )


def note_on(*spoken: Spoken) -> Note:
    return build(talk(*spoken), conversation())


def chatter(count: int) -> list[Spoken]:
    """Return lines that say nothing worth keeping, by visitor and agent in turn."""
    return [((VISITOR, MARIA)[n % 2], f"{CHATTER[n % 10]}{' Well.' * (n // 10)}") for n in range(count)]


def in_chatter(*spoken: Spoken) -> list[Spoken]:
    """Return a long stretch with these lines in its middle."""
    return [*chatter(40), *spoken, *chatter(40)]


def summary_of(*spoken: Spoken) -> Note:
    """Return the note on these lines amid so much chatter that they have to be picked."""
    note = note_on(*in_chatter(*spoken))
    assert note.form == "summary"
    return note


def rows(note: Note) -> list[tuple[str, str]]:
    """Return speaker and words of each quoting line, escapes undone."""
    found = (ROW.fullmatch(line) for line in note.text.split("\n"))
    return [(match[1], re.sub(r"\\(.)", r"\1", match[2])) for match in found if match]


def section(note: Note, heading: str) -> list[str]:
    """Return the words of the lines under a heading."""
    blocks = re.split(r"^([A-Z][^\"\n]*:)$", note.text, flags=re.MULTILINE)
    block = blocks[blocks.index(heading) + 1] if heading in blocks else ""
    return [match[2] for match in map(ROW.fullmatch, block.strip().split("\n")) if match]
