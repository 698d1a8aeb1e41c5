"""What tests of policies begin with: a shop by a clock that the test turns, its people, and what each of them reads.

A policy is changed as an administrator changes it, by PATCH /v1/settings, and looked at from outside. Not here: the tests.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from relevo.core.actors import Role
from relevo.testing import ManualClock
from relevo.workspace.people.agent import NewAgent
from tests.api.desk import eventually, settings_of, team_path, visitor_path
from tests.api.running import Caller, Running

QUIET_S = 0.15
"""How long is listened for an answer that must not come; one that comes takes a tenth of it."""
KEYWORD = "I would like to speak to someone."


@dataclass(frozen=True, slots=True)
class Shop:
    """A running server with an owner of conversations, a colleague of the same role, and a supervisor."""

    server: Running
    clock: ManualClock
    maria: Caller
    noah: Caller
    sue: Caller

    def under(self, handoff: dict[str, Any] | None = None, **policies: Any) -> Any:
        """Have these policies hold for a block."""
        changes = {"policies": policies, "handoff": handoff or {}}
        return settings_of(self.server, **{section: values for section, values in changes.items() if values})

    async def talk(self, *said: str) -> "Talk":
        """Return a new conversation; the assistant has answered each thing that was said."""
        visitor = await self.server.arrive()
        begun = await visitor.post("/v1/visitor/conversations")
        talk = Talk(self, visitor, begun.json()["id"])
        for number, text in enumerate(said, start=1):
            await talk.says(text)
            await talk.is_answered(number)
        return talk

    def advance(self, seconds: float) -> None:
        """Let time pass, and have what is due by then done soon."""
        self.clock.advance(seconds)
        self.server.node.effects.look_again()


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation in the hands of its visitor and the team."""

    shop: Shop
    visitor: Caller
    id: str

    async def says(self, text: str) -> Any:
        return await self.visitor.post(f"{visitor_path(self.id)}/messages", {"text": text})

    async def does(self, verb: str, body: Any = None) -> Any:
        """As the visitor."""
        answer = await self.visitor.post(f"{visitor_path(self.id)}/{verb}", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def by(self, agent: Caller, verb: str, body: Any = None) -> Any:
        """As an agent; the bare answer."""
        return await agent.post(f"{team_path(self.id)}/{verb}", body)

    async def outcome(self, agent: Caller, verb: str, body: Any = None) -> str:
        """The same, in a word: `ok` or the slug of the problem."""
        answer = await self.by(agent, verb, body)
        return "ok" if answer.status_code in (200, 201) else str(answer.json()["type"].rsplit("/", 1)[-1])

    async def seen(self) -> Any:
        """The conversation as the visitor sees it."""
        return (await self.visitor.get(visitor_path(self.id))).json()

    async def row(self) -> Any:
        """The conversation as the team sees it."""
        return (await self.shop.sue.get(team_path(self.id))).json()

    async def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What the visitor has seen happen."""
        page = (await self.visitor.get(f"{visitor_path(self.id)}/events", params={"limit": 200})).json()
        return [event for event in page["events"] if kind in (None, event["type"])]

    async def types(self) -> list[str]:
        return [event["type"] for event in await self.events()]

    async def happens(self, kind: str, times: int = 1) -> dict[str, Any]:
        """Wait for an event that the visitor sees, and return the last of its kind."""

        async def is_there() -> bool:
            return len(await self.events(kind)) >= times

        await eventually(is_there)
        return (await self.events(kind))[-1]

    async def answers(self) -> int:
        """How often the assistant has spoken."""
        return sum(event["actor"]["kind"] == "assistant" for event in await self.events("message"))

    async def is_answered(self, times: int) -> None:
        async def is_there() -> bool:
            return await self.answers() >= times

        await eventually(is_there)

    async def stays_at(self, answers: int) -> bool:
        """Has the assistant said no more, also after a while?"""
        await asyncio.sleep(QUIET_S)
        return await self.answers() == answers


async def people(server: Running, clock: ManualClock) -> Shop:
    """Return the shop with everybody signed in."""
    new = NewAgent(email="noah@example.org", name="Noah", role=Role.AGENT, password="eight red pans hum in the rain")
    noah = await server.tables.people.create(server.seeded.workspace_id, new)
    begun = await server.tables.sessions.begin(noah, "127.0.0.1", "test")
    colleague = Caller(server.http, begun.token, {"agent": {"id": noah.id}, "csrf_token": begun.csrf_token})
    return Shop(server, clock, await server.sign_in("agent"), colleague, await server.sign_in("supervisor"))


def own_id(caller: Caller) -> str:
    return str(caller.told["agent"]["id"])
