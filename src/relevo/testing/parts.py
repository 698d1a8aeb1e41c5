"""Stand-ins for time, ids, a workspace and an assistant that tests steer by hand.

Not here: storage and fan-out; their in-memory versions live with the real ones.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.ids import WorkspaceId
from relevo.core.rules import Rules
from relevo.ports import Assistant, AssistantFailed, AssistantProfile, Chunk, Reply, Seat, Team, Transcript

START_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z."""


class ManualClock:
    """A clock that moves only when told."""

    def __init__(self, now_ms: int = START_MS) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        """Return the time it was set to."""
        return self._now_ms

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now_ms += round(seconds * 1000)


class CountedIds:
    """Ids that count: `msg_1`, `msg_2`, …; the same in every run."""

    def __init__(self) -> None:
        self._count = 0

    def new_id(self, prefix: str = "") -> str:
        """Return the next id."""
        self._count += 1
        return f"{prefix or 'id'}_{self._count}"


@dataclass(slots=True)
class OneWorkspace:
    """A workspace whose rules, agents and assistants are plain attributes."""

    current: Rules = field(default_factory=Rules)
    agents: dict[str, tuple[Actor, Role]] = field(default_factory=dict)
    assistants: dict[str, AssistantProfile] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    capacities: dict[str, int] = field(default_factory=dict)

    async def rules(self, workspace_id: WorkspaceId, assistant_id: str, locale: str) -> Rules:  # noqa: ARG002 - the port's
        """Return the one set of rules."""
        return self.current

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:  # noqa: ARG002 - the port's
        """Return an assistant; any id is one unless `assistants` is filled."""
        if not self.assistants:
            return AssistantProfile(Actor(ActorKind.ASSISTANT, assistant_id, "Bean"), "scripted")
        return self.assistants.get(assistant_id)

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:  # noqa: ARG002 - the port's
        """Return an agent."""
        return self.agents.get(agent_id)

    async def team(self, workspace_id: WorkspaceId, team_id: str) -> Team | None:  # noqa: ARG002 - the port's
        """Return a team."""
        return self.teams.get(team_id)

    async def seats(self, workspace_id: WorkspaceId) -> Sequence[Seat]:  # noqa: ARG002 - the port's
        """Return a seat for each agent who may act."""
        acting = [(actor, role) for actor, role in self.agents.values() if role.may_act]
        return [Seat(actor, role, self.capacities.get(actor.id)) for actor, role in acting]


class ScriptedAssistant:
    """An assistant that answers from a script, one entry for each turn, and keeps what it was asked.

    An entry is a list of pieces: texts, any `Reply`, seconds to wait (a number), or an exception to raise. With
    `ignores_cancellation` it goes on speaking when it is cancelled, as some model servers do.
    """

    def __init__(self, *turns: Iterable[str | float | Reply | Exception], ignores_cancellation: bool = False) -> None:
        self.asked: list[Transcript] = []
        self.spoken: list[str] = []
        self._turns = [list(turn) for turn in turns]
        self._ignores_cancellation = ignores_cancellation

    def get(self, profile: AssistantProfile) -> Assistant:  # noqa: ARG002 - it is every assistant
        """Return itself: it stands for all assistants of a node."""
        return self

    async def reply(self, transcript: Transcript) -> AsyncIterator[Reply]:
        """Play the next entry; the last one again when the script is over."""
        self.asked.append(transcript)
        if not self._turns:
            raise AssistantFailed("the script is empty")
        turn = self._turns.pop(0) if len(self._turns) > 1 else self._turns[0]
        for piece in turn:
            match piece:
                case str():
                    self.spoken.append(piece)
                    yield Chunk(piece)
                case float() | int():
                    await self._pause(piece)
                case Exception():
                    raise piece
                case _:
                    yield piece

    async def aclose(self) -> None:
        """Nothing to free."""

    async def _pause(self, seconds: float) -> None:
        if not self._ignores_cancellation:
            await asyncio.sleep(seconds)
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            try:
                await asyncio.sleep(left)
            except asyncio.CancelledError:
                continue
