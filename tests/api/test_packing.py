"""Long lists travel compressed; what holds a secret, streams and short answers do not (docs/decisions/0055).

Not here: the files of the front end, which are packed once (`test_pages`).
"""

import gzip
from typing import cast

import pytest

from relevo.api import packing
from relevo.api.edge.asgi import Scope
from relevo.api.packing import PADDING, accepts_gzip, packed
from relevo.api.routes.table import routes
from tests.api.running import Caller, Running
from tests.api.test_conversations import begun

LIST = "/v1/conversations"
LISTS = {
    LIST, "/v1/agents", "/v1/teams", "/v1/labels", "/v1/canned-replies", "/v1/saved-filters", "/v1/settings/presets",
}  # fmt: skip
"""Every route whose answers are packed. Before you add one: could a secret ever stand in it?"""


@pytest.fixture
async def many(server: Running) -> None:
    """A list that is longer than a kibibyte."""
    for _ in range(4):
        await begun(await server.arrive())


@pytest.fixture
def from_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PACKED_FROM", 1)


@pytest.mark.usefixtures("many")
async def test_a_long_list_comes_packed_and_says_the_same(agent: Caller) -> None:
    answer = await agent.get(LIST, headers={"Accept-Encoding": "gzip"})
    plain = await agent.get(LIST, headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(plain.content)
    assert answer.json() == plain.json()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.000", ""])
async def test_who_does_not_take_it_gets_it_plain(agent: Caller, accepted: str) -> None:
    answer = await agent.get(LIST, headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_caches_are_told_that_it_depends(agent: Caller, accepted: str) -> None:
    answer = await agent.get(LIST, headers={"Accept-Encoding": accepted})
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_a_short_answer_comes_plain(agent: Caller) -> None:
    answer = await agent.get(f"{LIST}?view=closed", headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) < packing.PACKED_FROM
    assert "content-encoding" not in answer.headers


async def test_a_refusal_comes_plain(agent: Caller) -> None:
    answer = await agent.get(f"{LIST}?cursor={'x' * 400}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 422
    assert "content-encoding" not in answer.headers


@pytest.mark.usefixtures("from_the_first_byte", "many")
@pytest.mark.parametrize(
    "path", ["/v1/me", "/v1/me/sessions", "/v1/api-keys", "/v1/settings", "/v1/assistants", "/v1/inboxes"]
)
async def test_what_may_hold_a_secret_is_never_packed(server: Running, path: str) -> None:
    boss = await server.sign_in("owner")
    answer = await boss.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, answer.text
    assert "content-encoding" not in answer.headers


@pytest.mark.usefixtures("from_the_first_byte")
async def test_signing_in_and_a_visitors_session_are_never_packed(server: Running) -> None:
    headers = {"Accept-Encoding": "gzip"}
    signed_in = await server.http.post("/v1/sign-in", json=server.entry("agent"), headers=headers)
    arrived = await server.http.post("/v1/visitor/session", json=server.arrival, headers=headers)
    assert (signed_in.status_code, arrived.status_code) == (200, 200)
    assert "content-encoding" not in {**signed_in.headers, **arrived.headers}


@pytest.mark.usefixtures("from_the_first_byte")
@pytest.mark.parametrize("path", ["/v1/stream", f"{LIST}/{{}}/events"])
async def test_a_stream_is_never_packed(server: Running, agent: Caller, path: str) -> None:
    id = await begun(await server.arrive())
    headers = {**agent.headers, "Accept": "text/event-stream", "Accept-Encoding": "gzip"}
    async with server.http.stream("GET", path.format(id), headers=headers) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        assert "content-encoding" not in answer.headers
        async for line in answer.aiter_lines():
            assert line == ": relevo"
            break


def test_nothing_else_is_packed() -> None:
    packed_ones = [route for route in routes() if route.is_packed]
    assert {route.path for route in packed_ones} == LISTS
    assert {route.method for route in packed_ones} == {"GET"}


def test_the_same_answer_has_many_lengths() -> None:
    body = b'{"items":[]}' * 500
    made = [packed(body, f"chance {number}") for number in range(400)]
    assert {gzip.decompress(one) for one in made} == {body}
    lengths = {len(one) for one in made}
    assert len(lengths) > PADDING / 2
    assert max(lengths) - min(lengths) < PADDING


@pytest.mark.parametrize(
    ("told", "takes"),
    [("gzip", True), ("br, gzip", True), ("GZIP;q=0.5", True), ("gzip;q=1.0", True), ("gzip;q=0.0", False), ("br", False), ("", False)],
)  # fmt: skip
def test_a_weight_of_nothing_is_a_no(told: str, takes: bool) -> None:
    scope = cast("Scope", {"headers": [(b"accept-encoding", told.encode())]})
    assert accepts_gzip(scope) is takes
