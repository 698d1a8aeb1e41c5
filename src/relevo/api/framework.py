"""The framework's part: all routes, checked and answered by Litestar, with our errors.

Not here: the layers around it (`edge`), streams (`live`) and files (`pages`).
"""

from typing import Any, cast

from litestar import Litestar, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig

from relevo.api.door.access import Access
from relevo.api.door.call import Call, guard
from relevo.api.edge.asgi import Scope
from relevo.api.edge.body import ClientGone
from relevo.api.edge.refuse import told
from relevo.api.routes import configuring, health, saying, signing_in, team, visitors
from relevo.api.routes.commands import command_routes

MODULES = (visitors, team, saying, signing_in, configuring, health)


def routes() -> list[HTTPRouteHandler]:
    """Return every route of the API."""
    made = [value for module in MODULES for value in vars(module).values() if isinstance(value, HTTPRouteHandler)]
    return [*dict.fromkeys(made), *command_routes()]


def make_framework(openapi_config: OpenAPIConfig | None = None) -> Litestar:
    """Return the application of all routes."""
    return Litestar(
        [*routes()] if openapi_config else [*routes(), _document],
        request_class=Call,
        guards=[guard],
        exception_handlers={Exception: _refuse},
        openapi_config=openapi_config,
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
    )


@get("/openapi.json", opt={"access": Access.OPEN}, include_in_schema=False, sync_to_thread=False)
def _document(request: Call) -> Response[bytes]:
    from relevo.api.openapi import encoded_document

    body = encoded_document(request.parts.base_url)
    return Response(body, media_type="application/json")


def _refuse(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    if isinstance(error, ClientGone):
        raise error
    status, headers, body = told(error, cast("Scope", request.scope))
    named = {name.decode(): value.decode("latin-1") for name, value in headers}
    media_type = named.pop("content-type")
    return Response(body, status_code=status, media_type=media_type, headers=named)
