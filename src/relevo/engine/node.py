"""One node: the parts of the engine wired together over the ports, with their background work.

Not here: which implementations stand behind the ports; `app.py` chooses them, and `relevo.testing` brings in-memory ones.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace

from relevo.core.commands import ExpireAssignment, ExpireWait
from relevo.core.handoff_note import build
from relevo.core.react import EffectKind
from relevo.engine.background import every, rounds
from relevo.engine.effects.answering import FIRST_TOKEN_S, WHOLE_TURN_S
from relevo.engine.effects.delivery import Delivery
from relevo.engine.effects.notifications import Notifier
from relevo.engine.effects.runner import Doer, EffectRunner, LastResort
from relevo.engine.effects.timers import Deadline, OwnerTimer
from relevo.engine.effects.turns import Turns
from relevo.engine.handle import Handle
from relevo.engine.inbox import InboxNames, InboxStreams
from relevo.engine.live.drafts import Drafts
from relevo.engine.live.queues import Queues
from relevo.engine.patience import STORAGE_S, patient
from relevo.engine.presence import Attendance
from relevo.engine.relay import Relay
from relevo.engine.streams import PARTS, Streams
from relevo.ports import (
    Assistants,
    Channel,
    Clock,
    EffectQueue,
    EventLog,
    Fanout,
    Inbox,
    NewId,
    Presence,
    Workspace,
)

PING_S = 10.0
"""Heartbeat of every stream; clients give up after 35 s of silence, the contract promises one in 15 s."""
SWEEP_S = 5.0
QUEUES_S = 30.0
"""How long a queue may be wrong when wake-ups of other nodes were lost."""
HEADS_S = 2.0
"""How late an event of another node may be when every wake-up is lost (trust.md G13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything that a node needs from outside."""

    log: EventLog
    effects: EffectQueue
    inbox: Inbox
    fanout: Fanout
    presence: Presence
    workspace: Workspace
    assistants: Assistants
    clock: Clock
    ids: NewId
    name: str
    channels: Mapping[str, Channel] = field(default_factory=dict)
    inbox_names: InboxNames | None = None
    """How inboxes are called, for the rows of the team's stream; without it they bear no names."""
    first_token_s: float = FIRST_TOKEN_S
    whole_turn_s: float = WHOLE_TURN_S
    storage_s: float = STORAGE_S
    """How long the storage may take for one answer."""
    is_alone: bool = True
    """Is this the only node on its database? Then nobody else's commits have to be looked for."""


class Node:
    """A running engine. `start` and `stop` belong to one event loop."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports = _patient(ports)
        self.drafts = Drafts()
        self.handle = Handle(ports.log, ports.workspace, self.drafts, build, ports.storage_s, is_alone=ports.is_alone)
        self.streams = Streams(ports.log, self.drafts.seen)
        self.inbox = InboxStreams(ports.inbox, ports.inbox_names)
        self.attendance = Attendance(ports.presence, ports.clock)
        self.queues = Queues(ports.inbox, ports.workspace, ports.clock, self.streams)
        self.turns = Turns(self.handle, self.drafts, ports)
        self.relay = Relay(ports, self.handle, self.streams, self.inbox, self.turns, self.queues)
        self.relay.watch(self.drafts)
        self.attendance.changed.append(self.relay.present)
        self.effects = EffectRunner(ports.effects, ports.clock, ports.name, self._doers(), self._last_resorts())
        self.handle.announced += [self.relay.committed, self.effects.committed]
        self.more_work: list[Callable[[], Coroutine[None, None, None]]] = []
        """What features do in the background, from `start` to `stop`."""
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin the background work: effects, heartbeats, presence."""
        work: list[Coroutine[None, None, None]] = [
            self.effects.run(),
            rounds(PING_S, PARTS, self._ping),
            every(SWEEP_S, self.attendance.sweep),
            every(SWEEP_S, self.relay.attention.sweep),
            every(PING_S, self.queues.look_again),
            *(begin() for begin in self.more_work),
        ]
        if not self.ports.is_alone:
            work += [every(HEADS_S, self.streams.check_heads), every(QUEUES_S, self.queues.refresh)]
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(one) for one in work]

    def end_streams(self) -> None:
        """End every open stream with a word of farewell, so that a stopping server does not wait for them."""
        self.streams.stop()
        self.inbox.stop()

    async def stop(self) -> None:
        """End the streams and the background work. Effects in hand are left to the next run."""
        self.end_streams()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.queues.stop()
        await self.effects.stop()

    def _ping(self, part: int) -> int:
        reached = self.streams.ping(part)
        if part == 0:
            self.inbox.ping()
            reached += self.inbox.open_count
        return reached

    def _last_resorts(self) -> dict[EffectKind, LastResort]:
        return {EffectKind.ASK_ASSISTANT: self.turns.give_up}

    def _doers(self) -> dict[EffectKind, Doer]:
        ports = self.ports
        return {
            EffectKind.ASK_ASSISTANT: self.turns,
            EffectKind.EXPIRE_WAIT: Deadline(self.handle, ports.clock, ExpireWait),
            EffectKind.EXPIRE_ASSIGNMENT: Deadline(self.handle, ports.clock, ExpireAssignment),
            EffectKind.WATCH_OWNER: OwnerTimer(self.handle, ports.log, ports.workspace, ports.presence, ports.clock),
            EffectKind.NOTIFY: Notifier(self.handle, ports, self.relay.notify),
            EffectKind.DELIVER: Delivery(self.handle, ports.log, ports.channels),
        }


def _patient(ports: Ports) -> Ports:
    """Return the ports with a deadline on the storage; a commit's is the handle's own, which announces it even if late."""
    return replace(
        ports,
        log=patient(ports.log, ports.storage_s, without=frozenset({"append"})),
        effects=patient(ports.effects, ports.storage_s),
        inbox=patient(ports.inbox, ports.storage_s),
    )
