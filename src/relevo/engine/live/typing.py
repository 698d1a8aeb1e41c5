"""Signs that somebody types: at most one a second for each who types, however often their client says so.

Nothing of it is stored or logged. Not here: who sees a sign (`streams`) and who may send one (`api`).
"""

import asyncio
from collections.abc import Callable, Iterable

from relevo.core.events import Message, Recorded
from relevo.core.ids import ConversationId
from relevo.ports import Typing

PAUSE_S = 1.0
_Typist = tuple[ConversationId, str, str]


class TypingSigns:
    """Passes signs on. Used from the event loop's thread only."""

    def __init__(self, show: Callable[[Typing], None]) -> None:
        self._show = show
        self._pausing: dict[_Typist, Typing | None] = {}
        """Who was shown within the last second, and the latest that has come since."""

    def __call__(self, typing: Typing) -> None:
        """Show a sign now, or what is the latest by then at the end of the pause."""
        typist = (typing.conversation_id, typing.actor.kind.value, typing.actor.id)
        if typist in self._pausing:
            self._pausing[typist] = typing
            return
        self._pausing[typist] = None
        self._show(typing)
        asyncio.get_running_loop().call_later(PAUSE_S, self._go_on, typist)

    def said(self, conversation_id: ConversationId, records: Iterable[Recorded]) -> None:
        """Forget what waits of somebody who has sent it: a sign after the message would show them typing still."""
        if not self._pausing:
            return
        for recorded in records:
            if isinstance(recorded.event, Message):
                typist = (conversation_id, recorded.actor.kind.value, recorded.actor.id)
                if typist in self._pausing:
                    self._pausing[typist] = None

    def _go_on(self, typist: _Typist) -> None:
        waiting = self._pausing.pop(typist)
        if waiting is not None:
            self(waiting)
