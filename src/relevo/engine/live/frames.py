"""Frames of a server-sent event stream, as bytes (WHATWG HTML, section 9.2).

Not here: when they are sent (`streams`, `inbox`).
"""

from typing import Any

import msgspec

from relevo.core.events import Recorded
from relevo.engine.views import Audience, event_view

_encode = msgspec.json.Encoder().encode
BYE = b"event: bye\ndata: {}\n\n"


def event_frame(recorded: Recorded, audience: Audience) -> bytes:
    """Return the frame of an event with its position as id; empty where the audience may not see it.

    The data is one line: JSON escapes line breaks, so no text can forge a frame.
    """
    view = event_view(recorded, audience)
    if view is None:
        return b""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (recorded.seq, recorded.event.type.encode(), _encode(view))


def signal_frame(name: str, content: Any) -> bytes:
    """Return a frame that is not part of the log: it has no id, so it does not move the client's cursor."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), _encode(content))
