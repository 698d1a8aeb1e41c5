"""Server-sent events out of bytes, as the HTML standard defines them (section 9.2.6), for streams of JSON.

Not here: what the events say. Written by hand because it runs once for each token: a general reader costs several
microseconds a token more (docs/decisions/0031).
"""

from relevo.ports import AssistantFailed

EVENT_BYTES = 256 * 1024
"""The most that one event may measure; tokens measure some hundred bytes."""

_BOM = b"\xef\xbb\xbf"


class EventReader:
    """Takes bytes as they come in and gives the payload of every event that they complete.

    Line ends may be LF, CRLF or CR. Comments and unknown fields are skipped. An event that repeats the `id` of the one
    before it was sent twice and is dropped.
    """

    __slots__ = ("_has_begun", "_id", "_id_before", "_is_between", "_lines", "_rest", "_size")

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []
        self._size = 0
        self._id: bytes | None = None
        self._id_before: bytes | None = None
        self._has_begun = False
        self._is_between = False
        """Is nothing of an event held, nor the id of the last one?"""

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the payloads of the events that end in this piece. Raises AssistantFailed for an oversized event."""
        # The usual case, one token in one piece.
        if self._is_between:
            line, _, rest = piece.partition(b"\n")
            if rest == b"\n" and line[:6] == b"data: " and b"\r" not in line:
                return [line[6:]]
        if not self._has_begun:
            self._has_begun = True
            piece = piece.removeprefix(_BOM)
        return self._read(self._rest + piece, is_last=False)

    def close(self) -> list[bytes]:
        """Return what is left at the end of the stream; some endpoints forget the last empty line."""
        return self._read(self._rest + b"\n\n", is_last=True)

    def _read(self, content: bytes, *, is_last: bool) -> list[bytes]:
        if b"\r" in content:
            # A CR at the very end may be half of a CRLF.
            held = b"\r" if content.endswith(b"\r") and not is_last else b""
            content = content.removesuffix(held).replace(b"\r\n", b"\n").replace(b"\r", b"\n") + held
        *lines, self._rest = content.split(b"\n")
        payloads = [payload for line in lines if (payload := self._line(line)) is not None]
        if len(self._rest) + self._size > EVENT_BYTES:
            raise AssistantFailed(f"the endpoint sent an event of more than {EVENT_BYTES} bytes")
        self._is_between = not self._rest and not self._lines and self._id is None and self._id_before is None
        return payloads

    def _line(self, line: bytes) -> bytes | None:
        if not line:
            return self._event()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._lines.append(value)
            self._size += len(value)
        elif name == b"id":
            self._id = value
        return None

    def _event(self) -> bytes | None:
        lines, self._lines, self._size = self._lines, [], 0
        if not lines:
            return None
        is_repeated = self._id is not None and self._id == self._id_before
        self._id_before, self._id = self._id, None
        return None if is_repeated else b"\n".join(lines)
