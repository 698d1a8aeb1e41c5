"""Putting the layers of the API together.

Not here: what the layers do, and the server that runs this (`relevo.server`).
"""

from contextlib import AsyncExitStack
from functools import partial

import structlog

from relevo.api.edge.asgi import App, Receive, Send
from relevo.api.edge.cors import Cors
from relevo.api.edge.front import Front
from relevo.api.edge.shell import Shell
from relevo.api.live.doors import Doors
from relevo.api.live.watch import Watch
from relevo.api.openapi import openapi_document
from relevo.api.pages.site import Site
from relevo.api.parts import Parts
from relevo.api.router import Router
from relevo.api.routes.table import routes

log = structlog.get_logger("relevo.api")


def make_app(parts: Parts) -> App:
    """Return the whole API as one ASGI application.

    From the outside in: shell (ids, headers, limits, errors), pages, cross-origin rules, streams, routes.
    """
    watch = Watch(parts.gate, parts.settings.streams)
    router = Router([*routes(), openapi_document])
    return Shell(Site(Cors(Doors(router, watch)), parts), Front(parts), partial(_live, parts, watch))


async def _live(parts: Parts, watch: Watch, receive: Receive, send: Send) -> None:
    """Run the application's lifespan: begin before the first request, end after the last."""
    await receive()
    has_begun = False
    try:
        async with AsyncExitStack() as stack:
            if parts.lifespan is not None:
                await stack.enter_async_context(parts.lifespan())
            await stack.enter_async_context(watch.running())
            has_begun = True
            await send({"type": "lifespan.startup.complete"})
            await receive()
    except BaseException as error:
        phase = "shutdown" if has_begun else "startup"
        # The web server logs what it is told and takes the error itself for heard; its words could be anybody's (trust.md T27).
        log.exception("lifespan_failed", phase=phase)
        await send({"type": f"lifespan.{phase}.failed", "message": type(error).__name__})
        raise
    await send({"type": "lifespan.shutdown.complete"})
