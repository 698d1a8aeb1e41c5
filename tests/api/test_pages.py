"""The built front end and other pages: caching, packing, the console's own addresses, headers on everything (trust.md T35).

Not here: building them.
"""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from relevo.api.openapi import document
from tests.api.running import Running, running

SCRIPT = "export const chat = 1;\n" * 100


@pytest.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    root: Path = tmp_path_factory.mktemp("web")
    files = {
        "widget/widget.js": "console.log('loader')",
        "widget/chat-CqzFYEPO.js": SCRIPT,
        "console/index.html": "<!doctype html><div id=app></div>",
        "console/mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "console/assets/index-9W3m8WX2.js": SCRIPT,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "secret.txt").write_text("not served")
    async with running(web_root=root) as started:
        yield started


async def test_the_loader_is_asked_for_anew_and_its_parts_never_again(site: Running) -> None:
    loader = await site.http.get("/widget.js")
    part = await site.http.get("/widget/chat-CqzFYEPO.js")
    assert (loader.status_code, loader.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert loader.headers["cache-control"] == "no-cache"
    assert part.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_every_site_may_load_the_widget_and_none_the_console(site: Running) -> None:
    for path in ("/widget.js", "/widget/chat-CqzFYEPO.js"):
        answer = await site.http.get(path, headers={"Origin": "https://anywhere.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    console = await site.http.get("/console/")
    assert "access-control-allow-origin" not in console.headers
    assert console.headers["cross-origin-resource-policy"] == "same-origin"


async def test_what_has_not_changed_is_not_sent_again(site: Running) -> None:
    first = await site.http.get("/widget.js")
    again = await site.http.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_long_texts_are_packed_for_those_who_can_unpack_them(site: Running) -> None:
    path = "/console/assets/index-9W3m8WX2.js"
    async with site.http.stream("GET", path, headers={"Accept-Encoding": "gzip, br"}) as answer:
        packed = b"".join([piece async for piece in answer.aiter_raw()])
    plain = await site.http.get(path, headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert gzip.decompress(packed).decode() == plain.text == SCRIPT
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("path", ["/console/", "/console/anything", "/console/setup/token", "/console/index.html"])
async def test_the_console_has_addresses_of_its_own(site: Running, path: str) -> None:
    answer = await site.http.get(path)
    assert (answer.status_code, "id=app" in answer.text) == (200, True)
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/console"])
async def test_whoever_comes_to_the_front_door_is_led_to_the_console(site: Running, path: str) -> None:
    answer = await site.http.get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, "/console/")


@pytest.mark.parametrize(
    "path",
    [
        "/console/assets/gone-12345678.js", "/widget/chat-old.js", "/widget/", "/widget", "/secret.txt", "/console/../secret.txt",
        "/widget/%2e%2e/secret.txt", "/widget/..%2fsecret.txt",
    ],
)  # fmt: skip
async def test_what_was_not_built_is_not_there(site: Running, path: str) -> None:
    answer = await site.http.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_file_cannot_be_written_to(site: Running) -> None:
    answer = await site.http.post("/widget.js")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    head = await site.http.head("/widget.js")
    assert (head.status_code, head.content, int(head.headers["content-length"]) > 0) == (200, b"", True)


async def test_a_missing_front_end_is_told_with_its_mend(server: Running) -> None:
    answer = await server.http.get("/console/")
    assert (answer.status_code, "make web" in answer.json()["detail"]) == (404, True)


async def test_a_page_that_somebody_brings_is_served_with_its_own_policy(server: Running) -> None:
    answer = await server.http.get("/demo")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


async def test_every_route_bears_the_security_headers_and_a_request_id(site: Running) -> None:
    paths = [(method, path) for path, methods in document()["paths"].items() for method in methods]
    pages = [("get", path) for path in ("/console/", "/widget.js", "/demo", "/nothing", "/openapi.json")]
    for method, path in [*paths, *pages]:
        answer = await site.http.request(method.upper(), path.replace("{", "").replace("}", ""))
        headers = answer.headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["x-request-id"].startswith("req_"), path
        assert "default-src" in headers["content-security-policy"], path
        assert "server" not in headers, path
        if path.startswith("/v1/"):
            assert headers["cache-control"] == "no-store", path
            assert headers["content-security-policy"].startswith("default-src 'none'"), path


def test_over_https_browsers_are_told_to_stay_there() -> None:
    from relevo.api.edge.headers import security_headers

    assert (b"strict-transport-security", b"max-age=31536000") in security_headers("https://chat.example")
    assert b"strict-transport-security" not in dict(security_headers("http://127.0.0.1:8080"))
