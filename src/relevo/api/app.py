"""Putting the layers of the API together.

Not here: what the layers do, and the server that runs this (`relevo.server`).
"""

from contextlib import AsyncExitStack
from typing import cast

from relevo.api.edge.asgi import App, Receive, Scope, Send
from relevo.api.edge.cors import Cors
from relevo.api.edge.front import Front
from relevo.api.edge.shell import Shell
from relevo.api.framework import make_framework
from relevo.api.live.doors import Doors
from relevo.api.live.watch import Watch
from relevo.api.pages.site import Site
from relevo.api.parts import Parts
from relevo.api.routes.table import routes
from relevo.api.shortcut import Shortcut


def make_app(parts: Parts) -> App:
    """Return the whole API as one ASGI application.

    From the outside in: shell (ids, headers, limits, errors), pages, cross-origin rules, streams, acts on a conversation, routes.
    """
    watch = Watch(parts.gate, parts.settings.streams)
    acts = Shortcut(cast("App", make_framework()), routes())
    layers = Shell(Site(Cors(Doors(acts, watch)), parts), Front(parts))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(parts, watch, receive, send)
        else:
            await layers(scope, receive, send)

    return app


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
        await send({"type": f"lifespan.{phase}.failed", "message": str(error)})
        raise
    await send({"type": "lifespan.shutdown.complete"})
