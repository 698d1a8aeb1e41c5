"""Packing the answers of some routes with gzip, where the client takes it and it saves anything.

Not here: which routes (`routes`), and why no others: docs/decisions/0055.
"""

import gzip
import zlib

from relevo.api.edge.asgi import Message, Scope, Send, header
from relevo.api.edge.exchange import exchange

PACKED_FROM = 1024
"""Below so many bytes there is next to nothing to save: the answer fits into one packet anyhow."""
LEVEL = 3
"""50 rows take 0.4 ms and become a fifth; level 9 takes four times as long for 7 % less."""
PADDING = 256
"""Up to so many bytes are added by chance, so that lengths do not tell what was packed with what (BREACH)."""
_NAMED = 0x08
"""The flag of a gzip header that a file's name follows (RFC 1952, section 2.3)."""
_VARY = (b"vary", b"Accept-Encoding")
_PACKED = (b"content-encoding", b"gzip")


def accepts_gzip(scope: Scope) -> bool:
    """Does the client take gzip? Naming it with `q=0` says no (RFC 9110, section 12.5.3)."""
    for one in (header(scope, b"accept-encoding") or "").lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False


def packed(body: bytes, chance: str) -> bytes:
    """Return the body as gzip, with a name of a length that follows from `chance` in its header: unpacking leaves it out."""
    plain = gzip.compress(body, LEVEL, mtime=0)
    padding = b"a" * (zlib.crc32(chance.encode()) % PADDING)
    return b"%b%c%b%b\0%b" % (plain[:3], _NAMED, plain[4:10], padding, plain[10:])


class Packer:
    """A `send` that packs one answer: it holds the head back until the body is there."""

    __slots__ = ("_head", "_scope", "_send")

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send = send
        self._scope = scope
        self._head: Message | None = None

    async def __call__(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            self._head = message
            return
        head, self._head = self._head, None
        if head is not None:
            head, message = self._answered(head, message)
            await self._send(head)
        await self._send(message)

    def _answered(self, head: Message, message: Message) -> tuple[Message, Message]:
        headers = [*head["headers"], _VARY]
        body: bytes = message.get("body", b"")
        is_worth_it = len(body) >= PACKED_FROM and head["status"] == 200 and not message.get("more_body")
        if is_worth_it and accepts_gzip(self._scope):
            body = packed(body, exchange(self._scope).front.parts.ids.new_id())
            kept = [pair for pair in headers if pair[0] != b"content-length"]
            headers = [*kept, _PACKED, (b"content-length", b"%d" % len(body))]
        return {**head, "headers": headers}, {**message, "body": body}
