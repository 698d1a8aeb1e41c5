"""The framework's part: all routes, checked and answered by Litestar, with our errors.

Not here: the layers around it (`edge`), streams (`live`) and files (`pages`).
"""

from typing import Any, cast

from litestar import Litestar, Request, Response, get

from relevo.api.door.access import Access
from relevo.api.door.call import FrameworkCall, guard
from relevo.api.edge.asgi import Scope
from relevo.api.edge.body import ClientGone
from relevo.api.edge.refuse import told
from relevo.api.openapi import encoded_document
from relevo.api.routes.table import routes


def make_framework() -> Litestar:
    """Return the application of all routes. The document is ours (`openapi`), so the framework makes none."""
    return Litestar(
        [*routes(), _document],
        request_class=FrameworkCall,
        guards=[guard],
        exception_handlers={Exception: _refuse},
        openapi_config=None,
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
    )


@get("/openapi.json", opt={"access": Access.OPEN}, include_in_schema=False, sync_to_thread=False)
def _document(request: FrameworkCall) -> Response[bytes]:
    body = encoded_document(request.parts.base_url)
    return Response(body, media_type="application/json")


def _refuse(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    if isinstance(error, ClientGone):
        raise error
    status, headers, body = told(error, cast("Scope", request.scope))
    named = {name.decode(): value.decode("latin-1") for name, value in headers}
    media_type = named.pop("content-type")
    return Response(body, status_code=status, media_type=media_type, headers=named)
