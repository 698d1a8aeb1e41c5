"""Makes an installation ready: the first workspace, the link for its first account, more accounts.

Not here: the tables behind it (`workspace`).
"""

from pathlib import Path

import click

from relevo.app import Foundation, foundation
from relevo.clock import RandomSecrets
from relevo.core.actors import Role
from relevo.settings import Assistant, Settings
from relevo.workspace.assistants import NewAssistant
from relevo.workspace.people.agent import NewAgent
from relevo.workspace.seed import Seed, seed
from relevo.workspace.workspaces import WorkspaceRecord

_TOML = """\
# Settings of this Relevo; `relevo check` prints all of them, docs/settings.md explains them.
# Each can be set in the environment too: RELEVO__SECTION__KEY.

[server]
host = "127.0.0.1"
port = 8080
# public_url = "https://chat.example.org"

[database]
url = "sqlite:///relevo.db"

[assistant]
# Any OpenAI-compatible API. Without one the built-in assistant answers from a small FAQ.
# url = "http://127.0.0.1:11434/v1"
# model = "qwen2.5"
"""


def write_settings_file(file: Path) -> None:
    """Write a settings file to begin with, unless there is one."""
    if not file.exists():
        file.write_text(_TOML, "utf-8")
        click.echo(f"Wrote {file}.")


async def init(settings: Settings, name: str) -> None:
    """Make the database, and the workspace if there is none; print the link for the first account."""
    async with foundation(settings) as base:
        workspace = await the_workspace(base, name)
        click.echo(f"The workspace {workspace.name!r} is ready.")
        for inbox in await base.workspace.inboxes.list(workspace.id):
            click.echo(f"Its widget's key is {inbox.key}.")
        link = await setup_link(base, settings.server.base_url())
        told = f"Run `relevo serve`, then make the first account here: {link}"
        click.echo(told if link else "There are accounts already.")


async def the_workspace(base: Foundation, name: str = "My workspace") -> WorkspaceRecord:
    """Return the workspace of this installation, made now if there is none yet."""
    found = await base.workspace.workspaces.first()
    if found is not None:
        return found
    kind, options = assistant_of(base.settings.assistant)
    assistant = NewAssistant(kind=kind, name="Bean", options=options)
    made = await seed(base.workspace, Seed(name=name, assistant=assistant))
    return await base.workspace.workspaces.get(made.workspace_id)


async def setup_link(base: Foundation, base_url: str) -> str | None:
    """Return a new one-time link for the first account; None when there is one already. The link before stops working."""
    token = await base.workspace.setup.new_link((await the_workspace(base)).id)
    return f"{base_url}/console/#/setup/{token}" if token else None


async def add_agent(settings: Settings, email: str, name: str, role: str) -> None:
    """Make an account and print its first password."""
    async with foundation(settings) as base:
        workspace = await base.workspace.workspaces.first()
        if workspace is None:
            raise click.ClickException("There is no workspace yet. Run `relevo init` first.")
        password = RandomSecrets().new_secret()[:20]
        agent = await base.workspace.people.create(
            workspace.id, NewAgent(email=email, name=name, role=Role(role), password=password)
        )
        click.echo(f"{agent.email} may sign in with the password {password} (shown only now).")


async def list_agents(settings: Settings) -> None:
    """Print the accounts."""
    async with foundation(settings) as base:
        workspace = await base.workspace.workspaces.first()
        for agent in await base.workspace.people.list(workspace.id) if workspace else ():
            click.echo(
                f"{agent.email}\t{agent.role.value}\t{agent.name}{'' if agent.is_active else chr(9) + 'disabled'}"
            )


def assistant_of(assistant: Assistant) -> tuple[str, dict[str, str]]:
    """Return the plug-in and the options for the assistant that the settings name; without a URL the built-in FAQ."""
    if not assistant.url:
        return "faq", {}
    named = {"url": assistant.url, "key": assistant.key, "model": assistant.model}
    return "openai", {name: value for name, value in named.items() if value}
