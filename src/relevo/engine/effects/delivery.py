"""Carries texts to visitors on channels that do not read the log themselves.

At least once, in the order of the log, named by conversation and position so that a channel can recognise a repetition.
Not here: any provider (`channels`). The web widget needs none of this: it reads the log.
"""

from collections.abc import Mapping

from relevo.core.ids import Seq
from relevo.core.react import Effect
from relevo.engine.effects.runner import Done
from relevo.engine.handle import Handle
from relevo.engine.turnstile import Turnstile
from relevo.ports import Channel, EventLog, Outbound


class Delivery:
    """Delivers the text of one event through its conversation's channel."""

    def __init__(self, handle: Handle, log: EventLog, channels: Mapping[str, Channel]) -> None:
        self._handle = handle
        self._log = log
        self._channels = channels
        self._turnstile = Turnstile()

    async def __call__(self, effect: Effect) -> Done:
        """Deliver. Raises KeyError where the channel's plug-in is missing, and whatever the channel raises."""
        async with self._turnstile.through(effect.conversation_id):
            conversation = await self._handle.load(effect.workspace_id, effect.conversation_id)
            records = await self._log.read(effect.workspace_id, effect.conversation_id, Seq(effect.seq - 1), 1)
            for recorded in records:
                text: str = getattr(recorded.event, "text", "")
                await self._channels[conversation.channel].deliver(Outbound(conversation, recorded, text))
        return None
