"""Keeps out of a streamed text what no visitor should read: calls of a tool written as text, thoughts, and speaker marks.

Not here: calls that arrive as `tool_calls` (`answer`), nor the shapes of a written call (`written_call`). The text is held back
until it is clear what it is; usually that takes no more than the next token.
"""

import re

from relevo.assistants.openai.wire import TOOL
from relevo.assistants.openai.written_call import Undecided, reason_in, written_call

HELD_CHARS = 4096
"""The most that is held back; what is still undecided then is decided as if the text ended."""

_TAGS = ("<tool_call>", "[TOOL_CALLS]")
_OPENINGS = ("```", *_TAGS, "<think>", "⟦", TOOL)
_LONGEST = max(map(len, _OPENINGS))
_ANYWHERE = "|".join(map(re.escape, _OPENINGS))
_OPENING = re.compile(_ANYWHERE + r"|(?<=\n)[ \t]*[{\[]")
_OPENING_OF_LINE = re.compile(_ANYWHERE + r"|(?:(?<=\n)|\A)[ \t]*[{\[]")
_PLAIN = re.compile(r"[^`<{⟦⟧\n_\[]*")
_NAME_BEGINS = re.compile(r"(?:\A|\W)r(?:e|eq|equ|eque|eques|equest)?\Z")
_NAME_ENDINGS = tuple("request"[:size] for size in range(1, 8))
"""What `_NAME_BEGINS` ends with: asked first, since few texts do and it is a third of the cost."""
_FENCE = re.compile(r"```[ \t]*\w*\s*")


class Sieve:
    """Takes text as it is streamed and gives what may be shown. After a call, nothing more is shown.

    `reason` is None until the model has called for a person, then what it gave as the reason, possibly nothing.
    """

    __slots__ = ("_has_shown", "_held", "_is_new_line", "_is_thinking", "reason")

    def __init__(self) -> None:
        self.reason: str | None = None
        self._held = ""
        self._has_shown = False
        self._is_new_line = True
        self._is_thinking = False

    def feed(self, text: str) -> str:
        """Return what can be shown by now."""
        if self.reason is not None:
            return ""
        is_plain = not self._held and not self._is_new_line and _PLAIN.fullmatch(text)
        if is_plain and not (text.endswith(_NAME_ENDINGS) and _NAME_BEGINS.search(text)):
            return text
        return self._sift(self._held + text, is_last=False)

    def close(self) -> str:
        """Return what was held back and is no call after all."""
        return self._sift(self._held, is_last=True)

    def _sift(self, text: str, *, is_last: bool) -> str:
        shown: list[str] = []
        self._held = ""
        while text and self.reason is None:
            if self._is_thinking:
                text = self._after_thought(text)
                continue
            opening = (_OPENING_OF_LINE if self._is_new_line else _OPENING).search(text)
            at = opening.start() if opening else len(text) - (0 if is_last else self._unclear_end(text))
            shown.append(self._show(text[:at]))
            text = text[at:]
            step = self._decide(text, opening.group().strip(), is_last=is_last) if opening else None
            if step is None:
                self._held = text
                break
            shown.append(self._show(text[: step[0]]))
            text = text[step[1] :]
        return "".join(shown)

    def _show(self, text: str) -> str:
        text = text.replace("⟧", "")
        if not self._has_shown:
            text = text.lstrip()
        if text:
            self._has_shown = True
            self._is_new_line = text.endswith("\n")
        return text

    def _after_thought(self, text: str) -> str:
        _, end, rest = text.partition("</think>")
        self._is_thinking = not end
        if self._is_thinking:
            self._held = text[-len("</think>") + 1 :]
        return rest

    def _decide(self, text: str, opening: str, *, is_last: bool) -> tuple[int, int] | None:
        """Return how many characters to show and after how many to go on; None while more has to come."""
        is_last = is_last or len(text) > HELD_CHARS
        if not is_last and any(tag.startswith(text) for tag in _TAGS):
            return None
        if opening == "<think>":
            self._is_thinking = not self._has_shown
            return 0, len(opening)
        if opening == "⟦":
            return _mark(text, is_last=is_last)
        if opening == TOOL:
            return self._line_of_code(text, is_last=is_last)
        return self._json(text, opening, is_last=is_last)

    def _line_of_code(self, text: str, *, is_last: bool) -> tuple[int, int] | None:
        """The name alone is enough: nobody says it to a visitor, whoever writes it means to call."""
        if not is_last and not re.search(r"[)\n]", text):
            return None
        self.reason = reason_in(text)
        return 0, len(text)

    def _json(self, text: str, opening: str, *, is_last: bool) -> tuple[int, int] | None:
        fence = _FENCE.match(text)
        start = fence.end() if fence else len(opening) if opening in _TAGS else 0
        try:
            reason, length = written_call(text[start:], is_whole=is_last)
        except Undecided:
            return None
        if reason is not None:
            self.reason = reason
            return 0, len(text)
        if opening in _TAGS:
            return 0, start
        return (start + length,) * 2 if length else (max(1, len(opening)),) * 2

    def _unclear_end(self, text: str) -> int:
        """Return how many of the last characters may be the beginning of an opening."""
        line = text.rpartition("\n")[2]
        is_indent = not line.strip(" \t") and ("\n" in text or self._is_new_line)
        begun = (
            size
            for size in range(min(len(text), _LONGEST - 1), 0, -1)
            if any(opening.startswith(text[-size:]) for opening in _OPENINGS)
        )
        return len(line) if is_indent else next(begun, 0)


def _mark(text: str, *, is_last: bool) -> tuple[int, int] | None:
    """A model that copies the mark of a colleague's lines must not seem to be that colleague."""
    end = text.find("⟧")
    if 0 < end < 120:
        if end + 1 == len(text) and not is_last:
            return None  # the space behind the mark goes with it, and it may be in the next piece
        return 0, end + 1 + (text[end + 1 : end + 2] == " ")
    return (0, 1) if is_last or len(text) >= 120 else None
