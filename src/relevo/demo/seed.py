"""Fills the demo's workspace once: four people, the assistant, the inbox of the shop page.

Not here: conversations; the first one is yours.
"""

import msgspec

from relevo.clock import RandomSecrets
from relevo.core.actors import Role
from relevo.running.installing import assistant_of
from relevo.settings import Assistant
from relevo.workspace.access.keys import NewKey, Scope
from relevo.workspace.assistants import AssistantChange
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.seed import make_workspace
from relevo.workspace.tables import WorkspaceTables

PEOPLE = (
    ("Maria Rossi", "maria@demo.example", Role.AGENT),
    ("Noah Becker", "noah@demo.example", Role.AGENT),
    ("Aiko Tanaka", "aiko@demo.example", Role.SUPERVISOR),
    ("Olu Adeyemi", "olu@demo.example", Role.OWNER),
)


class DemoAgent(msgspec.Struct, frozen=True):
    """An account of the demo, with the password that was made for this data folder."""

    email: str
    password: str
    name: str
    role: str


class Seeded(msgspec.Struct, frozen=True):
    """What the demo prints and keeps in its folder."""

    agents: tuple[DemoAgent, ...]
    api_key: str
    inbox_key: str


async def seed(workspace: WorkspaceTables, assistant: Assistant, kept: Seeded | None) -> Seeded:
    """Make the demo's workspace, unless `kept` says that it was made; see to it that the assistant is the one asked for."""
    seeded = kept or await _make(workspace)
    await _point(workspace, assistant)
    return seeded


async def _make(workspace: WorkspaceTables) -> Seeded:
    made = await workspace.workspaces.first() or await make_workspace(workspace, "Crema & Co.", "faq", {})
    secrets = RandomSecrets()
    agents: list[DemoAgent] = []
    for name, email, role in PEOPLE:
        password = secrets.new_secret()[:16]
        await workspace.people.create(
            made.id, NewAgent(email=email, name=name, display_name=name.split()[0], role=role, password=password)
        )
        agents.append(DemoAgent(email, password, name, role.value))
    _, api_key = await workspace.keys.create(made.id, NewKey(name="Demo", scopes=frozenset(Scope)), "demo")
    (inbox, *_) = await workspace.inboxes.list(made.id)
    return Seeded(tuple(agents), api_key, inbox.key)


async def _point(workspace: WorkspaceTables, assistant: Assistant) -> None:
    """Let the built-in FAQ answer, or the API that the environment names."""
    made = await workspace.workspaces.first()
    if made is None:
        return
    (first, *_) = await workspace.assistants.list(made.id)
    kind, options = assistant_of(assistant)
    gone: dict[str, str | None] = dict.fromkeys(set(first.options) - set(options))
    await workspace.assistants.change(made.id, first.id, AssistantChange(kind=kind, options={**gone, **options}))
