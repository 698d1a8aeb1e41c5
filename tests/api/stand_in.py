"""A workspace in memory, as the API needs it; used until the real one is there."""

from dataclasses import dataclass, field
from typing import Any

from relevo.api.needs import AgentPass, VisitorPass
from relevo.core.actors import Actor, ActorKind, Role
from relevo.core.errors import Refusal
from relevo.core.ids import InboxId, WorkspaceId
from relevo.core.rules import TEXTS, Policies, Rules
from relevo.ports import AssistantProfile

BEAN = Actor(ActorKind.ASSISTANT, "assistant_bean", "Bean")
INBOX = InboxId("inbox_1")


class No(Refusal):
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code = code  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Visitor:
    workspace_id: WorkspaceId
    inbox_id: InboxId
    visitor: Actor
    locale: str


@dataclass(frozen=True, slots=True)
class Agent:
    workspace_id: WorkspaceId
    agent: Actor
    role: Role
    csrf_token: str = ""
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Began:
    token: str
    csrf_token: str
    account: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Came:
    token: str
    visitor_pass: Visitor


@dataclass(slots=True)
class StandIn:
    """People by e-mail, tokens by value."""

    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, Agent] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    origins: tuple[str, ...] = ("*",)
    current: Rules = field(default_factory=Rules)
    count: int = 0

    def __post_init__(self) -> None:
        for role in Role:
            self.people[f"{role}@example.org"] = {
                "id": f"agent_{role}", "name": role.title(), "email": f"{role}@example.org", "role": role.value, "avatar_url": None,
                "display_name": None,
            }  # fmt: skip

    # --- the engine's workspace
    async def rules(self, workspace_id: WorkspaceId, assistant_id: str, locale: str) -> Rules:
        return self.current

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        return AssistantProfile(BEAN, "scripted") if assistant_id == BEAN.id else None

    async def agent_by_id(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        for person in self.people.values():
            if person["id"] == agent_id:
                return Actor(ActorKind.AGENT, agent_id, person["name"]), Role(person["role"])
        return None


class StandInGate:
    def __init__(self, book: StandIn) -> None:
        self.book = book

    async def visitor(self, token: str) -> Visitor | None:
        return self.book.visitors.get(token)

    async def agent(self, token: str) -> Agent | None:
        return self.book.tokens.get(token)

    async def is_still_agent(self, token: str) -> bool:
        return token in self.book.tokens

    async def inbox_of(self, inbox_key: str) -> InboxId:
        if inbox_key != "KEY":
            raise No("not-found")
        return INBOX

    async def allows_origin(self, origin: str | None, inbox_id: InboxId | None) -> bool:
        return ("*" in self.book.origins and origin != "null") or origin in self.book.origins

    async def arrive(self, inbox_key: str, token: str | None, locale: str, identity: str | None) -> Came:
        known = self.book.visitors.get(token or "")
        if token and known:
            return Came(token, known)
        self.book.count += 1
        visitor = Actor(ActorKind.VISITOR, f"visitor_{self.book.count}", "Visitor")
        made = Visitor(WorkspaceId("w"), INBOX, visitor, locale)
        self.book.visitors[f"rv_{self.book.count}"] = made
        return Came(f"rv_{self.book.count}", made)

    async def sign_in(self, email: str, password: str, address: str, device: str) -> Began:
        person = self.book.people.get(email)
        if person is None or password != "correct horse":
            raise No("invalid-credentials")
        self.book.count += 1
        token = f"rs_{self.book.count}"
        actor = Actor(ActorKind.AGENT, person["id"], person["name"])
        self.book.tokens[token] = Agent(WorkspaceId("w"), actor, Role(person["role"]), f"csrf_{self.book.count}")
        return Began(token, f"csrf_{self.book.count}", person)

    async def sign_out(self, token: str) -> None:
        self.book.tokens.pop(token, None)

    async def set_up(self, token: str, owner: Any, address: str, device: str) -> Began:
        raise No("setup-used")


class StandInDesk:
    def __init__(self, book: StandIn) -> None:
        self.book = book

    async def welcome(self, visitor: VisitorPass) -> tuple[dict[str, Any], dict[str, str]]:
        settings = {
            "handoff": {"enabled": True, "response_timeout_s": 180},
            "assistant": {"id": BEAN.id, "name": BEAN.name, "avatar_url": None},
            "policies": {"visitor_sees": ["text"], "after_resolve": "new_conversation"},
            "appearance": {"title": "Shop", "color": None},
            "limits": {"message_bytes": 8192},
        }
        return settings, dict(TEXTS)

    async def assistant_of(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Actor:
        return BEAN

    async def asks_for_human(self, visitor: VisitorPass, text: str) -> bool:
        return "human" in text

    async def account(self, workspace_id: WorkspaceId, agent_id: str) -> dict[str, Any]:
        return next(person for person in self.book.people.values() if person["id"] == agent_id)

    async def workspace(self, workspace_id: WorkspaceId) -> dict[str, Any]:
        return {"id": workspace_id, "name": "Shop"}

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        return await self.book.agent_by_id(workspace_id, agent_id)

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        return await self.book.assistant(workspace_id, assistant_id)

    async def inbox_names(self, workspace_id: WorkspaceId) -> dict[str, str]:
        return {INBOX: "Shop"}

    async def agents(self, workspace_id: WorkspaceId) -> list[dict[str, Any]]:
        return [{**person, "is_active": True} for person in self.book.people.values()]

    async def add_agent(self, by: AgentPass, values: Any) -> dict[str, Any]:
        return {**next(iter(self.book.people.values())), **values}

    async def change_agent(self, by: AgentPass, agent_id: str, values: Any) -> dict[str, Any]:
        return await self.account(by.workspace_id, agent_id)

    async def assistants(self, workspace_id: WorkspaceId) -> list[dict[str, Any]]:
        return [{"id": BEAN.id, "name": BEAN.name, "avatar_url": None, "kind": "scripted"}]

    async def add_assistant(self, by: AgentPass, values: Any) -> dict[str, Any]:
        return dict(values)

    async def change_assistant(self, by: AgentPass, assistant_id: str, values: Any) -> dict[str, Any]:
        return dict(values)

    async def inboxes(self, workspace_id: WorkspaceId) -> list[dict[str, Any]]:
        return [{"id": INBOX, "name": "Shop"}]

    async def add_inbox(self, by: AgentPass, values: Any) -> dict[str, Any]:
        return dict(values)

    async def change_inbox(self, by: AgentPass, inbox_id: str, values: Any) -> dict[str, Any]:
        return dict(values)

    async def settings(self, workspace_id: WorkspaceId) -> dict[str, Any]:
        return {"handoff": {}, "policies": {"after_resolve": Policies().after_resolve.value}, "texts": {}}

    async def change_settings(self, by: AgentPass, values: Any) -> dict[str, Any]:
        return await self.settings(by.workspace_id)
