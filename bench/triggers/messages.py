"""The messages that recognition is measured on: the shared ones, and sentences that were written for this.

Not here: what is counted (`counting`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SENTENCES = Path(__file__).parent / "sentences.json"
HOSTILE_BYTES = 8192
HOSTILE = (
    "talk to ", "don't want to talk to a ", "agent ", "a", "not want ", "representativ ", "talk 人 คุย 사람 говорить ", "人", "我要转", "ขอคุยกับ",
    "상담원 ", "want need give me ", "أريد التحدث ", "a\u0301", ".", "person persona personne osoba insan ", "\u0e04", "is there a ",
)  # fmt: skip
"""Each repeated to the longest message that is let in."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message with what people say of it; `asks` is None where either answer is right."""

    text: str
    asks: bool | None
    source: str
    kind: str
    lang: str
    half: int


def shared(folder: Path) -> Iterator[Told]:
    """Yield the shared messages. Raises FileNotFoundError."""
    with (folder / "triggers.jsonl").open(encoding="utf8") as lines:
        for line in lines:
            one = json.loads(line)
            half = int(one["id"].removeprefix("tr-"), 16) % 2
            yield Told(one["text"], one["handoff"], one["source"], one["kind"], one["lang"], half)


def written() -> Iterator[Told]:
    """Yield the sentences of this folder; each set is a source of its own."""
    for name, languages in json.loads(SENTENCES.read_text("utf8")).items():
        for lang, those in languages.items():
            yield from (Told(text, True, name, "explicit", lang, 0) for text in those["asks"])
            yield from (Told(text, False, name, "near_miss", lang, 0) for text in those["others"])


def hostile() -> Iterator[str]:
    """Yield messages of the greatest length, made to be slow."""
    for piece in HOSTILE:
        yield (piece * (HOSTILE_BYTES // len(piece.encode()) + 1)).encode()[:HOSTILE_BYTES].decode(errors="ignore")
