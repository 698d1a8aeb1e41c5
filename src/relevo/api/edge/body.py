"""Receiving a request's body within a length and a time, and reading JSON strictly.

Not here: what the fields mean.
"""

import asyncio
import json
import re
from collections.abc import Awaitable
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import inspect

from relevo.api.edge.asgi import BODY, Receive, Scope, header
from relevo.api.problems import Problem, invalid
from relevo.settings import Limits

DRAINED = 16
"""A body of up to so many times the limit is read to its end and thrown away: a client that is cut off while it sends
never sees the answer.
"""

T = TypeVar("T")
_JSON = "application/json"
_LETTER_BY_NUMBER = re.compile(rb"\\u00[3-7]")
"""How JSON can write a letter, digit or underscore of ASCII in another way; it has no other."""
_NAMED = re.compile(r"(?:field|Object) `([^`]+)`")


class ClientGone(Exception):
    """The client left before its request was complete; there is nobody to answer."""


async def receive_json(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """Return the body of a request, `{}` where there is none.

    Raises:
        Problem: payload-too-large, timeout when it does not arrive within `limits.body_timeout_s` in all (trust.md T24), or what
            `require_json` raises.
        ClientGone: the connection broke.
    """
    body = _arrived(scope, limits.body_bytes)
    if body is None:
        body = await _in_time(_received(receive, limits.body_bytes), limits.body_timeout_s)
    if body:
        require_json(scope)
    return body or b"{}"


async def _in_time(received: Awaitable[bytes], timeout_s: float) -> bytes:
    try:
        async with asyncio.timeout(timeout_s):
            return await received
    except TimeoutError:
        detail = f"The body did not arrive within {timeout_s:g} s."
        raise Problem("timeout", detail, headers={"Connection": "close"}) from None


def _arrived(scope: Scope, limit_bytes: int) -> bytes | None:
    """Return the body if it is here already, as most are. Raises payload-too-large, also for what is announced as far too long."""
    announced = header(scope, b"content-length")
    if announced is not None and int(announced) > limit_bytes * DRAINED:
        raise _too_large(limit_bytes)
    body: bytes | None = scope.get(BODY)
    if body is not None and len(body) > limit_bytes:
        raise _too_large(limit_bytes)
    return body


async def _received(receive: Receive, limit_bytes: int) -> bytes:
    body: bytes = b""
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece: bytes = message.get("body", b"")
        length += len(piece)
        is_too_long = length > limit_bytes
        body = b"" if is_too_long else body + piece
        is_last = not message.get("more_body")
        if is_too_long and (is_last or length > limit_bytes * DRAINED):
            raise _too_large(limit_bytes)
        if is_last:
            return body


def _too_large(limit_bytes: int) -> Problem:
    # What is still on its way is not read: the connection ends with the answer.
    return Problem("payload-too-large", f"A body may have {limit_bytes} bytes.", headers={"Connection": "close"})


def require_json(scope: Scope) -> None:
    """Raise the problem unsupported-media-type unless the body says that it is JSON.

    A page of another site can send text/plain without being asked, but not this (trust.md T11).
    """
    given = header(scope, b"content-type") or ""
    if given != _JSON and given.split(";")[0].strip().lower() != _JSON:
        raise Problem("unsupported-media-type", "Send application/json.")


class Reader(Generic[T]):
    """Reads bodies of one type: nothing is coerced, no unknown field and no field twice (trust.md T6)."""

    __slots__ = ("_decode", "_names")

    def __init__(self, kind: type[T]) -> None:
        self._decode = msgspec.json.Decoder(kind).decode
        self._names = _only_names(kind)

    def read(self, body: bytes) -> T:
        """Return a body as the type.

        Raises:
            Problem: validation, with the field where there is one.
        """
        try:
            value = self._decode(body)
            if not self._has_plainly_no_field_twice(body):
                _decode_strictly(body.decode())
        except msgspec.ValidationError as wrong:
            raise wrong_field(wrong) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, json.JSONDecodeError):
            raise Problem("validation", "The body is not JSON.") from None
        return value

    def _has_plainly_no_field_twice(self, body: bytes) -> bool:
        """Can it be seen without decoding? Every name stands there in its letters, unless these are written as their numbers."""
        if self._names is None or (b"\\u00" in body and _LETTER_BY_NUMBER.search(body) is not None):
            return False
        return max(map(body.count, self._names), default=0) <= 1


def wrong_field(wrong: msgspec.ValidationError) -> Problem:
    """Return the problem that a failed conversion is."""
    text, _, place = str(wrong).partition(" - at `$")
    named = _NAMED.search(text)
    path = [part for part in re.split(r"[.\[\]`]+", place) if part]
    if named and "field" in text:
        path.append(named.group(1))
    return Problem("validation", f"{text.replace('`', '')}.", {"field": ".".join(path)} if path else {})


_IDENTIFIER = re.compile(r"[A-Za-z0-9_]+")
_PLAIN = (
    inspect.StrType, inspect.IntType, inspect.FloatType, inspect.BoolType, inspect.NoneType, inspect.LiteralType, inspect.EnumType
)  # fmt: skip


def _only_names(kind: type) -> tuple[bytes, ...] | None:
    """Return all names that a body of this type can hold, in quotes; None where it can hold objects or other names."""
    known = inspect.type_info(kind)
    if not (isinstance(known, inspect.StructType) and known.forbid_unknown_fields and known.tag is None):
        return None
    names = [field.encode_name for field in known.fields]
    is_flat = all(_is_flat(field.type) for field in known.fields)
    return tuple(f'"{name}"'.encode() for name in names) if is_flat and all(map(_IDENTIFIER.fullmatch, names)) else None


def _is_flat(kind: inspect.Type) -> bool:
    match kind:
        case inspect.Metadata(type=described):
            return _is_flat(described)
        case inspect.UnionType(types=kinds):
            return all(map(_is_flat, kinds))
        case (
            inspect.ListType(item_type=item)
            | inspect.VarTupleType(item_type=item)
            | inspect.FrozenSetType(item_type=item)
        ):
            return _is_flat(item)
        case _:
            return isinstance(kind, _PLAIN)


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > 1:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise invalid(twice, f"The field {twice} stands there twice.")


_decode_strictly = json.JSONDecoder(object_pairs_hook=_once).decode
"""Made once: `json.loads` with a hook makes a decoder for each call, which takes longer than decoding."""
