"""Requests find their routes by method and path, and nothing else finds one."""

import inspect
import re

import pytest

from relevo.api.door.access import Access
from relevo.api.door.call import Call
from relevo.api.problems import Problem
from relevo.api.router import Router
from relevo.api.routes.route import Answer, Route, View, route
from relevo.api.routes.table import routes
from tests.api.running import Caller, Running

EVERY = routes()


def named(one: Route) -> str:
    return f"{one.method} {one.path}"


def made(path: str) -> Route:
    @route("GET", path, Access.OPEN)
    async def read(request: Call, **names: str) -> View:
        return {**names}

    return read


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_each_route_is_found_with_what_stands_in_its_path(one: Route) -> None:
    values = [f"{name}-1" for name in one.parameters]
    path = re.sub(r"{(\w+)}", r"\1-1", one.path)
    for asked in (path, path + "/"):
        place, found = Router(EVERY).find(asked)
        assert (place.routes[one.method], found) == (one, values)


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_each_function_takes_what_its_route_hands_it(one: Route) -> None:
    body = ["body"] if one.body is not None else []
    assert [*inspect.signature(one.function).parameters] == ["request", *one.parameters, *body]


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_only_who_writes_sends_a_body(one: Route) -> None:
    assert one.method in ("POST", "PUT", "PATCH") or one.body is None


def test_an_answer_shows_nothing_of_what_it_says() -> None:
    shown = repr(Answer({"token": "s3cret"}, 200, [("Set-Cookie", "session=s3cret")]))
    assert shown == "Answer(200)"


def test_no_body_of_an_act_needs_decoding_twice() -> None:
    slow = [one.path for one in EVERY if "/conversations/{" in one.path and one.reader and one.reader._names is None]
    assert not slow


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/a",
        "/a/",
        "/a//c",
        "//a/b/c",
        "/a/b//",
        "/a/b/c/d",
        "/A/x/c",
        "/a/x/c ",
        "a/x/c",
        "z/a/x/c",
        "/a/x/d",
        "/x",
    ],
)
def test_nothing_else_is_a_path(path: str) -> None:
    with pytest.raises(Problem) as refused:
        Router([made("/a/{name}/c")]).find(path)
    assert refused.value.slug == "not-found"


def test_a_word_that_is_known_goes_before_a_parameter() -> None:
    router = Router([made("/people/{id}"), made("/people/me")])
    assert [(place.path, values) for place, values in map(router.find, ("/people/me", "/people/mei"))] == [
        ("/people/me", []),
        ("/people/{id}", ["mei"]),
    ]


def test_parameters_come_in_their_order_and_as_they_are() -> None:
    _, values = Router([made("/a/{first}/b/{second}")]).find("/a/b/b/ä %2e")
    assert values == ["b", "ä %2e"]


@pytest.mark.parametrize("other", ["/a/{one}", "/a/{other}"])
def test_no_route_can_stand_where_another_does(other: str) -> None:
    with pytest.raises(ValueError, match="stands beside"):
        Router([made("/a/{one}"), made(other)])


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/v1/agents", "GET, OPTIONS, POST"), ("/v1/presence", "OPTIONS, PUT"), ("/v1/conversations/c/take-over", "OPTIONS, POST")],
)  # fmt: skip
async def test_other_methods_are_told_which_there_are(server: Running, path: str, allowed: str) -> None:
    refused = await server.http.request("DELETE", path)
    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)
    assert refused.json()["type"].endswith("/problems/method-not-allowed")
    asked = await server.http.request("OPTIONS", path)
    assert (asked.status_code, asked.headers["allow"], asked.content) == (204, allowed, b"")


async def test_what_is_nowhere_tells_no_methods(server: Running) -> None:
    for method in ("GET", "POST", "OPTIONS", "PROPFIND"):
        answer = await server.http.request(method, "/v1/nowhere")
        assert (answer.status_code, "allow" in answer.headers) == (404, False)


async def test_requests_are_counted_under_the_template_and_never_under_the_path(server: Running, agent: Caller) -> None:
    await agent.get("/v1/conversations/conv_nobody-has-this")
    await server.http.get("/v1/conversations/conv_nobody-has-this/nothing")
    await server.http.options("/v1/conversations/conv_nobody-has-this")
    await server.http.put("/v1/conversations/conv_nobody-has-this")
    metrics = (await server.http.get("/metrics")).text
    for method, status in (("GET", 404), ("OPTIONS", 204), ("PUT", 405)):
        assert f'method="{method}",route="/v1/conversations/{{conversation_id}}",status="{status}"' in metrics
    assert "nobody-has-this" not in metrics
