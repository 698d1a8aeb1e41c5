"""Where a credential stands in a request: a cookie or the `Authorization` header, and never the address.

Not here: whose it is.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

from relevo.api.edge.asgi import Scope, header, stands_twice
from relevo.api.problems import Problem

IN_URL = frozenset(
    {
        "access_token", "api_key", "api-key", "apikey", "auth", "authorization", "bearer", "csrf_token", "id_token", "identity",
        "jwt", "key", "password", "secret", "session", "ticket", "token", "visitor_token", "x-api-key",
    }
)  # fmt: skip
"""Names that a credential has borne in somebody's address; those end up in logs, histories and referrers (trust.md T13, T15)."""


def cookie_name(base_url: str) -> str:
    """Return the session cookie's name. `__Host-` binds it to this host, and browsers take it over HTTPS only."""
    return "__Host-relevo_session" if base_url.startswith("https://") else "relevo_session"


def set_cookie(base_url: str, token: str, *, is_over: bool = False) -> tuple[str, str]:
    """Return the header that keeps a session token in the browser, or takes it away. The server says when it is too old."""
    secure = "; Secure" if base_url.startswith("https://") else ""
    age = "; Max-Age=0" if is_over else ""
    return "Set-Cookie", f"{cookie_name(base_url)}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"


def refuse_credentials_in_url(scope: Scope) -> None:
    """Raise the problem credential-in-url when the query names one."""
    query: bytes = scope.get("query_string") or b""
    if not query:
        return
    for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name.lower() in IN_URL:
            raise Problem(
                "credential-in-url", "Send credentials in the Authorization header. Change this one: it is in logs now."
            )


def bearer(scope: Scope) -> str | None:
    """Return the bearer token. Raises unauthenticated for another scheme, and for two of them."""
    given = header(scope, b"authorization")
    if given is None:
        return None
    scheme, _, token = given.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii() or stands_twice(scope, b"authorization"):
        raise unauthenticated()
    return token


def cookie(scope: Scope, base_url: str) -> str | None:
    """Return the token in the session cookie. A bearer token beats it, since only a program can have put that there."""
    jar = header(scope, b"cookie")
    if jar is None:
        return None
    try:
        found = SimpleCookie(jar).get(cookie_name(base_url))
    except CookieError:
        return None
    return found.value or None if found else None


def unauthenticated() -> Problem:
    """Return the one answer for no credential, an unknown one and one of the wrong kind."""
    return Problem("unauthenticated", "Show a valid credential for this route.")
