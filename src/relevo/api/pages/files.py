"""The built front end, read once and kept in memory with its headers; packed where that saves a lot.

Not here: which address leads to which file (`site`).
"""

import gzip
import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from relevo.api.edge.asgi import Headers, Scope, encoded, header
from relevo.api.packing import PACKED_FROM, accepts_gzip

HASHED = re.compile(r"-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
"""The build writes a hash of the content into such names, so what they lead to never changes."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
}
_TEXTS = ("text/", "image/svg", "application/j", "application/manifest")


@dataclass(frozen=True, slots=True)
class File:
    """A file to be served, as it is and packed."""

    body: bytes
    packed: bytes | None
    etag: str
    headers: Headers

    def answered(self, scope: Scope) -> tuple[int, Headers, bytes]:
        """Return status, headers and body for a request."""
        vary = [(b"vary", b"Accept-Encoding")] if self.packed is not None else []
        headers = [*self.headers, *vary]
        if header(scope, b"if-none-match") == self.etag:
            return 304, headers, b""
        if self.packed is not None and accepts_gzip(scope):
            return 200, [*headers, (b"content-encoding", b"gzip")], self.packed
        return 200, headers, self.body


def made(body: bytes, content_type: str, *, is_immutable: bool, more: dict[str, str]) -> File:
    """Return a file of these bytes."""
    is_text = content_type.startswith(_TEXTS) and len(body) >= PACKED_FROM
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    keeping = "public, max-age=31536000, immutable" if is_immutable else "no-cache"
    headers = encoded([("Content-Type", content_type), ("Cache-Control", keeping), ("ETag", etag), *more.items()])
    return File(body, gzip.compress(body, 9, mtime=0) if is_text else None, etag, headers)


def read_folder(root: Path, more: dict[str, str]) -> dict[str, File]:
    """Return the files of a folder by their path in it. Only what is there at the start is ever served."""
    return {
        path.relative_to(root).as_posix(): made(
            path.read_bytes(),
            _TYPES.get(path.suffix, "application/octet-stream"),
            is_immutable=HASHED.search(path.name) is not None,
            more=more,
        )
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
