"""Judges the note of one chat: what it carries, how early, where it misleads or invents; and the limits.

Not here: whether a text carries a fact (`matching`).
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from bench.notes.chats import Chat, Fact
from bench.notes.matching import carries, has_value, invented_lines, unsaid_values
from relevo.core.actors import Actor, ActorKind
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.events import Message, Note, Recorded
from relevo.core.handoff_note import build
from relevo.core.ids import ConversationId, Epoch, InboxId, Millis, Seq, WorkspaceId

FIRST_WORDS = 250
RECALL, MISLEADING = 0.85, 0.02
"""What the note of a long chat has to reach within its first words, and how often it may mislead."""

VISITOR = Actor(ActorKind.VISITOR, "v", "Visitor")
AGENT = Actor(ActorKind.AGENT, "a", "Maria")
ASSISTANT = Actor(ActorKind.ASSISTANT, "ai", "Assistant")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One chat's note, judged."""

    chat: Chat
    note: Note
    missed: tuple[Fact, ...]
    missed_early: tuple[Fact, ...]
    misleading: int
    misleading_early: int
    invented: int
    missed_promises: int


def judge(chat: Chat) -> Verdict:
    note = build(*logged(chat))
    early = " ".join(note.text.split()[:FIRST_WORDS])
    said = [("Agent Maria" if is_agent else "Visitor", text) for is_agent, text in chat.turns]
    ledger = " ".join(commitment.text for commitment in note.commitments)
    return Verdict(
        chat,
        note,
        missed=tuple(fact for fact in chat.facts if not carries(note.text, fact.must)),
        missed_early=tuple(fact for fact in chat.facts if not carries(early, fact.must)),
        misleading=misleading(note.text, chat),
        misleading_early=misleading(early, chat),
        invented=len(invented_lines(note.text, said)) + len(unsaid_values(note.text, said)),
        missed_promises=sum(not carries(ledger, fact.must) for fact in chat.facts if is_promise(fact)),
    )


def recall(verdicts: Iterable[Verdict], missed: str) -> float:
    counts = [(len(getattr(verdict, missed)), len(verdict.chat.facts)) for verdict in verdicts]
    return 1 - sum(miss for miss, _ in counts) / sum(facts for _, facts in counts)


def share_misleading(verdicts: Sequence[Verdict]) -> float:
    stale = sum(len(verdict.chat.stale) for verdict in verdicts)
    return sum(max(verdict.misleading, verdict.misleading_early) for verdict in verdicts) / (stale or 1)


def misleading(text: str, chat: Chat) -> int:
    return sum(has_value(text, wrong) and not has_value(text, right) for wrong, right in chat.stale)


def is_promise(fact: Fact) -> bool:
    return fact.category in ("promise", "follow_up")


def shortfalls(judged: Mapping[str, Sequence[Verdict]]) -> list[str]:
    """Return where a set stays below the limits. They are asked of the chats as they are; the reworded ones show the way."""
    found = []
    for name, verdicts in judged.items():
        if "reworded" in name:
            continue
        missed = "missed" if name.startswith("short") else "missed_early"
        limit = 1.0 if name.startswith("short") else RECALL
        checks = {
            "recall": recall(verdicts, missed) >= limit,
            "misleading": share_misleading(verdicts) <= MISLEADING,
            "invented": not any(verdict.invented for verdict in verdicts),
        }
        found += [f"{name}: {what}" for what, is_kept in checks.items() if not is_kept]
    return found


def speed_ms(chats: Sequence[Chat], turns: int = 100) -> float:
    """Return the median processor time of a note on a stretch of so many turns."""
    stretches = [replace(chat, turns=(chat.turns * 3)[:turns]) for chat in chats]
    return median(_build_ms(*logged(chat)) for chat in stretches)


def _build_ms(log: list[Recorded], conversation: Conversation) -> float:
    began = time.process_time_ns()
    build(log, conversation)
    return (time.process_time_ns() - began) / 1e6


def logged(chat: Chat) -> tuple[list[Recorded], Conversation]:
    log = [
        Recorded(Seq(n), Millis(n), Epoch(1), AGENT if is_agent else VISITOR, Message(str(n), text))
        for n, (is_agent, text) in enumerate(chat.turns, 1)
    ]
    conversation = Conversation(
        id=ConversationId(chat.id),
        workspace_id=WorkspaceId("w"),
        inbox_id=InboxId("i"),
        channel="web",
        visitor=VISITOR,
        locale="en",
        assistant=ASSISTANT,
        control=WithAgent(AGENT, Millis(0), has_spoken=True),
        created_at=Millis(0),
        updated_at=Millis(0),
        head_seq=Seq(len(log)),
        stretch_from=Seq(1),
        has_human_part=True,
    )
    return log, conversation
