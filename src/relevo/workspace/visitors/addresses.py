"""Addresses of pages without what could be a secret or a person's: agents read where a visitor is, and nothing more.

What goes: credentials before the host, the fragment (except a route such as `#/cart`), every parameter whose name says that it
is a secret, a person or a signature, and every value or part of the path that looks like a token, a UUID, an e-mail address or
a long number, or that holds such a parameter itself, as the address to go on to after signing in may. What stays: host, path and harmless parameters. Not here: the trail of pages (`context`).
"""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

LONGEST = 1000
HIDDEN = "…"
"""Stands where a part of the path was taken out."""

_SECRET_NAMES = frozenset(
    (  # noqa: SIM905 - sixty words read better without their quotes
        "access account apikey assertion auth authorization bearer card challenge code confirm confirmation credential credentials csrf "
        "cvv email hash hmac iban identity invite jsessionid jwt key login magic mail mobile msisdn name nonce otp pass passcode passwd password "
        "phone phpsessid pin pw pwd reset saml samlresponse secret session sessid sess sid sig sign signature ssn state tel telephone ticket token "
        "totp user userid username uid verification verifier verify xsrf"
    ).split()
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TOKEN = re.compile(
    r"(?<![\w-])[\w-]{6,}\.[\w-]{6,}\.[\w-]{6,}"  # a JWT
    r"|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"|(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{16,}"
    r"|[A-Za-z0-9]{32,}"
    r"|[0-9]{9,}"
    r"|(?<![^\s/@])[^\s/@]+@[^\s/@]+"
)
"""Each is looked for from the beginning of a run of its letters only: from every letter, one long address would take seconds."""
_NAMED = re.compile(r"(?<![\w.\[\]-])([\w.\[\]-]+)=")


def clean_address(raw: str | None) -> str | None:
    """Return the address of a page as it may be kept, or None for one that is no address on the web."""
    if not raw or len(raw) > 8192 or not raw.isprintable():
        return None
    try:
        parts = urlsplit(raw.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    place = host if port is None else f"{host}:{port}"
    cleaned = urlunsplit((parts.scheme, place, _path(parts.path), _query(parts.query), _route(parts.fragment)))
    return cleaned[:LONGEST].strip()


def has_path(address: str, patterns: Sequence[str]) -> bool:
    """Is the address's path one of these? `*` stands for anything, nothing else is special; a last `/` makes no difference."""
    bare = unquote(urlsplit(address).path).rstrip("/")
    each = [unquote(pattern).split("*") for pattern in patterns]
    return any(_stands_for(parts, path) for parts in each for path in (bare, f"{bare}/"))


def _stands_for(parts: Sequence[str], path: str) -> bool:
    """Take the leftmost place for each part: linear, where a regular expression of many `*` can take for ever."""
    first, *between = parts
    if not between:
        return path == first
    last = between.pop()
    if not path.startswith(first) or len(path) < len(first) + len(last) or not path.endswith(last):
        return False
    at, end = len(first), len(path) - len(last)
    for part in between:
        found = path.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _path(path: str) -> str:
    return "/".join(HIDDEN if _holds_secret(part) else part for part in path.split("/"))


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, max_num_fields=50)
    except ValueError:
        return ""
    return urlencode([(name, value) for name, value in pairs if not _is_secret(name, value)])


def _route(fragment: str) -> str:
    """Keep the fragment that a page uses as its path; any other may be the token of a sign-in."""
    is_route = fragment.startswith(("/", "!/"))
    return _path(fragment.partition("?")[0]) if is_route else ""


def _is_secret(name: str, value: str) -> bool:
    return _names_secret(name) or _holds_secret(value) or _holds_secret(name)


def _names_secret(name: str) -> bool:
    words = {word.lower() for word in _WORDS.findall(name)} | {name.lower()}
    return bool(words & _SECRET_NAMES)


def _holds_secret(text: str) -> bool:
    """Does it look like a secret, or is it an address with one in it? That may be quoted once more than the one around it."""
    bare = unquote(unquote(text))
    return bool(_TOKEN.search(bare)) or any(map(_names_secret, _NAMED.findall(bare)))
