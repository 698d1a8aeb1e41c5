"""Runs an installation until it is told to stop.

Not here: the web server itself (`server`) and what is served (`app`).
"""

import asyncio
from collections.abc import Callable, Mapping

import structlog

from relevo.api.edge.protocol import http_protocol
from relevo.api.parts import Page
from relevo.app import Foundation, foundation, install
from relevo.running.faults import loop_fault
from relevo.running.installing import setup_link
from relevo.server import Server, listen
from relevo.settings import Settings

CLOSE_S = 3.0
"""How long a stop waits for the disk. Requests are told of one that hangs after 5 s, and in 10 s the process has to have ended
(trust.md G17)."""

log = structlog.get_logger(__name__)


async def serve(settings: Settings) -> None:
    """Serve the settings' database. Before the first account exists, the link that makes it is logged.

    Raises:
        CannotOpen, Misconfigured, AddressInUse: each says what to do.
    """
    async with foundation(settings, CLOSE_S) as base:
        await serve_over(base, {})


async def serve_over(base: Foundation, pages: Mapping[str, Page], ready: Callable[[str], None] | None = None) -> None:
    """Serve an open database; `ready` is told the base URL once connections are accepted."""
    asyncio.get_running_loop().set_exception_handler(loop_fault)
    server_settings = base.settings.server
    listener = listen(server_settings.host, server_settings.port)
    base_url = server_settings.base_url(listener.getsockname()[1])
    installation = install(base, base_url, pages)
    link = await setup_link(base, base_url)
    if link is not None:
        log.warning("no_account_yet", make_the_first_one_here=link)

    def announce() -> None:
        log.info("serving", url=base_url)
        if ready is not None:
            ready(base_url)

    protocol = http_protocol(base.settings.limits.body_timeout_s, base.settings.streams.send_timeout_s)
    end_streams = installation.node.end_streams
    await Server(installation.application, server_settings, end_streams, announce, protocol).serve([listener])
