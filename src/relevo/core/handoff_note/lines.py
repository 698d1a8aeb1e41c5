"""A spoken line and how it is written into a note: on one line, quoted, escaped, with the speaker of the log before it.

Not here: which lines are picked (`salience`, `summary`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relevo.core.actors import ActorKind
from relevo.core.events import Message, Recorded
from relevo.core.ids import Seq

NAME_CHARS = 40
WORD_CHARS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the stretch."""

    seq: Seq
    is_agent: bool
    name: str
    text: str

    @property
    def speaker(self) -> str:
        """Who the log says has spoken. A visitor's chosen name never stands here: it could imitate an agent's."""
        return f"Agent {_plain_name(self.name)}" if self.is_agent else "Visitor"


def spoken(log: Iterable[Recorded], begin: Seq) -> list[Line]:
    """Return what visitor and agents said from an event on; notices, notes, drafts and assistants' messages are left out."""
    return [
        Line(record.seq, record.actor.kind is ActorKind.AGENT, record.actor.name, record.event.text)
        for record in log
        if isinstance(record.event, Message)
        and record.seq >= begin
        and record.actor.kind in (ActorKind.VISITOR, ActorKind.AGENT)
    ]


def one_line(text: str) -> str:
    """Return a text with every run of white space, line ends of all kinds included, as one space."""
    return " ".join(text.split())


def quoted(speaker: str, text: str, *, is_cut: tuple[bool, bool] = (False, False)) -> str:
    """Return the line of a note. Quotation marks and backslashes of the text are escaped, so that it cannot end the quotation.

    An ellipsis outside of the quotation says that the message goes on before or after it.
    """
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    before, after = ("… " if is_cut[0] else ""), (" …" if is_cut[1] else "")
    return f'{speaker}: {before}"{escaped}"{after}'


def words(text: str) -> int:
    """Return the length of a text in words: the count of them, but ten characters, and two of a script without spaces, are one."""
    count = len(text.split())
    if not text.isascii():
        count += len(_UNSPACED.findall(text)) // 2
    return max(count, len(text) // WORD_CHARS)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that say something, each on one line. Abbreviations, ordinals and decimals end none."""
    for row in text.splitlines():
        begin = 0
        for end in _ENDS.finditer(row):
            if _ends_sentence(row, end):
                yield from _said(row[begin : end.end()])
                begin = end.end()
        yield from _said(row[begin:])


def _said(text: str) -> Iterator[str]:
    if any(map(str.isalnum, text)):
        yield one_line(text)


def _ends_sentence(row: str, end: re.Match[str]) -> bool:
    if end[0][0] != ".":
        return True
    following = row[end.end() : end.end() + 1]
    token = row[: end.start()].rsplit(None, 1)[-1:] or [""]
    is_date = _DATE_BEGINNING.fullmatch(token[0]) is not None and end[0].strip() == "."
    return not (following.islower() or is_date or token[0].lower() in _ABBREVIATIONS)


def _plain_name(name: str) -> str:
    return one_line(_NAME_MARKS.sub(" ", name))[:NAME_CHARS].strip() or "?"


_NAME_MARKS = re.compile(r"""[":\\\[\]<>{}…]""")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ENDS = re.compile(r"""[.!?؟।]{1,10}["'”’)»]{0,3}\s+|[。！？]{1,10}["'”’」）]{0,3}\s*""")
_DATE_BEGINNING = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
"""12. May, 12.5. at noon: what follows belongs to it. Two sentences kept together harm less than one torn apart."""
_SHORTENED = "no nr mr mrs ms dr st str e.g i.e etc vs ca approx tel ref art ul bzw z.b ggf inkl nº núm sr sra"
_ABBREVIATIONS = frozenset(_SHORTENED.split())
