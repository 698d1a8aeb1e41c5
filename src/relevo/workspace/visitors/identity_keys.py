"""The keys that a site signs its visitors' identities with: two at most for each inbox, so that one can be rotated.

Not here: checking a signature (`identity`).
"""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType

from relevo.core.ids import InboxId, Millis, WorkspaceId
from relevo.ports import Clock, IdempotencyKey, NewId, Tables
from relevo.workspace.base.kinds import Kind, in_turn
from relevo.workspace.base.once import Making, NotMade
from relevo.workspace.base.remembered import Changes, Remembered
from relevo.workspace.base.rows import records
from relevo.workspace.base.seals import SealBroken, Seals
from relevo.workspace.base.tokens import NewSecret
from relevo.workspace.errors import InConflict, Invalid, NotFound

MOST = 2
_MOST_REMEMBERED = 1_000


class Algorithm(StrEnum):
    """The only ones (trust.md T3). A key is for one of them, so a token cannot choose another."""

    HS256 = "HS256"
    """A secret that Relevo and the site share."""
    EDDSA = "EdDSA"
    """A key pair of the site (Ed25519); Relevo has the public half."""


class NewIdentityKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which key to make: a secret for HS256, or the site's public key for EdDSA."""

    algorithm: Algorithm
    public_key: str | UnsetType = UNSET
    """PEM; only for EdDSA."""


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """A key as it is stored: a sealed secret, or a public key as PEM."""

    id: str
    """What a token names in `kid`."""
    workspace_id: WorkspaceId
    inbox_id: InboxId
    algorithm: Algorithm
    material: str
    created_at: Millis


_KEYS = Kind(IdentityKey, "identity_keys", "key_id, workspace_id, inbox_id, algorithm, material, created_at")
_ROOM = _KEYS.fewer_than(MOST, "inbox_id = {inbox_id}")

VerifyingKey = tuple[Algorithm, str]
"""What to verify with: a shared secret, or a public key as PEM."""


class IdentityKeys:
    """The keys of every workspace's inboxes."""

    def __init__(
        self, tables: Tables, clock: Clock, ids: NewId, secrets: NewSecret, seals: Seals, changes: Changes
    ) -> None:
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._secrets = secrets
        self._seals = seals
        self._changes = changes
        self._making = Making(tables, clock)
        self._remembered: Remembered[tuple[WorkspaceId, InboxId], tuple[IdentityKey, ...]] = Remembered(
            clock, _MOST_REMEMBERED, lambda keys: {key.inbox_id for key in keys}
        )
        changes.listen(self._remembered.forget)

    async def issue(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, new: NewIdentityKey, once: IdempotencyKey | None = None
    ) -> tuple[IdentityKey, str | None]:
        """Make a key; return it and its secret, if it has one. A repeated request gets the key that it made, without it.

        Raises:
            Invalid: the public key is missing, out of place or none, or this installation cannot keep secrets.
            InConflict: there are two keys already.
            KeyReused: the idempotency key was sent before with another request.
            NotFound: the key that the same request made is removed again.
        """
        if new.algorithm is Algorithm.EDDSA:
            if new.public_key is UNSET:
                raise Invalid("public_key", "EdDSA needs the site's public key.")
            return await self._keep_public(workspace_id, inbox_id, new.public_key, once), None
        if new.public_key is not UNSET:
            raise Invalid("public_key", "HS256 has a secret, which is made here, and no public key.")
        key_id, secret = self._ids.new_id("idk"), self._secrets.new_secret()
        sealed = self._seals.seal(secret, _place(inbox_id, key_id))
        key = self._made(workspace_id, inbox_id, key_id, Algorithm.HS256, sealed)
        kept = await self._keep(key, once)
        return kept, secret if kept.id == key_id else None

    async def share_secret(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> tuple[IdentityKey, str]:
        """Make a secret for HS256; return its key and the secret, which is told this once. Raises as `issue` does."""
        key, secret = await self.issue(workspace_id, inbox_id, NewIdentityKey(algorithm=Algorithm.HS256))
        assert secret is not None
        return key, secret

    async def add_public_key(self, workspace_id: WorkspaceId, inbox_id: InboxId, pem: str) -> IdentityKey:
        """Keep a site's public Ed25519 key, given as PEM. Raises as `issue` does."""
        return await self._keep_public(workspace_id, inbox_id, pem, None)

    async def list(self, workspace_id: WorkspaceId, inbox_id: InboxId) -> "list[IdentityKey]":
        """Return the inbox's keys, the oldest first."""
        where = " WHERE workspace_id = $1 AND inbox_id = $2 ORDER BY created_at, key_id"
        return records(IdentityKey, await self._tables.rows(_KEYS.select + where, workspace_id, inbox_id))

    async def remove(self, workspace_id: WorkspaceId, inbox_id: InboxId, key_id: str) -> None:
        """Stop believing a key. Raises NotFound."""
        (count,) = await self._tables.write(
            (
                "DELETE FROM identity_keys WHERE workspace_id = $1 AND inbox_id = $2 AND key_id = $3",
                (workspace_id, inbox_id, key_id),
            )
        )
        if not count:
            raise NotFound("key")
        self._changes.tell(inbox_id)

    async def find(self, workspace_id: WorkspaceId, inbox_id: InboxId, key_id: str) -> VerifyingKey | None:
        """Return the key with this name, ready to verify with, or None."""
        known = await self._remembered.get((workspace_id, inbox_id), self._load)
        found = next((key for key in known or () if key.id == key_id), None)
        if found is None:
            return None
        if found.algorithm is Algorithm.EDDSA:
            return found.algorithm, found.material
        try:
            return found.algorithm, self._seals.open(found.material, _place(inbox_id, key_id))
        except SealBroken:
            return None

    async def _load(self, inbox: tuple[WorkspaceId, InboxId]) -> tuple[IdentityKey, ...] | None:
        return tuple(await self.list(*inbox)) or None

    async def _keep_public(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, pem: str, once: IdempotencyKey | None
    ) -> IdentityKey:
        from relevo.workspace.base import jose

        try:
            curve, public = jose.public_half(pem)
        except jose.Broken:
            raise Invalid("public_key", "This is no Ed25519 public key in PEM.") from None
        if curve != "Ed25519":
            raise Invalid("public_key", "Only Ed25519 keys are taken.")
        return await self._keep(
            self._made(workspace_id, inbox_id, self._ids.new_id("idk"), Algorithm.EDDSA, public), once
        )

    def _made(
        self, workspace_id: WorkspaceId, inbox_id: InboxId, key_id: str, algorithm: Algorithm, material: str
    ) -> IdentityKey:
        return IdentityKey(key_id, workspace_id, inbox_id, algorithm, material, Millis(self._clock.now_ms()))

    async def _keep(self, key: IdentityKey, once: IdempotencyKey | None) -> IdentityKey:
        """Store a key; return it, or the one that the same request has made before."""
        place = key.workspace_id, key.inbox_id
        adding = in_turn(key.workspace_id), _KEYS.adding(key, _ROOM)
        try:
            made = await self._making(key.workspace_id, key.id, *adding, once=once, made_in=_KEYS)
        except NotMade:
            # Two at once: the one that took the last place may have been this very request.
            earlier = await self._making.made(key.workspace_id, once)
            if earlier is None:
                raise InConflict(f"There are {MOST} keys already. Remove the one that is no longer used.") from None
            made = earlier
        if made == key.id:
            self._changes.tell(key.inbox_id)
            return key
        found = next((one for one in await self.list(*place) if one.id == made), None)
        if found is None:
            raise NotFound("key")
        return found


def _place(inbox_id: InboxId, key_id: str) -> str:
    return f"identity_keys/{inbox_id}/{key_id}"
