"""The page on the HTTP API says what the code says; it is written from it.

`RELEVO_TEST_REWRITE=1 pytest tests/api/test_reference.py` writes it anew. Not here: whether the server does what it says
(`test_document`, `agreement`).
"""

import os
from pathlib import Path

from relevo.api.door.access import Access
from relevo.api.openapi import Document, document
from relevo.api.problems import STATUS
from relevo.api.routes.table import routes

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
WHO = {
    Access.OPEN: "everybody",
    Access.ENTRY: "everybody, from our own pages",
    Access.ARRIVAL: "everybody, from the inbox's sites",
    Access.VISITOR: "the visitor, for what is theirs",
    Access.READ: "every agent; keys with `read`",
    Access.ACT: "agents and up",
    Access.SELF: "every agent",
    Access.SUPERVISE: "supervisors and up",
    Access.CONFIGURE: "administrators and owners",
}
FRAMES = {
    "draft": "`{turn, epoch, text_so_far}` first, then `{turn, epoch, delta}`: text of a running answer, not yet said",
    "draft_cut": "`{turn}`: the draft will never be said",
    "typing": "`{actor}`; of a visitor, for agents and where the workspace shares drafts, with `text`. Shown for 6 s; at most one a second",
    "attention": "agents only: `{viewers: [{agent, state}]}`: who else has the conversation open, and whether they type or take a note",
    "queue": "visitors only: `{position, estimated_wait_s}` while they wait, first and whenever it changes; null for what is not shown or known",
    "ping": "`{head_seq}`: every 10 s; whoever hears nothing for 35 s reconnects",
    "reset": "`{reason}`: the cursor is of no log; read everything anew",
    "bye": "`{}`: the server stops; reconnect a little later",
    "conversation": "inbox only: a row as in the lists, with its version",
    "counts": "inbox only: how many conversations each view holds",
    "presence": "inbox only: `{agent, state}`",
    "notification": "inbox only: `{id, kind, conversation_id, title, text, reason, actor, at}`; with the same id in every window",
}


def test_the_page_on_the_api_is_current() -> None:
    if os.environ.get("RELEVO_TEST_REWRITE"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()


def test_every_access_is_explained() -> None:
    assert set(WHO) >= {route.access for route in routes()}


def page() -> str:
    told = document()
    lines = [
        "# The HTTP API",
        "",
        "Written by `tests/api/test_reference.py`. The same for machines, with every field: `/openapi.json`, or `relevo openapi`.",
        "Visitors send `Authorization: Bearer <visitor token>`, agents the session cookie with `X-CSRF-Token` on every change, or",
        "`Authorization: Bearer <agent token or API key>`. Nothing of that ever stands in an address.",
        "A POST takes an `Idempotency-Key`: the same one again gets the same answer for 24 hours, and with another body is refused. Messages",
        "have their `client_id` for it; with both, each of the two is known. A refusal is not kept: asked again, it is decided again. Where asking",
        "again does what asking did (signing in and out, typing, telling a page), the header says nothing, and the OpenAPI document leaves it out.",
        "",
        "## Calls",
        "| call | who | what it does |",
        "|---|---|---|",
        *_calls(told),
        "",
        "## Errors",
        "Problem documents (RFC 9457): `type` ends in `/problems/<slug>`, with `title`, `status`, `detail`, `request_id` and for some more fields.",
        "`unavailable` with `is_uncertain` may have been done, or may yet be: sent again with the same key it is done once. Without it nothing was.",
        "",
        "| slug | status | means |",
        "|---|---|---|",
        *(f"| `{slug}` | {status} | {title} |" for slug, (status, title) in STATUS.items()),
        "",
        "## Streams",
        "The events of a log, `id:` being their `seq`, from `Last-Event-ID` on. Between them frames without an id, which are never repeated:",
        "",
        "| frame | what it holds |",
        "|---|---|",
        *(f"| `{name}` | {what} |" for name, what in FRAMES.items()),
    ]
    return "\n".join(lines) + "\n"


def _calls(told: Document) -> list[str]:
    access = {route.name: route.access for route in routes()}
    return [
        f"| `{method.upper()} {path}` | {WHO[access.get(operation['operationId'], Access.READ)]} | {operation['summary']} |"
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
