"""The OpenAPI 3.1 document. Paths come from the routes; bodies, answers and errors from the same types that check them.

Not here: pages that show it; they would load scripts from elsewhere.
"""

from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

import relevo
from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import STATUS
from relevo.api.routes.bodies import takes_nothing
from relevo.api.routes.route import Answer, Route, Told, route
from relevo.api.routes.table import routes
from relevo.api.shapes import events, people

Document = dict[str, Any]
_REF = "#/components/schemas/{name}"
_EXAMPLE_STREAM = (
    "Frames of server-sent events; `id` is the position in the log. docs/api.md lists the kinds of frames."
)
BODY_PROBLEMS = ("validation", "unsupported-media-type", "payload-too-large", "timeout")
ACCESS_PROBLEMS: dict[Access, tuple[str, ...]] = {
    Access.OPEN: (),
    Access.ENTRY: ("credential-in-url", "csrf"),
    Access.ARRIVAL: ("credential-in-url", "origin-not-allowed"),
    Access.VISITOR: ("credential-in-url", "unauthenticated", "forbidden", "origin-not-allowed"),
    Access.READ: ("credential-in-url", "unauthenticated", "insufficient-scope"),
    Access.ACT: ("credential-in-url", "unauthenticated", "forbidden", "csrf"),
    Access.SELF: ("credential-in-url", "unauthenticated", "forbidden", "csrf"),
    Access.SUPERVISE: ("credential-in-url", "unauthenticated", "forbidden", "csrf"),
    Access.CONFIGURE: ("credential-in-url", "unauthenticated", "forbidden", "csrf"),
}
"""What each kind of access can refuse with."""
_SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.OPEN: [],
    Access.ENTRY: [],
    Access.ARRIVAL: [{}, {"visitor": []}],
    Access.VISITOR: [{"visitor": []}],
}
_TEAM: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": [], "csrf": []}]


@route("GET", "/openapi.json", Access.OPEN)
async def openapi_document(request: Call) -> Answer:
    """Show the document. It does not describe itself."""
    return Answer(msgspec.Raw(encoded_document(request.parts.base_url)), 200)


@lru_cache(maxsize=4)
def encoded_document(base_url: str) -> bytes:
    """Return the document as JSON."""
    return msgspec.json.encode(document(base_url))


def document(base_url: str = "") -> Document:
    """Return the document; `base_url` is where this server is reached."""
    made = _Document()
    paths: Document = {}
    for one in routes():
        paths.setdefault(one.path, {})[one.method.lower()] = made.operation(one)
    paths["/v1/stream"] = {"get": made.inbox_stream()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Relevo",
            "version": relevo.__version__,
            "description": "Live takeover for AI chat. Times are milliseconds UTC; errors are problem documents (RFC 9457).",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base_url or "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": made.schemas, "securitySchemes": _schemes()},
    }


class _Document:
    """Collects the schemas that operations refer to."""

    def __init__(self) -> None:
        self.schemas: Document = {}
        self._problem = self.schema(people.Problem)

    def operation(self, one: Route) -> Document:
        """Return the description of a route."""
        path, access, told, body = one.path, one.access, one.told, one.body
        slugs = [*ACCESS_PROBLEMS[access], *told.get("problems", ()), *(BODY_PROBLEMS if body else ())]
        slugs += ["not-found"] if "{" in path else []
        slugs += ["validation"] if "query" in told or one.method == "POST" else []
        slugs += ["rate-limited", "unavailable"]
        operation: Document = {
            "operationId": one.name,
            "summary": one.description.split(". ")[0].strip().rstrip("."),
            "description": one.description,
            "tags": [_tag(access)],
            "security": _SECURITY.get(access, _TEAM),
            "parameters": self._parameters(one),
            "responses": self._responses(told, path) | self._refusals(slugs),
        }
        if body is not None:
            content = {"application/json": {"schema": self.schema(body)}}
            operation["requestBody"] = {"required": not takes_nothing(body), "content": content}
        return operation

    def inbox_stream(self) -> Document:
        """Return the description of the team's stream, which is no route."""
        slugs = [*ACCESS_PROBLEMS[Access.READ], "rate-limited", "unavailable"]
        content = {"text/event-stream": {"schema": {"type": "string"}}}
        return {
            "operationId": "follow_inbox",
            "summary": "Follow the team's inbox",
            "description": "Rows of conversations as they change, counts, presence and notifications. "
            + _EXAMPLE_STREAM,
            "tags": ["agents"],
            "security": _TEAM,
            "parameters": [],
            "responses": {"200": {"description": "The stream.", "content": content}} | self._refusals(slugs),
        }

    def schema(self, kind: Any) -> Document:
        """Return a type's schema; named ones are kept as components."""
        (schema,), components = msgspec.json.schema_components([kind], ref_template=_REF)
        for name, component in components.items():
            if self.schemas.setdefault(name, component) != component:
                raise TypeError(f"two types are called {name}; the document can tell only one of them")
        return schema

    def _parameters(self, one: Route) -> list[Document]:
        told = one.told
        found: list[Document] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in one.parameters
        ]
        for field in msgspec.structs.fields(told["query"]) if "query" in told else ():
            schema = self.schema(_without_none(field.type))
            default = field.default
            if default not in (None, msgspec.NODEFAULT):
                schema = {**schema, "default": default} if "$ref" not in schema else schema
            description = schema.pop("description", None)
            parameter = {"name": field.encode_name, "in": "query", "required": field.required, "schema": schema}
            found.append(parameter | ({"description": description} if description else {}))
        if one.method == "POST" and "idempotency-mismatch" in told.get("problems", ()):
            found.append(_IDEMPOTENCY_KEY)
        if one.path.endswith("/events"):
            found.append(_LAST_EVENT_ID)
        return found

    def _responses(self, told: Told, path: str) -> Document:
        answers = told.get("answers")
        status = told.get("status", 200)
        response: Document = {"description": "Done."}
        if answers is not None:
            response["content"] = {"application/json": {"schema": self.schema(answers)}}
        elif path == "/metrics":
            response["content"] = {"text/plain": {"schema": {"type": "string"}}}
        if path.endswith("/events"):
            event = self.schema(events.Event)
            stream = {"schema": {"type": "string"}, "x-event": event}
            response["content"]["text/event-stream"] = stream
        responses = {str(status): response}
        return responses | ({"200": {**response, "description": "Done before."}} if told.get("again") else {})

    def _refusals(self, slugs: list[str]) -> Document:
        by_status: dict[str, list[str]] = {}
        for slug in dict.fromkeys([*slugs, "internal"]):
            by_status.setdefault(str(STATUS[slug][0]), []).append(slug)
        content = {"application/problem+json": {"schema": self._problem}}
        return {
            status: {"description": " or ".join(f"`{slug}`" for slug in told), "content": content}
            for status, told in sorted(by_status.items())
        }


_IDEMPOTENCY_KEY: Document = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The caller's name for this request: the same name again gets the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_LAST_EVENT_ID: Document = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "For streams: the last position that is known already.",
    "schema": {"type": "string"},
}


def _schemes() -> Document:
    return {
        "visitor": {"type": "http", "scheme": "bearer", "description": "A visitor's token, from /v1/visitor/session."},
        "bearer": {"type": "http", "scheme": "bearer", "description": "An agent's token or an API key."},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "relevo_session", "description": "`__Host-relevo_session` over HTTPS."},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token", "description": "With every change, for cookies."},
    }  # fmt: skip


def _tag(access: Access) -> str:
    if access.is_visitors:
        return "visitors"
    return "server" if access is Access.OPEN else "agents"


def _without_none(kind: Any) -> Any:
    """A query has no null: what is not there is left out."""
    if get_origin(kind) in (Union, UnionType):
        (only,) = [part for part in get_args(kind) if part is not type(None)]
        return only
    return kind
