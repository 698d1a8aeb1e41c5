"""What is configured in a workspace, in the words of the API: JSON views, and changes from JSON.

Matches `api.needs.Desk` by shape. Not here: rules about values; each part checks its own. That the caller may configure
has been checked; who may change owners is checked here as well, by the caller's role.
"""

from collections.abc import Mapping
from typing import Protocol

from relevo.core.actors import Actor, Role
from relevo.core.ids import InboxId, WorkspaceId
from relevo.core.messages import MESSAGE_BYTES
from relevo.ports import AssistantProfile, Team
from relevo.workspace.asking.encoder import Encoder
from relevo.workspace.asking.recognition import Finding
from relevo.workspace.base.asker import Asker
from relevo.workspace.base.strict import convert
from relevo.workspace.errors import NotFound
from relevo.workspace.inboxes import Inbox
from relevo.workspace.people.agent import ProfileChange
from relevo.workspace.people.preferences import PreferenceStore, checked
from relevo.workspace.rules import Spoken, WorkspaceRules
from relevo.workspace.settings.presets import presets_view
from relevo.workspace.settings.store import SettingsStore
from relevo.workspace.shelves import AnyShelf, ShelfParts, identity_key_shelf, shelves
from relevo.workspace.team.roster import Roster
from relevo.workspace.texts.catalogue import TOLD_IN_EVENTS
from relevo.workspace.views import View, account_view
from relevo.workspace.visitors.context import VisitorContexts
from relevo.workspace.workspaces import Workspaces


class DeskParts(ShelfParts, Protocol):
    """What the desk stands on: `WorkspaceTables`."""

    workspaces: Workspaces
    preferences: PreferenceStore
    roster: Roster
    settings: SettingsStore
    rules: WorkspaceRules
    encoder: Encoder | None
    contexts: VisitorContexts


class InInbox(Protocol):
    """A visitor's pass, as far as the desk looks at it."""

    @property
    def workspace_id(self) -> WorkspaceId:
        """The workspace."""

    @property
    def inbox_id(self) -> InboxId:
        """The inbox."""

    @property
    def locale(self) -> str:
        """The visitor's language."""


class Visiting(InInbox, Protocol):
    """The same, where it matters who it is."""

    @property
    def visitor(self) -> Actor:
        """Who shows it."""


class Desk:
    """Reads and changes."""

    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts
        self._shelves = shelves(parts)

    async def welcome(self, visitor: InInbox) -> tuple[View, Mapping[str, str]]:
        """Return the settings for a visitor, and in their language the texts that a client shows by itself."""
        inbox, spoken = await self._inbox(visitor.workspace_id, visitor.inbox_id), await self._spoken(visitor)
        assistant = await self.assistant_of(visitor.workspace_id, visitor.inbox_id)
        rules = spoken.rules
        view = {
            "handoff": {
                "enabled": rules.handoff.enabled and not rules.handoff.is_plan_locked,
                "response_timeout_s": rules.handoff.response_timeout_s,
                "shares_drafts": rules.handoff.shares_drafts,
                "show_queue_position": rules.handoff.show_queue_position,
                "show_estimated_wait": rules.handoff.show_estimated_wait,
            },
            "assistant": {"id": assistant.id, "name": assistant.name, "avatar_url": assistant.avatar_url},
            "policies": {
                "visitor_sees": [each.value for each in rules.policies.visitor_sees],
                "after_resolve": rules.policies.after_resolve.value,
            },
            "appearance": {"title": inbox.title, "color": inbox.color},
            "limits": {"message_bytes": MESSAGE_BYTES},
        }
        return view, {key: text for key, text in rules.texts.items() if key not in TOLD_IN_EVENTS}

    async def assistant_of(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Actor:
        """Return the assistant that answers new conversations of an inbox. Raises NotFound."""
        inbox = await self._inbox(workspace_id, inbox_id)
        profile = await self._parts.rules.assistant(workspace_id, inbox.assistant_id)
        return profile.actor if profile else (await self._parts.assistants.get(workspace_id, inbox.assistant_id)).actor

    async def asks_for_human(self, visitor: InInbox, text: str, assistant_id: str | None = None) -> bool:
        """Is a person asked for in a visitor's text, by the rules, or the phrases of the assistant or the workspace?

        Without an assistant it is the inbox's. The encoder is asked where it is switched on and the workspace has put no list of its own in place of rules.
        """
        hears = (await self._spoken(visitor, assistant_id)).asks_for_human
        finding = hears.finding(text)
        if self._parts.encoder is None or hears.without:
            return finding is Finding.ASKS
        return await self._parts.encoder.asks_in_thread(text, finding)

    async def is_from_offering_page(self, visitor: Visiting, assistant_id: str | None = None) -> bool:
        """Is the visitor on a page where their assistant is to offer a person (`handoff.offer_on_pages`)?"""
        patterns = (await self._spoken(visitor, assistant_id)).rules.handoff.offer_on_pages
        return bool(patterns) and await self._parts.contexts.is_on(visitor.workspace_id, visitor.visitor.id, patterns)

    async def account(self, workspace_id: WorkspaceId, agent_id: str) -> View:
        """Return an agent's account. Raises NotFound."""
        return account_view(await self._parts.people.get(workspace_id, agent_id))

    async def workspace(self, workspace_id: WorkspaceId) -> View:
        """Return the workspace's id and name. Raises NotFound."""
        found = await self._parts.workspaces.get(workspace_id)
        return {"id": found.id, "name": found.name}

    async def agent(self, workspace_id: WorkspaceId, agent_id: str) -> tuple[Actor, Role] | None:
        """Return an active agent as visitors see them."""
        return await self._parts.rules.agent(workspace_id, agent_id)

    async def assistant(self, workspace_id: WorkspaceId, assistant_id: str) -> AssistantProfile | None:
        """Return a configured assistant that is not switched off."""
        return await self._parts.rules.assistant(workspace_id, assistant_id)

    async def inbox_names(self, workspace_id: WorkspaceId) -> Mapping[str, str]:
        """Return the name of each inbox by its id."""
        known = await self._parts.inboxes.known(workspace_id)
        return {inbox_id: inbox.name for inbox_id, inbox in known.items()}

    async def team(self, workspace_id: WorkspaceId, team_id: str) -> Team | None:
        """Return a team with those of its members who are active and may act."""
        return await self._parts.roster.team(workspace_id, team_id)

    def shelf(self, kind: str) -> AnyShelf:
        """Return the list of one kind of thing: `agents`, `assistants`, `inboxes`, `teams`, `labels`, …"""
        return self._shelves[kind]

    def identity_keys(self, inbox_id: str) -> AnyShelf:
        """Return the keys with which a site signs the identities of an inbox's visitors."""
        return identity_key_shelf(self._parts, inbox_id)

    async def me(self, by: Asker) -> View:
        """Return the asker's account with `preferences`. Raises NotFound."""
        account = await self.account(by.workspace_id, by.agent.id)
        return {**account, "preferences": await self._parts.preferences.get(by.workspace_id, by.agent.id)}

    async def change_me(self, by: Asker, values: View) -> View:
        """Change the asker's names, picture and preferences; what is wrong in one changes none. Raises Invalid, NotFound."""
        preferences = values.get("preferences", {})
        profile = convert({name: value for name, value in values.items() if name != "preferences"}, ProfileChange)
        checked({}, preferences)
        await self._parts.people.change_profile(by.workspace_id, by.agent.id, profile)
        await self._parts.preferences.change(by.workspace_id, by.agent.id, preferences)
        return await self.me(by)

    async def settings(self, workspace_id: WorkspaceId) -> View:
        """Return all settings, defaults filled in: `{language, text_preset, handoff, policies, texts, plan}`."""
        return await self._parts.settings.get(workspace_id)

    async def change_settings(self, by: Asker, values: View) -> View:
        """Change fields of the same shape; null goes back to the default. Raises Invalid, PlanLocked."""
        return await self._parts.settings.change(by.workspace_id, values)

    async def presets(self, workspace_id: WorkspaceId, language: str | None) -> View:
        """Return the shipped texts in a language, and what each preset words otherwise. Raises Invalid."""
        settings = await self._parts.settings.get(workspace_id)
        return presets_view(language or str(settings["language"]))

    async def _inbox(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> Inbox:
        inbox = (await self._parts.inboxes.known(workspace_id)).get(inbox_id)
        if inbox is None:
            raise NotFound("inbox")
        return inbox

    async def _spoken(self, visitor: InInbox, assistant_id: str | None = None) -> Spoken:
        assistant_id = assistant_id or (await self._inbox(visitor.workspace_id, visitor.inbox_id)).assistant_id
        return await self._parts.rules.spoken(visitor.workspace_id, assistant_id, visitor.locale)
