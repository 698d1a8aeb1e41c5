"""Holds every answer that a test gets against the OpenAPI document: declared status, media type, and a body of that shape.

Not here: the tests; `running` puts this into its client.
"""

import re
from functools import cache
from typing import Any

import httpx2
from jsonschema import Draft202012Validator

from relevo.api.openapi import Document, document


async def check(answer: httpx2.Response) -> None:
    """Raise where an answer is not what the document promises. Paths that it does not know are left alone."""
    operation = _operation(answer.request.method.lower(), answer.request.url.path)
    if operation is None:
        return
    told = f"{answer.request.method} {answer.request.url.path} answered {answer.status_code}"
    declared = operation["responses"].get(str(answer.status_code))
    assert declared is not None, f"{told}, which is not declared"
    content = declared.get("content")
    if content is None:
        assert not await answer.aread(), f"{told} with a body, and none is declared"
        return
    kind = answer.headers["content-type"].split(";")[0]
    assert kind in content, f"{told} with {kind}, and declared are {list(content)}"
    if kind.endswith("json"):
        await answer.aread()
        errors = list(_validator(kind, _key(content[kind]["schema"])).iter_errors(answer.json()))
        assert not errors, (
            f"{told} with a body of another shape: {errors[0].message} at {list(errors[0].absolute_path)}"
        )


@cache
def _paths() -> list[tuple[re.Pattern[str], Document]]:
    paths = sorted(document()["paths"].items(), key=lambda entry: "{" in entry[0])
    return [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), operations) for path, operations in paths]


def _operation(method: str, path: str) -> Document | None:
    for pattern, operations in _paths():
        if pattern.fullmatch(path):
            found: Document | None = operations.get(method)
            return found
    return None


def _key(schema: Document) -> str:
    import json

    return json.dumps(schema, sort_keys=True)


@cache
def _validator(kind: str, schema: str) -> Any:
    import json

    components = json.loads(json.dumps(document()["components"]))
    for name, component in components["schemas"].items():
        # What is not declared is not sent. Problems have fields of their own.
        if component.get("properties") and name != "Problem":
            component.setdefault("additionalProperties", False)
    return Draft202012Validator({**json.loads(schema), "components": components})
