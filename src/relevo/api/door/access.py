"""Who may use a route: one of a few kinds of access for each, and the check (trust.md, role matrix).

Not here: who has control of a conversation; the core decides that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from secrets import compare_digest

from relevo.api.door.credentials import bearer, cookie, refuse_credentials_in_url, unauthenticated
from relevo.api.edge.asgi import Scope, header
from relevo.api.edge.cors import foreign_origin, is_same_origin
from relevo.api.edge.exchange import exchange
from relevo.api.needs import AgentPass, VisitorPass
from relevo.api.problems import Problem
from relevo.core.actors import Role
from relevo.core.ids import InboxId

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGNS = ("/typing", "/v1/visitor/page")
"""What a widget tells by itself. Counted apart, so that whoever types fast can still send what they have typed."""


@dataclass(frozen=True, slots=True)
class _Rule:
    caller: str
    allows: Callable[[Role], bool] = lambda _: True
    scope: str | None = None
    """What an API key must be allowed to; None where no key may."""


class Access(Enum):
    """The kinds of access. Every route names one; a test holds the table of routes and roles against it."""

    OPEN = _Rule("anybody")
    """Without a credential."""
    ARRIVAL = _Rule("arrival")
    """A visitor who may not have a token yet."""
    ENTRY = _Rule("entry")
    """Without a credential, and sets the session cookie: no page of another site may send somebody here."""
    VISITOR = _Rule("visitor")
    """Visitors; what is not their own does not exist for them."""
    READ = _Rule("agent", scope="read")
    """Every agent, and keys that may read."""
    ACT = _Rule("agent", lambda role: role.may_act)
    """Agents who may act: people only."""
    SELF = _Rule("agent")
    """Every agent about themselves: people only."""
    SUPERVISE = _Rule("agent", lambda role: role.may_override)
    """Supervisors and up: people only."""
    CONFIGURE = _Rule("agent", lambda role: role.may_configure)
    """Administrators and owners: people only."""

    def __init__(self, rule: _Rule) -> None:
        # `value` of an enum is looked up in three steps each time.
        self.rule = rule

    @property
    def is_visitors(self) -> bool:
        """Is it a visitor's route?"""
        return self in (Access.VISITOR, Access.ARRIVAL)


async def admit(scope: Scope, access: Access) -> None:
    """Check a request's credential against what the route asks for, and keep the pass in the exchange.

    Raises:
        Problem: credential-in-url, unauthenticated, forbidden, insufficient-scope, csrf, origin-not-allowed, rate-limited.
    """
    refuse_credentials_in_url(scope)
    match access.rule.caller:
        case "visitor":
            await visitor_pass(scope)
        case "agent":
            await agent_pass(scope, access)
        case "entry":
            _require_same_site(scope)
        case _:
            pass


async def visitor_pass(scope: Scope) -> VisitorPass:
    """Return the visitor's pass, and count what is more than reading."""
    current = exchange(scope)
    token = bearer(scope)
    gate = current.front.parts.gate
    found = await gate.visitor(token) if token else None
    if token is None or found is None:
        if token is not None and await gate.is_still_agent(token):
            raise Problem("forbidden", "Only visitors may do this.")
        raise unauthenticated()
    await require_origin(scope, found.inbox_id)
    current.visitor, current.token = found, token
    if scope["method"] not in SAFE_METHODS:
        is_sign = scope["path"].endswith(SIGNS)
        current.front.count_change(f"signs of {found.visitor.id}" if is_sign else found.visitor.id, current.address)
    return found


async def require_origin(scope: Scope, inbox_id: InboxId) -> None:
    """Raise origin-not-allowed unless the page is one of ours, or its site may carry this inbox's widget."""
    origin = header(scope, b"origin")
    # Browsers leave the origin out only of what a page reads from its own site. Without any such header it is a program,
    # which could send any origin it likes: nothing is kept safe by refusing it.
    is_local = origin is None and header(scope, b"sec-fetch-site") in (None, "same-origin")
    is_own = is_local or (origin is not None and is_same_origin(scope, origin))
    current = exchange(scope)
    if not is_own and not await current.front.parts.gate.allows_origin(origin, inbox_id):
        current.is_foreign = True
        raise foreign_origin()


async def agent_pass(scope: Scope, access: Access) -> AgentPass:
    """Return the agent's pass. A request is no sign of life: a program may hold an agent's token (`PUT /v1/presence`)."""
    current = exchange(scope)
    parts = current.front.parts
    shown = bearer(scope)
    token = shown or cookie(scope, parts.base_url)
    found = await parts.gate.agent(token) if token else None
    if token is None or found is None:
        raise unauthenticated()
    if shown is None and scope["method"] not in SAFE_METHODS:
        _require_intent(scope, found)
    _require_right(access, found)
    current.agent, current.token = found, token
    return found


def _require_right(access: Access, found: AgentPass) -> None:
    rule = access.rule
    if found.scopes is not None:
        if rule.scope is None:
            raise Problem("forbidden", "API keys may not do this; a person has to.")
        if rule.scope not in found.scopes:
            raise Problem("insufficient-scope", f"The key lacks the scope {rule.scope}.", {"scope": rule.scope})
    elif not rule.allows(found.role):
        raise Problem("forbidden", "Your role does not allow this.")


def _require_intent(scope: Scope, found: AgentPass) -> None:
    """Raise csrf unless our own page has sent this: browsers send the cookie along for anybody (trust.md T11)."""
    _require_same_site(scope)
    given = header(scope, b"x-csrf-token") or ""
    if not compare_digest(given.encode(), found.csrf_token.encode()):
        raise Problem("csrf", "Send the X-CSRF-Token of this session.")


def _require_same_site(scope: Scope) -> None:
    origin = header(scope, b"origin")
    site = header(scope, b"sec-fetch-site")
    if (origin is not None and not is_same_origin(scope, origin)) or site not in (None, "same-origin", "none"):
        raise Problem("csrf", "This came from a page of another site.")
