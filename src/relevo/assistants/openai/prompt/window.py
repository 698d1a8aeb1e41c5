"""Which lines of a long conversation a request carries, within a budget of characters.

Not here: how they are written (`messages`).
"""

from collections.abc import Iterator, Sequence

from relevo.ports import Line, Speaker

LINE_CHARS = 32
"""What a line costs beside its text: role, mark, separators."""


def windowed(lines: Sequence[Line], budget_chars: int) -> tuple[Line, ...]:
    """Return the lines to send, in order. Where lines are missing, one empty notice stands in their place.

    Notices always stay: the begin, the end and the note of a human stretch carry what was promised. Then comes the last thing
    that was said, then what agents said, newest first, for up to half of what is left, then the newest of the rest.
    """
    kept = {index for index, line in enumerate(lines) if line.speaker is Speaker.NOTICE}
    left = budget_chars - sum(_cost(lines[index]) for index in kept)
    said = [index for index in reversed(range(len(lines))) if index not in kept]
    kept.update(said[:1])
    left -= sum(_cost(lines[index]) for index in said[:1])
    by_agents = [index for index in said[1:] if lines[index].speaker is Speaker.AGENT]
    promised = set(_fitting(lines, by_agents, left // 2))
    left -= sum(_cost(lines[index]) for index in promised)
    kept |= promised
    kept.update(_fitting(lines, [index for index in said[1:] if index not in kept], left))
    return tuple(_with_gap(lines, kept))


def _fitting(lines: Sequence[Line], newest_first: Sequence[int], budget_chars: int) -> Iterator[int]:
    """Give indexes until one does not fit: a hole in the middle would mislead more than an early end."""
    for index in newest_first:
        budget_chars -= _cost(lines[index])
        if budget_chars < 0:
            return
        yield index


def _with_gap(lines: Sequence[Line], kept: set[int]) -> Iterator[Line]:
    is_gap = False
    for index, line in enumerate(lines):
        if index not in kept:
            is_gap = True
            continue
        if is_gap:
            yield Line(Speaker.NOTICE, "")
            is_gap = False
        yield line


def _cost(line: Line) -> int:
    return len(line.text) + LINE_CHARS
