"""Errors as problems (RFC 9457): which refusal has which status and which fields.

Not here: raising the domain's refusals (`core.errors`) or the workspace's; both bear their slug as `code`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from relevo.core.errors import Invalid, NotInControl, Refusal, StaleEpoch, Taken, TargetUnavailable
from relevo.engine.handle import IdempotencyMismatch
from relevo.engine.views import Audience, control_view, named
from relevo.ports import AlreadyOpen, Conflict, Unavailable, Uncertain

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 2
"""When to come back after the storage could not answer (trust.md G14: at most 5 s)."""
UNCERTAIN = (
    "The server did not get an answer in time: this may have been done, or may yet be. Send it again with the same "
    "Idempotency-Key or client_id; it is done once."
)

STATUS: Mapping[str, tuple[int, str]] = {
    "bad-request": (400, "The request cannot be understood"),
    "credential-in-url": (400, "A credential stands in the address"),
    "unauthenticated": (401, "Not signed in"),
    "invalid-credentials": (401, "Wrong e-mail or password"),
    "identity-invalid": (401, "The identity cannot be believed"),
    "identity-required": (401, "This inbox takes only known visitors"),
    "forbidden": (403, "Not allowed"),
    "insufficient-scope": (403, "The key may not do this"),
    "csrf": (403, "The request may come from another site"),
    "origin-not-allowed": (403, "This site may not carry the widget"),
    "plan-locked": (403, "Not in the plan"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "Not with this method"),
    "timeout": (408, "The request took too long to arrive"),
    "taken": (409, "Already taken"),
    "not-in-control": (409, "Not in control"),
    "closed": (409, "Closed"),
    "stale-epoch": (409, "Control has changed"),
    "handoff-disabled": (409, "Handoff is switched off"),
    "target-unavailable": (409, "The colleague is not online"),
    "conflict": (409, "In conflict with what is there"),
    "setup-used": (410, "The setup link has been used"),
    "payload-too-large": (413, "The body is too long"),
    "unsupported-media-type": (415, "The body has the wrong type"),
    "validation": (422, "The request is not valid"),
    "url-not-allowed": (422, "The server may not connect to this address"),
    "idempotency-mismatch": (422, "The key was used for another request"),
    "rate-limited": (429, "Too many requests"),
    "internal": (500, "Something went wrong"),
    "unavailable": (503, "Not available right now"),
    "overloaded": (503, "Too many connections"),
}
"""Every slug with its status and title."""

SLUGS = {"too-many-attempts": "rate-limited"}
"""Codes that are told under another slug."""


class Problem(Exception):
    """A refusal on its way out. Raised where the API itself refuses."""

    def __init__(
        self,
        slug: str,
        detail: str = "",
        fields: Mapping[str, Any] = MappingProxyType({}),
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(slug, detail)
        self.slug = slug
        self.detail = detail
        self.fields = fields
        self.headers = headers

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.slug][0]

    def document(self, base_url: str, request_id: str) -> bytes:
        """Return the body."""
        status, title = STATUS[self.slug]
        return msgspec.json.encode(
            {
                "type": f"{base_url}/problems/{self.slug}",
                "title": title,
                "status": status,
                "detail": self.detail or f"{title}.",
                "request_id": request_id,
                **self.fields,
            }
        )

    def all_headers(self) -> dict[str, str]:
        """Return the headers that belong to it."""
        told = {"WWW-Authenticate": "Bearer"} if self.status == 401 else {}
        return told | dict(self.headers)


def invalid(field_name: str, detail: str) -> Problem:
    """Return the problem of one wrong field."""
    return Problem("validation", detail, {"field": field_name})


def not_found() -> Problem:
    """Return the one answer for what does not exist and for what the caller may not know of (trust.md T5)."""
    return Problem("not-found", "There is nothing here.")


def problem_of(error: Exception) -> Problem | None:
    """Return an error as a problem, or None for one that nobody foresaw."""
    match error:
        case Problem():
            return error
        case Refusal():
            return Problem(error.code, str(error), _fields(error))
        case IdempotencyMismatch():
            return Problem("idempotency-mismatch", "This key was sent before with another request.")
        case Uncertain():
            headers = {"Retry-After": str(RETRY_AFTER_S)}
            return Problem("unavailable", UNCERTAIN, {"is_uncertain": True}, headers)
        case Unavailable():
            headers = {"Retry-After": str(RETRY_AFTER_S)}
            return Problem("unavailable", "The server cannot answer right now; nothing was changed.", headers=headers)
        case AlreadyOpen(conversation_id=conversation_id):
            return Problem("conflict", "There is an open conversation.", {"conversation_id": conversation_id})
        case Conflict():
            return Problem("conflict", "Something with this name exists already.")
        case _ if type(error) is LookupError:  # a KeyError is a fault of ours
            return not_found()
        case _:
            return _of_workspace(error)


def _fields(refusal: Refusal) -> dict[str, Any]:
    match refusal:
        case Taken(owner=owner, since=since):
            return {"owner": named(owner), "since": since}
        case NotInControl(owner=owner, control=control):
            return {"owner": named(owner) if owner else None, "control": control_view(control, Audience.AGENT)}
        case StaleEpoch(epoch=epoch):
            return {"epoch": epoch}
        case TargetUnavailable(target=target, presence=presence, can_confirm=can_confirm):
            return {"target": named(target), "presence": presence, "can_confirm": can_confirm}
        case Invalid(field=name):
            return {"field": name}
        case _:
            return {}


def _of_workspace(error: Exception) -> Problem | None:
    """The workspace's refusals are known by their `code`; `field` and `retry_after_s` go with some."""
    code = getattr(error, "code", None)
    slug = SLUGS.get(code, code) if isinstance(code, str) else None
    if slug is None or slug not in STATUS:
        return None
    told = {"field": error.field} if hasattr(error, "field") else {}
    headers = {"Retry-After": str(error.retry_after_s)} if hasattr(error, "retry_after_s") else {}
    return Problem(slug, str(error), told, headers)
