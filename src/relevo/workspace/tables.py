"""All parts of the workspace over one `Tables`, put together once.

Not here: what the parts do. `app.py` makes one of these and hands its parts on: `rules` to the engine, `gate` and `desk`
to the API, the rest to whoever asks for it.
"""

import asyncio

from relevo.core.ids import WorkspaceId
from relevo.ports import Clock, NewId, Tables
from relevo.workspace.access.attempts import Attempts
from relevo.workspace.access.keys import ApiKeys
from relevo.workspace.access.sessions import Sessions
from relevo.workspace.access.setup import Setup
from relevo.workspace.access.sign_in import SignIn
from relevo.workspace.asking.encoder import Encoder
from relevo.workspace.asking.recognition import preparations
from relevo.workspace.assistants import AssistantTable
from relevo.workspace.base.once import Making
from relevo.workspace.base.remembered import Changes
from relevo.workspace.base.seals import Seals
from relevo.workspace.base.tokens import NewSecret
from relevo.workspace.desk import Desk
from relevo.workspace.gate import Gate
from relevo.workspace.inboxes import Inboxes
from relevo.workspace.people.passwords import Passwords
from relevo.workspace.people.people import People
from relevo.workspace.people.preferences import PreferenceStore
from relevo.workspace.rules import WorkspaceRules
from relevo.workspace.settings.store import SettingsStore
from relevo.workspace.team.canned_replies import CannedReplies
from relevo.workspace.team.labels import Labels
from relevo.workspace.team.roster import Roster
from relevo.workspace.team.saved_filters import SavedFilters
from relevo.workspace.team.teams import Teams
from relevo.workspace.visitors.context import VisitorContexts
from relevo.workspace.visitors.entry import Entry
from relevo.workspace.visitors.identity import Identities
from relevo.workspace.visitors.identity_keys import IdentityKeys
from relevo.workspace.visitors.registry import VisitorRegistry
from relevo.workspace.visitors.staff import StaffNames
from relevo.workspace.workspaces import Workspaces

BREATH_S = 0.02
"""The pause between two steps of what is made ready after the start, so that whoever comes first is not held up by it."""


class WorkspaceTables:
    """Every part as an attribute."""

    encoder: Encoder | None = None
    """A second opinion on what visitors write, where the installation has one."""

    def __init__(
        self,
        tables: Tables,
        clock: Clock,
        ids: NewId,
        secrets: NewSecret,
        *,
        seals: Seals | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        """Put the parts together. Without `seals` no secret option and no shared identity secret can be stored."""
        changes = Changes()
        seals = seals or Seals()
        self._tables = tables
        self.workspaces = Workspaces(tables, clock, ids)
        self.passwords = passwords or Passwords()
        self.people = People(tables, clock, ids, self.passwords, changes)
        self.sessions = Sessions(tables, clock, ids, secrets, changes)
        self.attempts = Attempts(tables, clock, ids)
        self.sign_in = SignIn(self.people, self.passwords, self.attempts, self.sessions)
        self.setup = Setup(tables, clock, secrets, self.people, self.sessions)
        self.keys = ApiKeys(tables, clock, ids, secrets, changes)
        self.assistants = AssistantTable(tables, clock, ids, seals, changes)
        self.inboxes = Inboxes(tables, clock, ids, secrets, changes)
        self.settings = SettingsStore(tables, changes)
        self._making = Making(tables, clock)
        self.teams = Teams(tables, clock, ids, self._making, changes)
        self.labels = Labels(tables, clock, ids, self._making)
        self.canned_replies = CannedReplies(tables, clock, ids, self._making)
        self.saved_filters = SavedFilters(tables, clock, ids, self._making)
        self.preferences = PreferenceStore(tables)
        self.roster = Roster(self.people, self.teams, clock, changes)
        self.rules = WorkspaceRules(tables, clock, self.people, self.assistants, self.roster, changes)
        self.visitors = VisitorRegistry(tables, clock, ids, secrets, changes)
        self.contexts = VisitorContexts(tables, clock, ids, self.visitors)
        self.identity_keys = IdentityKeys(tables, clock, ids, secrets, seals, changes)
        identities = Identities(self.identity_keys, clock)
        staff = StaffNames(self.people, self.assistants, clock)
        self.entry = Entry(self.inboxes, self.visitors, identities, staff, clock, ids)
        self.gate = Gate(self)
        self.desk = Desk(self)

    async def warm(self) -> None:
        """Read what it takes to see that a person is asked for, in threads and in small steps: nobody has to wait for all of it."""
        loading = [self.encoder.load()] if self.encoder else []
        await asyncio.gather(*loading, self._prepare())

    async def _prepare(self) -> None:
        for prepare in preparations():
            await asyncio.to_thread(prepare)
            await asyncio.sleep(BREATH_S)

    async def prune(self, workspace_id: WorkspaceId) -> int:
        """Remove what can never be used again (ended sessions, expired tokens, old tries); return how many rows.

        Nothing is wrong when it never runs, except that the tables grow. Once an hour is often enough.
        """
        parts = (self.sessions, self.attempts, self.keys, self.visitors, self.contexts, self._making)
        return sum(await self._tables.write(*(part.pruning(workspace_id) for part in parts)))
