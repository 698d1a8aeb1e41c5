"""The command line: demo, serve, init, migrate, check, doctor, user, openapi.

Not here: what the commands do beyond reading their flags and telling what came of it (`app`, `demo`, `server`, `checkup`).
"""

import asyncio
import gc
import json
import os
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path

import click

from relevo import __version__
from relevo.running.logs import configure_log
from relevo.settings import Loaded, Misconfigured, load

CONFIG = Path("relevo.toml")
_config = click.option(
    "--config", type=click.Path(path_type=Path), default=CONFIG, show_default=True, help="The settings file."
)


class Failed(click.ClickException):
    """Something that the person at the keyboard can mend; the message says how."""

    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="relevo")
def main() -> None:
    """Live takeover for AI chat: the assistant talks, a person takes over, replies and hands back with memory."""


@main.command()
@click.option("--port", type=int, default=8080, show_default=True, help="0 takes a free one.")
@click.option(
    "--data", "folder", type=click.Path(path_type=Path), default=Path("relevo-demo"), show_default=True, help="Folder."
)
def demo(port: int, folder: Path) -> None:
    """Run a seeded workspace with a shop page, the widget and the console, on this machine only."""
    gc.disable()
    from relevo.demo.run import demo_settings, run_demo

    try:
        settings = demo_settings(os.environ, port, folder)
    except Misconfigured as fault:
        raise Failed(str(fault)) from None
    configure_log(settings.log)
    _run(run_demo(settings, folder))


@main.command()
@_config
@click.option("--host", default=None, help="Address to listen on; overrides the settings.")
@click.option("--port", type=int, default=None, help="Port to listen on; overrides the settings.")
def serve(config: Path, host: str | None, port: int | None) -> None:
    """Serve for real use, from relevo.toml and RELEVO__SECTION__KEY."""
    gc.disable()  # until it serves: a tenth of the start would go into looking for garbage among what stays
    from relevo.running.serving import serve as run

    settings = _settings(config, {"server.host": host, "server.port": port}).settings
    configure_log(settings.log)
    _run(run(settings))


@main.command()
@_config
@click.option("--name", default="My workspace", show_default=True, help="The workspace's name.")
def init(config: Path, name: str) -> None:
    """Write relevo.toml, make the database and a workspace, and print the link that makes the first account."""
    from relevo.running.installing import init as run
    from relevo.running.installing import write_settings_file

    write_settings_file(config)
    _run(run(_settings(config).settings, name))


@main.command()
@_config
@click.option("--reindex", is_flag=True, help="Make the index of the text search anew.")
def migrate(config: Path, *, reindex: bool) -> None:
    """Bring the database to this version's schema, and index its conversations for the text search."""
    from relevo.app import sqlite_path
    from relevo.storage.errors import CannotOpen
    from relevo.storage.sqlite import migrate as upgrade

    try:
        path = sqlite_path(_settings(config).settings.database.url)
        status = upgrade(path, _progress, reindexes=reindex)
    except (CannotOpen, Misconfigured) as error:
        raise Failed(str(error)) from None
    click.echo(f"{path} is up to date: {len(status.applied)} migrations applied.")


def _progress(done: int, total: int) -> None:
    """Tell now and then how far the index is; few conversations are done before anybody wonders."""
    if total >= 5_000 and (done % 5_000 == 0 or done == total):
        click.echo(f"indexed {done:,} of {total:,} conversations", err=True)


@main.command()
@_config
def check(config: Path) -> None:
    """Print every setting that holds and where it comes from, and load every plug-in; name those that cannot be."""
    from relevo.running.checkup import plugin_findings

    for origin in _settings(config).origins():
        value = "(set)" if origin.is_secret and origin.value and origin.source != "default" else origin.value
        click.echo(f"{origin.name} = {value!r}  # {origin.source}")
    broken = [f"{finding.subject}: {finding.told}" for finding in plugin_findings() if not finding.is_good]
    if broken:
        raise Failed("\n".join(broken))


@main.command()
@_config
def doctor(config: Path) -> None:
    """Look for what would keep Relevo from working here, and say how to mend it."""
    from relevo.running.checkup import findings

    async def look() -> bool:
        is_well = True
        async for finding in findings(_settings(config).settings):
            is_well &= finding.is_good
            click.echo(f"{'ok  ' if finding.is_good else 'FAIL'} {finding.subject}: {finding.told}")
        return is_well

    if not asyncio.run(look()):
        sys.exit(1)


@main.group()
def user() -> None:
    """The people of the workspace."""


@user.command("add")
@_config
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option(
    "--role",
    type=click.Choice(["owner", "administrator", "supervisor", "agent", "viewer"]),
    default="agent",
    show_default=True,
)
def add_agent(config: Path, email: str, name: str, role: str) -> None:
    """Make an account and print its first password, once."""
    from relevo.running.installing import add_agent as run

    _run(run(_settings(config).settings, email, name, role))


@user.command("list")
@_config
def list_agents(config: Path) -> None:
    """List the accounts."""
    from relevo.running.installing import list_agents as run

    _run(run(_settings(config).settings))


@main.command()
def openapi() -> None:
    """Print the OpenAPI document of the HTTP API."""
    from relevo.api.openapi import document

    click.echo(json.dumps(document(), indent=2, ensure_ascii=False))


def _settings(config: Path, flags: Mapping[str, object] | None = None) -> Loaded:
    try:
        return load(config, os.environ, flags)
    except Misconfigured as fault:
        raise Failed(str(fault)) from None


def _run(work: Coroutine[None, None, None]) -> None:
    """Run to the end; what the person can mend is told without a traceback."""
    import uvloop

    from relevo.ports import Unavailable
    from relevo.server import AddressInUse
    from relevo.storage.errors import CannotOpen
    from relevo.workspace.errors import WorkspaceError

    try:
        uvloop.run(work)
    except (AddressInUse, CannotOpen, Misconfigured, WorkspaceError) as error:
        raise Failed(str(error)) from None
    except Unavailable as error:
        # The storage hangs, and so would the end of a process that waits for its threads.
        click.echo(f"Error: {error}", err=True)
        os._exit(1)
