"""The chats with planted facts, as they were written down.

Not here: other wordings and languages of them (`sets`).
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the note has to carry."""

    category: str
    turn: int
    text: str
    must: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Chat:
    """The human stretch of one chat, and what is known of it. Turns are (is it the agent's?, text)."""

    id: str
    kind: str
    turns: tuple[tuple[bool, str], ...]
    facts: tuple[Fact, ...]
    stale: tuple[tuple[str, str], ...]


def read(path: Path) -> list[Chat]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return [chat_of(json.loads(line)) for line in text.split("\n") if line]


def chat_of(fields: dict[str, Any]) -> Chat:
    begin = fields["takeover_at"]
    return Chat(
        fields["id"],
        fields.get("kind", fields["lang"]),
        tuple((turn["role"] == "human", turn["text"]) for turn in fields["turns"][begin:]),
        tuple(Fact(fact["category"], fact["turn"] - begin, fact["text"], fact["must"]) for fact in fields["facts"]),
        tuple((pair["wrong"], pair["right"]) for pair in fields.get("stale", ())),
    )
