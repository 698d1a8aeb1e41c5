"""The door: cookies, CSRF, credentials in the wrong place or of the wrong kind, sites that may not carry the widget.

(trust.md T10, T11, T13, T14, T15.) Not here: roles (`test_roles`).
"""

from typing import Any

import httpx2
import pytest

from tests.api.running import Caller, Running

SHOP = "https://shop.example"


def slug(answer: httpx2.Response) -> str:
    return str(answer.json()["type"]).rsplit("/", 1)[-1]


async def cookie_of(server: Running) -> tuple[str, str]:
    answer = await server.http.post("/v1/sign-in", json=server.entry("agent"))
    server.http.cookies.clear()
    return answer.cookies["relevo_session"], answer.json()["csrf_token"]


async def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(server: Running) -> None:
    answer = await server.http.post("/v1/sign-in", json=server.entry("agent"))
    server.http.cookies.clear()
    name, _, attributes = answer.headers["set-cookie"].partition("=")
    assert name == "relevo_session"
    assert {"Path=/", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in attributes.split(";")}
    assert answer.json()["csrf_token"] not in answer.headers["set-cookie"]


async def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    from relevo.api.door.credentials import set_cookie

    _, value = set_cookie("https://chat.example", "rs_1")
    assert value == "__Host-relevo_session=rs_1; Path=/; HttpOnly; SameSite=Lax; Secure"


async def test_a_cookie_reads_without_a_token_and_changes_only_with_it(server: Running) -> None:
    cookie, csrf = await cookie_of(server)
    headers = {"Cookie": f"other=1; relevo_session={cookie}"}
    me = await server.http.get("/v1/me", headers=headers)
    bare = await server.http.put("/v1/presence", json={"state": "online"}, headers=headers)
    wrong = await server.http.put(
        "/v1/presence", json={"state": "online"}, headers={**headers, "X-CSRF-Token": csrf[::-1]}
    )
    right = await server.http.put("/v1/presence", json={"state": "online"}, headers={**headers, "X-CSRF-Token": csrf})

    assert (me.status_code, me.json()["csrf_token"]) == (200, csrf)
    assert (bare.status_code, slug(bare)) == (403, "csrf")
    assert (wrong.status_code, slug(wrong)) == (403, "csrf")
    assert right.status_code == 204


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": SHOP},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1"},
    ],
)
async def test_another_site_cannot_use_the_cookie_even_with_the_token(server: Running, sent: dict[str, str]) -> None:
    cookie, csrf = await cookie_of(server)
    headers = {"Cookie": f"relevo_session={cookie}", "X-CSRF-Token": csrf, **sent}
    refused = await server.http.put("/v1/presence", json={"state": "online"}, headers=headers)
    assert (refused.status_code, slug(refused)) == (403, "csrf")


async def test_our_own_page_may(server: Running) -> None:
    cookie, csrf = await cookie_of(server)
    headers = {
        "Cookie": f"relevo_session={cookie}",
        "X-CSRF-Token": csrf,
        "Origin": server.url,
        "Sec-Fetch-Site": "same-origin",
    }
    assert (await server.http.put("/v1/presence", json={"state": "online"}, headers=headers)).status_code == 204


async def test_nobody_is_signed_in_by_a_page_of_another_site(server: Running) -> None:
    refused = await server.http.post("/v1/sign-in", json=server.entry("agent"), headers={"Origin": SHOP})
    assert (refused.status_code, slug(refused)) == (403, "csrf")
    assert "set-cookie" not in refused.headers


async def test_signing_out_ends_the_session_and_takes_the_cookie_away(server: Running) -> None:
    cookie, csrf = await cookie_of(server)
    headers = {"Cookie": f"relevo_session={cookie}", "X-CSRF-Token": csrf}
    answer = await server.http.post("/v1/sign-out", headers=headers)
    assert answer.status_code == 204
    assert "relevo_session=;" in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await server.http.get("/v1/me", headers=headers)).status_code == 401


async def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(server: Running) -> None:
    answers = []
    for entry in (
        {**server.entry("agent"), "password": "wrong horse battery"},
        {**server.entry("agent"), "email": "nobody@example.org"},
    ):
        answer = await server.http.post("/v1/sign-in", json=entry)
        told = answer.json()
        told.pop("request_id")
        answers.append((answer.status_code, told))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401


async def test_a_used_or_invented_setup_link_is_gone(server: Running) -> None:
    entry = {"token": "ru_invented", "name": "Eve", "email": "eve@example.org", "password": "a long enough password"}
    answer = await server.http.post("/v1/setup", json=entry)
    assert (answer.status_code, slug(answer)) == (410, "setup-used")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer rs_unknown"},
        {"Authorization": "Bearer rs_ünknown".encode()},
        [("Authorization", "Bearer rs_unknown"), ("Authorization", "Bearer rs_unknown")],
        {"Cookie": "relevo_session=rs_unknown"},
        {"Cookie": "relevo_session="},
        {"Cookie": '=;;;=,"[]'},
    ],
)
async def test_without_a_good_credential_there_is_one_answer(server: Running, sent: Any) -> None:
    answer = await server.http.get("/v1/me", headers=sent)
    assert (answer.status_code, slug(answer)) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_good_credential_that_stands_there_twice_is_none(server: Running, agent: Caller) -> None:
    good = ("Authorization", agent.headers["Authorization"])
    assert (await server.http.get("/v1/me", headers=[good])).status_code == 200
    assert (await server.http.get("/v1/me", headers=[good, good])).status_code == 401


async def test_a_visitors_token_opens_nothing_of_the_team(visitor: Caller) -> None:
    assert (await visitor.get("/v1/conversations")).status_code == 401


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "API_KEY", "key", "password", "session"])
async def test_a_credential_in_the_address_is_named_as_the_mistake_it_is(agent: Caller, name: str) -> None:
    answer = await agent.get(f"/v1/conversations?{name}=x")
    assert (answer.status_code, slug(answer)) == (400, "credential-in-url")


async def test_a_program_needs_the_scope(server: Running) -> None:
    key = await server.key("ingest")
    refused = await key.get("/v1/conversations")
    assert (refused.status_code, slug(refused), refused.json()["scope"]) == (403, "insufficient-scope", "read")
    reader = await server.key("read")
    assert (await reader.get("/v1/conversations")).status_code == 200
    assert (await reader.post("/v1/conversations/x/take-over")).status_code == 403


async def test_only_a_known_site_is_echoed_and_only_itself(listed: Running) -> None:
    allowed = await listed.http.post("/v1/visitor/session", json=listed.arrival, headers={"Origin": SHOP})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == SHOP
    assert "Origin" in allowed.headers["vary"]
    assert "access-control-allow-credentials" not in allowed.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        f"{SHOP}.evil.example",
        "https://sub.shop.example",
        "http://shop.example",
        f"{SHOP}:444",
        "x",
    ],
)
async def test_any_other_site_is_refused_and_may_not_read_why(listed: Running, origin: str) -> None:
    for method, path in (
        ("POST", "/v1/visitor/session"),
        ("OPTIONS", "/v1/visitor/session"),
        ("GET", "/v1/visitor/conversations/x"),
    ):
        refused = await listed.http.request(method, path, json=listed.arrival, headers={"Origin": origin})
        assert (refused.status_code, slug(refused)) == (403, "origin-not-allowed")
        assert "access-control-allow-origin" not in refused.headers
        assert "Origin" in refused.headers["vary"]


async def test_a_browser_that_hides_its_site_is_refused_and_a_program_is_not(listed: Running) -> None:
    """A program could send any origin it likes; a page cannot."""
    hidden = await listed.http.post(
        "/v1/visitor/session", json=listed.arrival, headers={"Sec-Fetch-Site": "cross-site"}
    )
    program = await listed.http.post("/v1/visitor/session", json=listed.arrival)
    assert (hidden.status_code, slug(hidden)) == (403, "origin-not-allowed")
    assert program.status_code == 200


async def test_our_own_pages_may_always_carry_the_widget(listed: Running) -> None:
    own = {"Origin": listed.url, "Sec-Fetch-Site": "same-origin"}
    answer = await listed.http.post("/v1/visitor/session", json=listed.arrival, headers=own)
    assert answer.status_code == 200
    # A browser leaves the origin out of what a page reads from its own site.
    token = {"Authorization": f"Bearer {answer.json()['token']}"}
    read = await listed.http.get("/v1/visitor/conversations/x", headers={**token, "Sec-Fetch-Site": "same-origin"})
    assert read.status_code == 404


async def test_a_preflight_is_answered_for_known_sites(listed: Running) -> None:
    asked = {"Origin": SHOP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answer = await listed.http.options("/v1/visitor/conversations/x/messages", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "Authorization" in answer.headers["access-control-allow-headers"]


async def test_a_known_site_may_read_refusals_too(listed: Running) -> None:
    answer = await listed.http.get("/v1/visitor/conversations/x", headers={"Origin": SHOP})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, SHOP)


async def test_the_teams_routes_are_for_no_other_site(listed: Running, agent: Caller) -> None:
    answer = await listed.http.get("/v1/conversations", headers={"Origin": SHOP})
    assert "access-control-allow-origin" not in answer.headers
