"""All tables of the workspaces behind one name, wired together.

Not here: what each of them does.
"""

from relevo.ports import Clock, NewId, Tables
from relevo.workspace.access.attempts import Attempts
from relevo.workspace.access.keys import ApiKeys
from relevo.workspace.access.sessions import Sessions
from relevo.workspace.access.setup import Setup
from relevo.workspace.access.sign_in import SignIn
from relevo.workspace.assistants import AssistantTable
from relevo.workspace.base.remembered import Changes
from relevo.workspace.base.seals import Seals
from relevo.workspace.base.tokens import NewSecret
from relevo.workspace.inboxes import Inboxes
from relevo.workspace.people.passwords import Passwords
from relevo.workspace.people.people import People
from relevo.workspace.rules import WorkspaceRules
from relevo.workspace.settings.store import SettingsStore
from relevo.workspace.visitors.entry import Entry
from relevo.workspace.visitors.identity import Identities
from relevo.workspace.visitors.identity_keys import IdentityKeys
from relevo.workspace.visitors.registry import VisitorRegistry
from relevo.workspace.visitors.staff import StaffNames
from relevo.workspace.workspaces import Workspaces


class WorkspaceTables:
    """The workspaces of one database. What one part changes, the others know at once in this process."""

    def __init__(self, tables: Tables, clock: Clock, ids: NewId, secrets: NewSecret, seals: Seals) -> None:
        changes, passwords = Changes(), Passwords()
        self.workspaces = Workspaces(tables, clock, ids)
        self.people = People(tables, clock, ids, passwords, changes)
        self.sessions = Sessions(tables, clock, ids, secrets, changes)
        self.sign_in = SignIn(self.people, passwords, Attempts(tables, clock, ids), self.sessions)
        self.setup = Setup(tables, clock, secrets, self.people, self.sessions)
        self.keys = ApiKeys(tables, clock, ids, secrets, changes)
        self.inboxes = Inboxes(tables, clock, ids, secrets, changes)
        self.assistants = AssistantTable(tables, clock, ids, seals, changes)
        self.settings = SettingsStore(tables, changes)
        self.rules = WorkspaceRules(tables, clock, self.people, self.assistants, changes)
        self.visitors = VisitorRegistry(tables, clock, ids, secrets, changes)
        self.identity_keys = IdentityKeys(tables, clock, ids, secrets, seals, changes)
        identities = Identities(self.identity_keys, clock)
        staff = StaffNames(self.people, self.assistants, clock)
        self.entry = Entry(self.inboxes, self.visitors, identities, staff, clock, ids)
