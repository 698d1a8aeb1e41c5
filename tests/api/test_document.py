"""The OpenAPI document: whole, without references to elsewhere, and in agreement with what the server does.

Every other test here holds its answers against it too (`agreement`). Not here: pages that show it.
"""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

from relevo.api.openapi import document
from relevo.core.commands import COMMANDS
from relevo.core.events import EVENTS
from tests.api.running import Running, running

CASES = 3 if os.environ.get("RELEVO_TEST_PROFILE", "dev") == "dev" else 8
"""For each operation, as many that keep to the document as ones that do not; the same every time, so that what `make test`
says does not depend on chance.
"""
KEPT = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "negative_data_rejection", "missing_required_header",
)  # fmt: skip
"""What a schema cannot say (a text of blanks, a name that is taken) is refused as well, so acceptance is not among them."""


PROBING = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 410, 413, 415, 422]}}}
)


async def test_the_server_gives_the_document_to_everybody(server: Running) -> None:
    answer = await server.http.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == json.loads(json.dumps(document(server.url)))
    assert answer.json()["openapi"].startswith("3.1.")


async def test_no_page_shows_it_with_scripts_from_elsewhere(server: Running) -> None:
    for path in ("/schema", "/docs", "/swagger", "/redoc", "/schema/openapi.json"):
        assert (await server.http.get(path)).status_code == 404


def test_every_reference_leads_to_something() -> None:
    told = document()
    leading = list(references(told))
    assert "#/components/schemas/Problem" in leading
    for reference in leading:
        found: Any = told
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_schema_is_a_schema() -> None:
    for name, schema in document()["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema.get("description"), f"{name} says nothing of itself"


def test_every_operation_has_a_name_of_its_own_and_a_sentence() -> None:
    operations = [operation for methods in document()["paths"].values() for operation in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] for operation in operations)


def test_every_public_command_is_in_it_with_its_fields() -> None:
    told = document()
    for command in COMMANDS:
        if (public := getattr(command, "public", None)) is None:
            continue
        audience, verb = public
        side = "/v1/visitor" if audience == "visitor" else "/v1"
        operation = told["paths"][f"{side}/conversations/{{conversation_id}}/{verb}"]["post"]
        (content,) = operation["requestBody"]["content"].values()
        body = told["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[-1]]
        assert body["additionalProperties"] is False
        assert body["description"] == command.__doc__


def test_every_event_is_in_it() -> None:
    told = document()["components"]["schemas"]
    kinds = {schema["properties"]["type"]["enum"][0] for name, schema in told.items() if name.endswith("Event")}
    assert kinds == set(EVENTS)


def test_every_operation_says_which_errors_it_has() -> None:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert {"429", "500", "503"} <= set(errors), f"{method} {path}"
            assert all(list(answer["content"]) == ["application/problem+json"] for answer in errors.values())


@dataclass(frozen=True, slots=True)
class Target:
    """A server in a thread of its own, and tokens for it."""

    url: str
    visitor: str
    owner: str
    conversation_id: str


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    ready, stop = threading.Event(), threading.Event()
    found: list[Target] = []

    async def serve() -> None:
        async with running() as server:
            visitor, owner = await server.arrive(), await server.sign_in("owner")
            begun = await visitor.post("/v1/visitor/conversations")
            found.append(Target(server.url, visitor.token, owner.token, begun.json()["id"]))
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait(20)
    yield found[0]
    stop.set()
    thread.join(20)


def probes() -> Iterator[Any]:
    """Every operation, with requests that keep to the document, and where there is anything to break also with others."""
    skipped = ("/metrics", "/v1/sign-out", "/v1/stream")
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            if path in skipped:
                continue
            yield pytest.param(method, path, GenerationMode.POSITIVE, id=f"{method} {path}")
            if "requestBody" in operation or operation["parameters"]:
                yield pytest.param(method, path, GenerationMode.NEGATIVE, id=f"{method} {path} broken")


@pytest.mark.parametrize(("method", "path", "mode"), list(probes()))
def test_whatever_is_sent_the_answer_keeps_to_the_document(
    target: Target, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(document(target.url), config=PROBING)
    token = target.visitor if path.startswith("/v1/visitor/") else target.owner
    headers = {"Authorization": f"Bearer {token}", "Origin": target.url}
    checks: list[Any] = [CHECKS.get_one(kept) for kept in KEPT]
    known = {"conversation_id": target.conversation_id} if "{conversation_id}" in path else None
    cases = schema[path][method].as_strategy(generation_mode=mode, path_parameters=known)

    @given(case=cases)
    @settings(
        max_examples=CASES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def holds(case: Case[Any]) -> None:
        # As forms send it, a name without a value is not there; no type of the document says so.
        assume("" not in (case.query or {}).values())
        sent = {**headers, "Accept": "application/json"}
        answer = case.call(base_url=target.url, headers=sent)
        case.validate_response(answer, checks=checks, headers=sent)

    holds()


def references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str(reference)}:
            yield reference
        case dict():
            for child in node.values():
                yield from references(child)
        case list():
            for child in node:
                yield from references(child)
        case _:
            pass
