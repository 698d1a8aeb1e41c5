"""What is known of one request while it is answered, carried in its scope.

Not here: anything that outlives the request (`front`).
"""

from dataclasses import dataclass, field

from relevo.api.edge.asgi import Scope
from relevo.api.edge.front import Front
from relevo.api.needs import AgentPass, VisitorPass

KEY = "relevo.exchange"


@dataclass(slots=True)
class Exchange:
    """One request and its answer."""

    front: Front
    request_id: str
    address: str
    visitor: VisitorPass | None = None
    agent: AgentPass | None = None
    token: str = field(default="", repr=False)
    """The credential that was shown."""
    route: str = ""
    """The route's template, for logs and metrics: never the path, which holds ids."""
    is_foreign: bool = False
    """Does the request come from a page that may not carry this inbox's widget? Then no page may read the answer."""


def exchange(scope: Scope) -> Exchange:
    """Return the exchange that the shell began."""
    found: Exchange = scope[KEY]
    return found
