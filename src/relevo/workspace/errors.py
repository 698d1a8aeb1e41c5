"""What the workspace's tables refuse, as one tree with public codes.

    WorkspaceError
    ├── InvalidCredentials    unknown account, wrong password or inactive: one answer    invalid-credentials 401
    ├── TooManyAttempts       wait `retry_after_s`                                       too-many-attempts 429
    ├── Unauthenticated       no such token, ended, expired or of another kind           unauthenticated 401
    ├── Forbidden             the asker's role may not do this                           forbidden 403
    ├── PlanLocked            the workspace's plan does not have this                    plan-locked 403
    ├── SetupUsed             the setup link was used or replaced                        setup-used 410
    ├── IdentityInvalid       the visitor's signed identity does not hold                identity-invalid 401
    ├── IdentityRequired      this inbox takes only verified visitors                    identity-required 401
    ├── OriginNotAllowed      the page is not on the inbox's list                        origin-not-allowed 403
    ├── KeyReused             the idempotency key stands for another request             idempotency-mismatch 422
    ├── Invalid               the input cannot be taken; `field` names what              validation 422
    │   └── UrlNotAllowed     … an address that the server may not connect to            url-not-allowed 422
    ├── NotFound              nothing with this id in this workspace                     not-found 404
    └── InConflict            it would contradict what is there                          conflict 409
        ├── NameTaken         … the name (e-mail, id) is used already
        └── LastOwner         … the workspace would be left without an owner

Not here: refusals of the domain (`core.errors`) and failures of machines (`ports.Unavailable`).
"""

from typing import ClassVar


class WorkspaceError(Exception):
    """A no of the workspace's tables. `code` is stable and public; the message is one sentence for a person."""

    code: ClassVar[str]


class InvalidCredentials(WorkspaceError):
    """The same for an unknown account, a wrong password and an account that is switched off (trust.md T7)."""

    code = "invalid-credentials"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is not right.")


class TooManyAttempts(WorkspaceError):
    """Too many tries; never a permanent lock (trust.md T7)."""

    code = "too-many-attempts"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"Too many attempts. Try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s


class Unauthenticated(WorkspaceError):
    """The token is not good: unknown, ended, expired, or for something else."""

    code = "unauthenticated"

    def __init__(self) -> None:
        super().__init__("Sign in first.")


class Forbidden(WorkspaceError):
    """The asker's role may not do this."""

    code = "forbidden"

    def __init__(self, detail: str = "Your role does not allow this.") -> None:
        super().__init__(detail)


class PlanLocked(WorkspaceError):
    """The workspace's plan does not have this (`settings.plans`)."""

    code = "plan-locked"

    def __init__(self) -> None:
        super().__init__("Handoff to people is not part of this plan. Upgrade to switch it on.")


class KeyReused(WorkspaceError):
    """The idempotency key was sent before with another request."""

    code = "idempotency-mismatch"

    def __init__(self) -> None:
        super().__init__("This key was sent before with another request.")


class SetupUsed(WorkspaceError):
    """The setup link works once; a newer one replaces it (trust.md T8)."""

    code = "setup-used"

    def __init__(self) -> None:
        super().__init__("This setup link has been used, has expired or was replaced by a newer one.")


class IdentityInvalid(WorkspaceError):
    """The signed identity does not hold (trust.md T3). `reason` is for the site's developers, it names no secret."""

    code = "identity-invalid"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The signed identity does not hold: {reason}.")
        self.reason = reason


class IdentityRequired(WorkspaceError):
    """The inbox takes only visitors whom the site vouches for."""

    code = "identity-required"

    def __init__(self) -> None:
        super().__init__("This chat needs a signed identity.")


class OriginNotAllowed(WorkspaceError):
    """The page is not on the inbox's list (trust.md T14)."""

    code = "origin-not-allowed"

    def __init__(self) -> None:
        super().__init__("The chat is not enabled for this site.")


class Invalid(WorkspaceError):
    """The input cannot be taken as it is; `field` is the dotted path of the first thing that is wrong."""

    code = "validation"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


class UrlNotAllowed(Invalid):
    """The server may not connect to the address that `field` holds (trust.md T19)."""

    code = "url-not-allowed"


class NotFound(WorkspaceError):
    """There is nothing with this identifier in this workspace; another workspace's looks the same (trust.md T34)."""

    code = "not-found"

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}.")


class InConflict(WorkspaceError):
    """It would contradict what is there."""

    code = "conflict"


class NameTaken(InConflict):
    """A name that must be unique is used already; `field` says which."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


class LastOwner(InConflict):
    """A workspace always keeps one active owner."""

    def __init__(self) -> None:
        super().__init__("This is the last active owner. Make somebody else an owner first.")
