"""How a visitor comes in: the page must be allowed, the identity must hold, the token must be for this inbox and site.

One place for all of it, so that no call can forget a check. Not here: conversations; only who somebody is.
"""

from dataclasses import dataclass, replace

from relevo.core.ids import Millis
from relevo.ports import Clock, Conflict, NewId
from relevo.workspace.errors import IdentityRequired, OriginNotAllowed, Unauthenticated
from relevo.workspace.inboxes import Inbox, Inboxes
from relevo.workspace.texts.languages import DEFAULT, canonical
from relevo.workspace.visitors.addresses import clean_address
from relevo.workspace.visitors.identity import Identities, Identity
from relevo.workspace.visitors.names import harmless
from relevo.workspace.visitors.registry import VisitorRegistry
from relevo.workspace.visitors.staff import StaffNames
from relevo.workspace.visitors.visitor import Visitor, VisitorPass

FRESH_MS = 3_600_000
"""A stranger who turns out to be a customer keeps what they wrote in the last hour in this browser (trust.md T4)."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What a browser says when it comes in. `is_own_page` is a page of this server, which needs no place on the list."""

    inbox_key: str
    token: str | None = None
    identity: str | None = None
    locale: str = DEFAULT
    page: str | None = None
    origin: str | None = None
    is_own_page: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A visitor who begins or goes on."""

    token: str
    visitor_pass: VisitorPass
    is_new: bool
    email: str | None = None
    """The address that the site has vouched for."""


class Entry:
    """Lets visitors in."""

    def __init__(
        self,
        inboxes: Inboxes,
        registry: VisitorRegistry,
        identities: Identities,
        staff: StaffNames,
        clock: Clock,
        ids: NewId,
    ) -> None:
        self._inboxes = inboxes
        self._registry = registry
        self._identities = identities
        self._staff = staff
        self._clock = clock
        self._ids = ids

    async def arrive(self, knock: Knock) -> Arrival:
        """Let the visitor go on whose token is good here; begin a new one otherwise.

        Raises:
            NotFound: there is no active inbox with this key.
            OriginNotAllowed: the page is not on the inbox's list.
            IdentityInvalid: the signed identity does not hold; nobody is let in as a stranger instead.
            IdentityRequired: the inbox takes only verified visitors, and there is no identity.
        """
        inbox = await self._inboxes.by_key(knock.inbox_key)
        if not (knock.is_own_page or inbox.allows(knock.origin)):
            raise OriginNotAllowed
        identity = await self._identities.check(inbox, knock.identity) if knock.identity else None
        if inbox.requires_identity and identity is None:
            raise IdentityRequired
        current = await self._current(inbox, knock)
        token, is_new = await (
            self._as_stranger(inbox, knock, current)
            if identity is None
            else self._as_customer(inbox, knock, identity, current)
        )
        found = await self._registry.check(token)
        if found is None:
            raise Unauthenticated
        return Arrival(token, found, is_new, identity.email if identity else None)

    async def _current(self, inbox: Inbox, knock: Knock) -> VisitorPass | None:
        found = await self._registry.check(knock.token) if knock.token else None
        if found is None or found.inbox_id != inbox.id or found.origin not in (None, knock.origin):
            return None
        return found

    async def _as_stranger(self, inbox: Inbox, knock: Knock, current: VisitorPass | None) -> tuple[str, bool]:
        """Without an identity, a verified visitor's token is no way in: they have signed out of the site (T4)."""
        if current is None or current.profile.subject is not None or knock.token is None:
            return await self._registry.add(self._new(inbox, knock), knock.origin), True
        await self._refresh(current.profile, _seen(current.profile, knock))
        return knock.token, False

    async def _as_customer(
        self, inbox: Inbox, knock: Knock, identity: Identity, current: VisitorPass | None
    ) -> tuple[str, bool]:
        name = harmless(identity.name, await self._staff.of(inbox.workspace_id))
        if current and current.profile.subject == identity.subject and knock.token:
            await self._refresh(current.profile, replace(_seen(current.profile, knock), name=name))
            return knock.token, False
        stranger = current if current and current.profile.subject is None else None
        known = await self._registry.by_subject(inbox.workspace_id, inbox.id, identity.subject)
        if known is None and stranger and self._is_fresh(stranger):
            known = stranger.profile
        try:
            if known is not None:
                customer = replace(_seen(known, knock), subject=identity.subject, name=name)
                return await self._registry.issue(known, customer, knock.origin, replaced=stranger), False
            new = replace(self._new(inbox, knock), subject=identity.subject, name=name)
            return await self._registry.add(new, knock.origin), True
        except Conflict:  # the same customer has come in through another tab at the same time
            return await self._as_customer(inbox, knock, identity, current)

    async def _refresh(self, before: Visitor, now: Visitor) -> None:
        if now != before:
            await self._registry.update(before, now)

    def _is_fresh(self, current: VisitorPass) -> bool:
        return 0 <= self._clock.now_ms() - current.profile.created_at < FRESH_MS

    def _new(self, inbox: Inbox, knock: Knock) -> Visitor:
        return Visitor(
            self._ids.new_id("visitor"),
            inbox.workspace_id,
            inbox.id,
            None,
            "",
            _locale(knock.locale),
            clean_address(knock.page),
            Millis(self._clock.now_ms()),
        )


def _seen(visitor: Visitor, knock: Knock) -> Visitor:
    return replace(visitor, locale=_locale(knock.locale), page=clean_address(knock.page) or visitor.page)


def _locale(raw: str) -> str:
    return canonical(raw) or DEFAULT
