"""Looks for what would keep an installation from working, and says how to mend it.

Not here: mending it.
"""

import os
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import httpx2

from relevo.app import WEB_ROOT, sqlite_path
from relevo.plugins import Plugins, assistant_plugins, feature_plugins
from relevo.settings import Assistant, Misconfigured, Server, Settings
from relevo.storage.errors import CannotOpen
from relevo.storage.sqlite import schema_status

_ANSWER_S = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    is_good: bool
    told: str


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what was found, one subject after the other."""
    yield Finding("SQLite", True, apsw.sqlite_lib_version())
    yield _database(settings.database.url)
    yield _front_end()
    for finding in plugin_findings():
        yield finding
    yield _port(settings.server)
    yield _public_url(settings.server)
    yield await _assistant(settings.assistant)


def plugin_findings() -> Iterator[Finding]:
    """Yield what came of loading every plug-in, one finding for each home and one for each that is broken."""
    homes: tuple[tuple[str, Plugins[Any]], ...] = (
        ("assistants", assistant_plugins()),
        ("features", feature_plugins()),
    )
    for home, plugins in homes:
        failures = plugins.failures()
        for failure in failures:
            yield Finding(home, False, f"{failure}; mend it, or uninstall the package that brings it")
        if not failures:
            yield Finding(home, True, ", ".join(plugins.kinds))


def _database(url: str) -> Finding:
    try:
        path = sqlite_path(url)
        folder = path.resolve().parent
        if not os.access(folder, os.W_OK):
            return Finding("database", False, f"{folder} cannot be written; make it, or change database.url")
        pending = len(schema_status(path).pending)
        told = f"{pending} migrations to apply at the next start" if pending else "up to date"
        return Finding("database", True, f"{path}: {told}")
    except (CannotOpen, Misconfigured) as error:
        return Finding("database", False, str(error))


def _front_end() -> Finding:
    missing = [name for name in ("widget", "console") if not any((WEB_ROOT / name).glob("*"))]
    if missing:
        return Finding("front end", False, f"{' and '.join(missing)} not built; run `make web`, or install the wheel")
    return Finding("front end", True, str(Path("_web")))


def _port(server: Server) -> Finding:
    with socket.socket(socket.AF_INET6 if ":" in server.host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        is_used = probe.connect_ex((server.host, server.port)) == 0
    told = f"something answers on {server.host}:{server.port}; is Relevo running already?"
    return Finding("port", not is_used, told if is_used else f"{server.host}:{server.port} is free")


def _public_url(server: Server) -> Finding:
    is_local = server.host in ("127.0.0.1", "::1", "localhost")
    if server.base_url().startswith("https://") or is_local:
        return Finding("public URL", True, server.base_url())
    return Finding(
        "public URL", False, "cookies travel unprotected; put a TLS proxy in front and set server.public_url"
    )


async def _assistant(assistant: Assistant) -> Finding:
    if not assistant.url:
        return Finding("assistant", True, "the built-in FAQ")
    headers = {"Authorization": f"Bearer {assistant.key}"} if assistant.key else {}
    try:
        async with httpx2.AsyncClient(timeout=_ANSWER_S) as client:
            answer = await client.get(f"{assistant.url.rstrip('/')}/models", headers=headers)
    except httpx2.HTTPError as error:
        return Finding("assistant", False, f"no answer ({type(error).__name__}); check assistant.url")
    is_good = answer.status_code < 400
    return Finding(
        "assistant", is_good, f"answered {answer.status_code}" + ("" if is_good else "; check assistant.key")
    )
