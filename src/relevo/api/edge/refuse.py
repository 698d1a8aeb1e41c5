"""Answering an error as a problem document.

Not here: which error is which problem (`problems`).
"""

import structlog

from relevo.api.edge.asgi import Headers, Scope, Send, answer, encoded
from relevo.api.edge.body import ClientGone
from relevo.api.edge.exchange import exchange
from relevo.api.problems import MEDIA_TYPE, Problem, problem_of

log = structlog.get_logger("relevo.api")


async def refuse(error: Exception, scope: Scope, send: Send) -> None:
    """Answer an error. Raises ClientGone where nobody listens any more."""
    if isinstance(error, ClientGone):
        raise error
    status, headers, body = told(error, scope)
    await answer(send, status, headers, body)


def told(error: Exception, scope: Scope) -> tuple[int, Headers, bytes]:
    """Return an error as status, headers and body. What nobody foresaw is logged and tells nothing of itself."""
    current = exchange(scope)
    problem = problem_of(error)
    if problem is None:
        log.error("request failed", request_id=current.request_id, route=current.route, exc_info=error)
        problem = Problem("internal", "The fault is on our side. Tell us the request_id if it stays.")
    headers = encoded([("Content-Type", MEDIA_TYPE), *problem.all_headers().items()])
    return problem.status, headers, problem.document(current.front.parts.base_url, current.request_id)
