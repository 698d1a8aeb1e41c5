"""Frames of a server-sent event stream, as bytes (WHATWG HTML, section 9.2).

Not here: when they are sent (`streams`, `inbox`).
"""

from functools import lru_cache
from typing import Any

import msgspec

from relevo.core.events import Recorded
from relevo.engine.views import Audience, event_view, is_alike

_encode = msgspec.json.Encoder().encode
_KEPT = 128
"""Events that everybody sees alike are encoded for the streams and a moment later for whoever caused them: once is enough."""
_kept: dict[int, tuple[Recorded, bytes]] = {}
BYE = b"event: bye\ndata: {}\n\n"


def event_json(recorded: Recorded, audience: Audience, *, is_new: bool = True) -> bytes | None:
    """Return an event as the audience may see it, as JSON in one line, or None where it may not see it at all.

    What is not `is_new`, but read from the log for somebody who comes late, takes no place from what is.
    """
    known = _kept.get(id(recorded))
    # A number that another event had before is not its name: what is kept stays the same object.
    if known is not None and known[0] is recorded:
        return known[1]
    view = event_view(recorded, audience)
    if view is None:
        return None
    encoded = _encode(view)
    if is_new and is_alike(recorded.event):
        if len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        _kept[id(recorded)] = recorded, encoded
    return encoded


def event_frame(recorded: Recorded, audience: Audience, *, is_new: bool = True) -> bytes:
    """Return the frame of an event with its position as id; empty where the audience may not see it.

    The data is one line: JSON escapes line breaks, so no text can forge a frame.
    """
    encoded = event_json(recorded, audience, is_new=is_new)
    if encoded is None:
        return b""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (recorded.seq, recorded.event.type.encode(), encoded)


@lru_cache(maxsize=1024)
def _draft_begin(turn: str, epoch: int) -> bytes:
    return b'event: draft\ndata: {"turn":%b,"epoch":%d,"delta":' % (_encode(turn), epoch)


def draft_frame(turn: str, epoch: int, delta: str) -> bytes:
    """Return the frame of a piece of a running answer: one is made for every token, and most of it is the same for a whole turn."""
    return _draft_begin(turn, epoch) + _encode(delta) + b"}\n\n"


def signal_frame(name: str, content: Any) -> bytes:
    """Return a frame that is not part of the log: it has no id, so it does not move the client's cursor."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), _encode(content))
