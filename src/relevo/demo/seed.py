"""Fills the demo's workspace once: four people, the assistant, the inbox of the shop page, and a furnished desk.

Not here: what stands on the desk (`desk`), and conversations; the first one is yours.
"""

import msgspec

from relevo.app import Foundation
from relevo.clock import RandomSecrets
from relevo.core.actors import Role
from relevo.core.ids import WorkspaceId
from relevo.demo.desk import furnish
from relevo.running.installing import assistant_of, the_workspace
from relevo.settings import Assistant
from relevo.workspace.access.keys import NewKey, Scope
from relevo.workspace.assistants import AssistantChange
from relevo.workspace.people.agent import Agent, NewAgent
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


async def seed(base: Foundation, kept: Seeded | None) -> Seeded:
    """Make the demo's workspace, unless `kept` says that it was made; see to it that the assistant is the one asked for."""
    workspace_id = (await the_workspace(base, "Crema & Co.")).id
    seeded = kept or await _fill(base.workspace, workspace_id)
    await _point(base.workspace, workspace_id, base.settings.assistant)
    return seeded


async def _fill(workspace: WorkspaceTables, workspace_id: WorkspaceId) -> Seeded:
    secrets = RandomSecrets()
    agents: list[DemoAgent] = []
    people: list[Agent] = []
    for name, email, role in PEOPLE:
        password = secrets.new_secret()[:16]
        new = NewAgent(email=email, name=name, display_name=name.split()[0], role=role, password=password)
        people.append(await workspace.people.create(workspace_id, new))
        agents.append(DemoAgent(email, password, name, role.value))
    await furnish(workspace, workspace_id, people)
    _, api_key = await workspace.keys.create(workspace_id, NewKey(name="Demo", scopes=frozenset(Scope)), "demo")
    (inbox, *_) = await workspace.inboxes.list(workspace_id)
    return Seeded(tuple(agents), api_key, inbox.key)


async def _point(workspace: WorkspaceTables, workspace_id: WorkspaceId, assistant: Assistant) -> None:
    """Let the built-in FAQ answer, or the API that the environment names."""
    (first, *_) = await workspace.assistants.list(workspace_id)
    kind, options = assistant_of(assistant)
    gone: dict[str, str | None] = dict.fromkeys(set(first.options) - set(options))
    await workspace.assistants.change(workspace_id, first.id, AssistantChange(kind=kind, options={**gone, **options}))
