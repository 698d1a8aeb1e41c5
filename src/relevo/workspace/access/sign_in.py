"""Signing in with an e-mail address and a password: one answer, after the same work, for everything that is wrong.

Not here: how hashes are made (`people.passwords`), how often one may try (`attempts`), the session itself (`sessions`).
"""

from dataclasses import dataclass

from relevo.core.ids import WorkspaceId
from relevo.workspace.access.attempts import Attempts
from relevo.workspace.access.sessions import Sessions, SignedIn
from relevo.workspace.errors import InvalidCredentials
from relevo.workspace.people.passwords import Passwords
from relevo.workspace.people.people import People


@dataclass(frozen=True, slots=True)
class Client:
    """From where somebody signs in: the client's IP address and what its browser calls itself."""

    address: str
    device: str = ""


class SignIn:
    """Turns credentials into a session."""

    def __init__(self, people: People, passwords: Passwords, attempts: Attempts, sessions: Sessions) -> None:
        self._people = people
        self._passwords = passwords
        self._attempts = attempts
        self._sessions = sessions

    async def __call__(self, workspace_id: WorkspaceId, email: str, password: str, client: Client) -> SignedIn:
        """Check the password and begin a session.

        An unknown address, a wrong password and an agent who is switched off take the same path: a try is counted, the
        account is looked up, one argon2 hash is computed. Only then is there a difference.

        Raises:
            InvalidCredentials: one of these three, without saying which.
            TooManyAttempts: too many failures, or too many sign-ins at the same time.
        """
        await self._attempts.count(workspace_id, email, client.address)
        agent, stored = await self._people.account(workspace_id, email)
        verdict = await self._passwords.verify(stored, password)
        if agent is None or stored is None or not verdict.is_right or not agent.is_active:
            raise InvalidCredentials
        await self._attempts.clear(workspace_id, email, client.address)
        if verdict.is_outdated:
            await self._people.refresh_hash(agent, stored, password)
        return await self._sessions.begin(agent, client.address, client.device)
