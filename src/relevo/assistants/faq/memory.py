"""What agents said in this conversation, as far as an assistant is told: their lines in the transcript and those quoted in a handoff note.

Not here: whether one of them answers a question (`assistant`). The visitor's own words are left out: they are no news to the visitor.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relevo.ports import Speaker, Transcript

QUOTED_CHARS = 400

_NOTE_LINE = re.compile(r'^Agent ([^":]+): (?:… )?"((?:[^"\\]|\\.)*)"', re.MULTILINE)
"""A line of an agent as `core.handoff_note` writes it: a visitor's words stand in quotation marks and cannot begin such a line."""
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an agent said."""

    agent: str
    words: str


def remarks(transcript: Transcript) -> tuple[Remark, ...]:
    """Return what agents said, oldest first, each once."""
    said = dict.fromkeys(_remarks(transcript))
    whole = [remark.words for remark in said]
    return tuple(remark for remark in said if not any(remark.words in other != remark.words for other in whole))


def _remarks(transcript: Transcript) -> Iterator[Remark]:
    for line in transcript.lines:
        if line.speaker is Speaker.AGENT:
            yield Remark(line.name, _plain(line.text))
        elif line.speaker is Speaker.NOTICE:
            for agent, words in _NOTE_LINE.findall(line.text):
                yield Remark(agent, _plain(_ESCAPED.sub(r"\1", words)))


def _plain(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= QUOTED_CHARS else words[: QUOTED_CHARS - 1] + "…"
