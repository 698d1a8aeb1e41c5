"""Whether the process is up, whether it can take work, and its figures.

Not here: what is measured (`edge/metrics` and the engine).
"""

from collections.abc import Awaitable, Callable

import msgspec
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import Problem
from relevo.api.routes.route import Answer, View, route
from relevo.api.shapes import people
from relevo.ports import Unavailable

log = structlog.get_logger("relevo.api")


@route("GET", "/healthz", Access.OPEN, answers=people.Health)
async def health(request: Call) -> View:  # noqa: ARG001 - every route takes it
    """Say that the process is up."""
    return {"status": "ok", "checks": {}}


@route("GET", "/readyz", Access.OPEN, answers=people.Health)
async def readiness(request: Call) -> View:
    """Say whether this node can take work; a load balancer sends none while it cannot (503)."""
    checks = {name: await _holds(name, check) for name, check in request.parts.readiness.items()}
    if not all(checks.values()):
        waits = ", ".join(name for name, holds in checks.items() if not holds)
        raise Problem("unavailable", f"Not ready: {waits}.", {"checks": checks}, {"Retry-After": "1"})
    return {"status": "ok", "checks": checks}


@route("GET", "/metrics", Access.OPEN)
async def metrics(request: Call) -> Answer:
    """Show the figures in the text format of Prometheus."""
    figures = generate_latest(request.parts.registry)
    return Answer(msgspec.Raw(figures), 200, [("Content-Type", CONTENT_TYPE_LATEST)])


async def _holds(name: str, check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return bool(await check())
    except Unavailable:
        return False
    except Exception as error:
        log.warning("readiness check failed", check=name, exc_info=error)
        return False
