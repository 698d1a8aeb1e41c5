"""What the engine asks of a workspace: rules, assistants and agents, from memory when they were read a moment ago.

Not here: how settings are changed (`settings`) and who the people are (`people`). Asked for every message, so a known
answer costs about a microsecond.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import msgspec

from relevo.core.actors import Actor, Role
from relevo.core.ids import WorkspaceId
from relevo.core.rules import Handoff, Policies, Rules
from relevo.ports import AssistantProfile, Clock, Seat, Tables, Team
from relevo.workspace.asking.hearing import Hearing
from relevo.workspace.assistants import AssistantRow, AssistantTable
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.errors import NotFound
from relevo.workspace.people.agent import Agent
from relevo.workspace.people.people import People
from relevo.workspace.settings.document import settings_of
from relevo.workspace.settings.plans import is_handoff_locked
from relevo.workspace.settings.shape import WorkspaceSettings
from relevo.workspace.settings.wording import listening, wording
from relevo.workspace.team.roster import Roster

_SAME = ("show_queue_position", "show_estimated_wait", "shares_drafts", "offer_after_answers", "ask_after_failures")
_LISTS = ("ask_on_labels", "offer_on_pages")
"""Settings of handoff that the core's rules bear under the same name."""
_MOST_WORKSPACES = 1_000
_MOST_AGENTS = 10_000
_MOST_LOCALES = 500
"""For each workspace; a browser can say anything, and what it says must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What holds for visitors of one assistant in one language."""

    rules: Rules
    asks_for_human: Hearing


@dataclass(frozen=True, slots=True)
class _Known:
    """A workspace as it was read, and what has been worked out from it since."""

    id: WorkspaceId
    source: tuple[str, str, tuple[AssistantRow, ...]]
    settings: WorkspaceSettings
    stored: Mapping[str, Any]
    is_plan_locked: bool
    assistants: Mapping[str, tuple[AssistantProfile, Mapping[str, Any]]]
    spoken: dict[tuple[str, str], Spoken] = field(default_factory=dict)


class WorkspaceRules:
    """`ports.Workspace` over the tables."""

    def __init__(
        self,
        tables: Tables,
        clock: Clock,
        people: People,
        assistants: AssistantTable,
        roster: Roster,
        changes: Changes,
    ) -> None:
        self._tables = tables
        self._people = people
        self._assistants = assistants
        self._roster = roster
        self._workspaces: Remembered[WorkspaceId, _Known] = Remembered(
            clock, _MOST_WORKSPACES, lambda known: (known.id,)
        )
        self._last: dict[WorkspaceId, _Known] = {}
        self._agents: Remembered[tuple[WorkspaceId, str], Agent] = Remembered(
            clock, _MOST_AGENTS, lambda agent: (agent.id,)
        )
        changes.listen(self._workspaces.forget)
        changes.listen(self._agents.forget)

    async def rules(self, workspace_id: WorkspaceId, assistant_id: str, locale: str) -> Rules:
        """Return policies, handoff settings (the assistant's own first) and texts in the visitor's language.

        Raises:
            NotFound: there is no such workspace. An unknown assistant has the workspace's rules.
        """
        known = self._workspaces.peek(workspace_id)
        found = known.spoken.get((assistant_id, locale)) if known else None
        return (found or await self.spoken(workspace_id, assistant_id, locale)).rules

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        """Return a configured assistant that is not switched off; the same object until it is changed."""
        known = self._workspaces.peek(workspace_id) or await self._read(workspace_id)
        found = known.assistants.get(assistant_id)
        return found[0] if found else None

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        """Return an active agent as visitors see them, and their role."""
        agent = await self._agents.get((workspace_id, agent_id), self._find_agent)
        return (agent.actor, agent.role) if agent and agent.is_active else None

    async def team(self, workspace_id: WorkspaceId, team_id: str) -> Team | None:
        """Return a team with those of its members who are active and may act."""
        return await self._roster.team(workspace_id, team_id)

    async def seats(self, workspace_id: WorkspaceId) -> Sequence[Seat]:
        """Return every active agent who may have conversations, by id."""
        return await self._roster.seats(workspace_id)

    async def spoken(self, workspace_id: WorkspaceId, assistant_id: str, locale: str) -> Spoken:
        """Return the rules, and what hears that a person is asked for. Raises NotFound."""
        known = self._workspaces.peek(workspace_id) or await self._read(workspace_id)
        found = known.spoken.get((assistant_id, locale))
        return found or _remembered(known, assistant_id, locale)

    async def _read(self, workspace_id: WorkspaceId) -> _Known:
        known = await self._workspaces.get(workspace_id, self._load)
        if known is None:
            raise NotFound("workspace")
        return known

    async def _load(self, workspace_id: WorkspaceId) -> _Known | None:
        rows = await self._tables.rows("SELECT settings, plan FROM workspaces WHERE workspace_id = $1", workspace_id)
        if not rows:
            return None
        source = (str(rows[0][0]), str(rows[0][1]), await self._assistants.rows(workspace_id))
        last = self._last.get(workspace_id)
        return last if last and last.source == source else self._understood(workspace_id, source)

    def _understood(self, workspace_id: WorkspaceId, source: tuple[str, str, tuple[AssistantRow, ...]]) -> _Known:
        """Work out what was read. Kept beyond the few seconds: reading the same again costs the reading only."""
        settings, plan, rows = source
        stored = msgspec.json.decode(settings)
        profiles = {row.id: self._assistants.profile(row) for row in rows if row.is_active}
        known = _Known(workspace_id, source, settings_of(stored), stored, is_handoff_locked(plan), profiles)
        if len(self._last) >= _MOST_WORKSPACES:
            self._last.clear()
        self._last[workspace_id] = known
        return known

    async def _find_agent(self, key: tuple[WorkspaceId, str]) -> Agent | None:
        return await self._people.find(*key)


def _remembered(known: _Known, assistant_id: str, locale: str) -> Spoken:
    if len(known.spoken) >= _MOST_LOCALES:
        known.spoken.clear()
    found = known.spoken[assistant_id, locale] = _worked_out(known, assistant_id, locale)
    return found


def _worked_out(known: _Known, assistant_id: str, locale: str) -> Spoken:
    _, own = known.assistants.get(assistant_id, (None, {}))
    handoff = known.settings.handoff
    same: dict[str, Any] = {name: own.get(name, getattr(handoff, name)) for name in _SAME}
    same |= {name: tuple(own.get(name, getattr(handoff, name))) for name in _LISTS}
    rules = Rules(
        policies=_policies(known.settings),
        handoff=Handoff(
            enabled=own.get("enabled", handoff.enabled),
            response_timeout_s=own.get("response_timeout_s", handoff.response_timeout_s),
            is_plan_locked=known.is_plan_locked,
            **same,
        ),
        texts=wording(known.settings, known.stored, own, locale),
    )
    return Spoken(rules, listening(known.settings, own, locale))


def _policies(settings: WorkspaceSettings) -> Policies:
    chosen = msgspec.structs.asdict(settings.policies)
    confirm: Mapping[str, bool] = MappingProxyType(msgspec.structs.asdict(settings.policies.confirm))
    return Policies(**{**chosen, "confirm": confirm})
