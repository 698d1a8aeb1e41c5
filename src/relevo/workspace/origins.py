"""Origins of web pages: written one way only, so that comparing two is comparing two texts (trust.md T14).

Not here: CORS headers (`api`); only whether a page may talk to an inbox.
"""

import re
from urllib.parse import urlsplit

from relevo.workspace.errors import Invalid

ANY = "*"
"""Every site, and clients without an origin such as scripts. For demos and development."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


def canonical(raw: str, field: str = "allowed_origins") -> str:
    """Return `https://host[:port]` as browsers send it, or `*`.

    Raises:
        Invalid: it has a path, a wildcard inside, another scheme, or is no address at all.
    """
    text = raw.strip()
    if text == ANY:
        return ANY
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        raise _not_an_origin(raw, field) from None
    host = f"[{host}]" if ":" in host else host
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in _PORTS or not is_bare or not _HOST.fullmatch(host):
        raise _not_an_origin(raw, field)
    return f"{parts.scheme}://{host}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")


def is_allowed(origin: str | None, allowed: tuple[str, ...]) -> bool:
    """May a page of this origin talk to us? Exact match; `null` (sandboxed frames, files) never, none only with `*`."""
    if origin in allowed and origin != ANY:
        return True
    return ANY in allowed and origin != "null"


def _not_an_origin(raw: str, field: str) -> Invalid:
    return Invalid(field, f"{raw[:100]!r} is not an origin such as https://shop.example.")
