"""Runs the demo: settings for this machine only, a workspace seeded once, a shop page with the widget.

Not here: the server (`running.serving`). Passwords are made anew for each data folder and kept in it, readable by its owner
only; starting again on the same folder goes on where it was.
"""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

import click
import msgspec

from relevo.api.parts import Page
from relevo.app import foundation
from relevo.demo.seed import Seeded, seed
from relevo.running.serving import CLOSE_S, serve_over
from relevo.settings import Settings, load

SHOP = Path(__file__).parent / "shop"
KEPT = "demo.json"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def demo_settings(environ: Mapping[str, str], port: int, folder: Path) -> Settings:
    """Return the settings of a demo in a folder, on loopback. Raises Misconfigured."""
    folder.mkdir(parents=True, exist_ok=True)
    flags: dict[str, object] = {
        "server.host": "127.0.0.1",
        "server.port": port,
        "database.url": f"sqlite:///{folder / 'relevo.db'}",
        "limits.exempt_loopback": True,
        "streams.per_visitor": 1000,
        "streams.per_agent": 10_000,
        # Whoever runs it is the operator and names the addresses.
        "outgoing.private_networks": ("0.0.0.0/0", "::/0"),
        "assistant.url": environ.get("RELEVO_ASSISTANT_URL"),
        "assistant.key": environ.get("RELEVO_ASSISTANT_KEY"),
        "assistant.model": environ.get("RELEVO_ASSISTANT_MODEL"),
    }
    return load(None, environ, flags).settings


async def run_demo(settings: Settings, folder: Path) -> None:
    """Serve the demo until it is told to stop; print one line of JSON once it is ready."""
    async with foundation(settings, CLOSE_S) as base:
        seeded = await seed(base, _kept(folder))
        _keep(folder, seeded)

        def ready(base_url: str) -> None:
            click.echo(json.dumps(_announcement(base_url, seeded)))

        await serve_over(base, _pages(seeded.inbox_key), ready)


def _announcement(base_url: str, seeded: Seeded) -> dict[str, object]:
    return {
        "url": base_url,
        "visitor_page": f"{base_url}/demo",
        "console": f"{base_url}/console/",
        "agents": [msgspec.structs.asdict(agent) for agent in seeded.agents],
        "api_key": seeded.api_key,
        "inbox_key": seeded.inbox_key,
    }


def _kept(folder: Path) -> Seeded | None:
    file = folder / KEPT
    return msgspec.json.decode(file.read_bytes(), type=Seeded) if file.exists() else None


def _keep(folder: Path, seeded: Seeded) -> None:
    file = folder / KEPT
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(seeded)))


def _pages(inbox_key: str) -> dict[str, Page]:
    html = (SHOP / "index.html").read_text("utf-8").replace("{inbox_key}", escape(inbox_key))
    assets = {f"/demo/{file.name}": _asset(file) for file in SHOP.iterdir() if file.suffix in _TYPES}
    return {"/demo": Page(html.encode()), **assets}


def _asset(file: Path) -> Page:
    return Page(file.read_bytes(), _TYPES[file.suffix])
