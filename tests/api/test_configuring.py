"""People, assistants, inboxes and settings over HTTP, and that a change is felt where it should be.

Not here: which values are allowed (`tests/workspace`) and who may change anything (`test_roles`).
"""

import pytest

from relevo.settings import Limits, Outgoing, Settings
from tests.api.reading import follow
from tests.api.running import PASSWORD, Caller, Running, running
from tests.api.test_conversations import begun
from tests.api.test_door import slug


@pytest.fixture
async def owner(server: Running) -> Caller:
    return await server.sign_in("owner")


async def added(owner: Caller, email: str, role: str = "agent") -> dict[str, str]:
    answer = await owner.post("/v1/agents", {"email": email, "name": "New One", "role": role, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.json()
    return made


async def signed_in(server: Running, email: str) -> Caller:
    answer = await server.http.post("/v1/sign-in", json={"email": email, "password": PASSWORD})
    server.http.cookies.clear()
    assert answer.status_code == 200, answer.text
    return Caller(server.http, answer.json()["token"], answer.json())


async def test_the_first_owner_comes_by_a_link_that_works_once(server: Running) -> None:
    workspace = await server.tables.workspaces.create("Second shop")
    token = await server.tables.setup.new_link(workspace.id)
    entry = {"token": token, "name": "Olga", "email": "olga@example.org", "password": "admin"}

    weak = await server.http.post("/v1/setup", json=entry)
    made = await server.http.post("/v1/setup", json={**entry, "password": PASSWORD})
    server.http.cookies.clear()
    again = await server.http.post("/v1/setup", json={**entry, "password": PASSWORD})

    assert (weak.status_code, weak.json()["field"]) == (422, "password")
    assert (made.status_code, made.json()["agent"]["role"]) == (200, "owner")
    assert "relevo_session" in made.headers["set-cookie"]
    assert (again.status_code, slug(again)) == (410, "setup-used")


async def test_an_agent_is_added_signs_in_and_is_seen_at_once(server: Running, owner: Caller) -> None:
    made = await added(owner, "ada@example.org")
    ada = await signed_in(server, "ada@example.org")
    await ada.put("/v1/presence", {"state": "online"})
    one = (await owner.get(f"/v1/agents/{made['id']}")).json()
    assert (one["email"], one["presence"], one["is_active"]) == ("ada@example.org", "online", True)
    assert (await ada.get("/v1/me")).json()["agent"]["id"] == made["id"]


async def test_an_address_is_for_one_agent(owner: Caller) -> None:
    await added(owner, "bob@example.org")
    refused = await owner.post("/v1/agents", {"email": "BOB@example.org", "name": "Another Bob"})
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (409, "conflict", "email")


async def test_only_owners_make_owners_and_one_is_always_left(server: Running, owner: Caller) -> None:
    administrator = await server.sign_in("administrator")
    refused = await administrator.post("/v1/agents", {"email": "eve@example.org", "name": "Eve", "role": "owner"})
    last = await owner.patch(f"/v1/agents/{owner.told['agent']['id']}", {"role": "agent"})
    assert (refused.status_code, slug(refused)) == (403, "forbidden")
    assert (last.status_code, slug(last)) == (409, "conflict")


async def test_who_is_switched_off_is_out_at_once(server: Running, owner: Caller) -> None:
    made = await added(owner, "carl@example.org")
    carl = await signed_in(server, "carl@example.org")
    answer = await owner.patch(f"/v1/agents/{made['id']}", {"is_active": False})
    assert answer.json()["is_active"] is False
    assert (await carl.get("/v1/me")).status_code == 401


async def test_who_may_only_read_from_now_on_acts_no_more(server: Running, owner: Caller, visitor: Caller) -> None:
    made = await added(owner, "dora@example.org")
    conversation_id = await begun(visitor)
    await owner.patch(f"/v1/agents/{made['id']}", {"role": "viewer"})
    dora = await signed_in(server, "dora@example.org")
    assert (await dora.post(f"/v1/conversations/{conversation_id}/take-over")).status_code == 403


async def test_a_secret_option_is_never_told_again(owner: Caller) -> None:
    body = {"kind": "openai", "name": "Remote", "options": {"url": "https://93.184.215.14/v1", "key": "sk-canary"}}
    made = await owner.post("/v1/assistants", body)
    read = await owner.get(f"/v1/assistants/{made.json()['id']}")
    listed = await owner.get("/v1/assistants")
    for answer in (made, read, listed):
        assert "sk-canary" not in answer.text
    assert read.json()["options"] == {"url": "https://93.184.215.14/v1", "key": "set"}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:11434/v1", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://a@93.184.215.14/"]
)  # fmt: skip
async def test_an_assistant_cannot_be_pointed_at_what_only_the_server_reaches(owner: Caller, url: str) -> None:
    body = {"kind": "openai", "name": "Remote", "options": {"url": url}}
    refused = await owner.post("/v1/assistants", body)
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[1]) == (422, "url-not-allowed")
    assert refused.json()["field"] == "options.url"

    made = (await owner.post("/v1/assistants", {**body, "options": {"url": "https://93.184.215.14/v1"}})).json()
    path = f"/v1/assistants/{made['id']}"
    assert (await owner.patch(path, {"options": {"url": url}})).status_code == 422
    assert (await owner.get(path)).json()["options"]["url"] == "https://93.184.215.14/v1"
    assert (await owner.patch(path, {"kind": "echo", "options": {"url": url}})).status_code == 200
    assert (await owner.patch(path, {"kind": "openai"})).status_code == 422, "nor by taking up what another kind had"


async def test_but_at_a_private_network_that_the_operator_permits() -> None:
    settings = Settings(limits=Limits(exempt_loopback=True), outgoing=Outgoing(private_networks=("10.1.0.0/16",)))
    async with running(settings) as server:
        owner = await server.sign_in("owner")
        body = {"kind": "openai", "name": "Remote", "options": {"url": "http://10.1.2.3:11434/v1"}}
        assert (await owner.post("/v1/assistants", body)).status_code == 201
        body["options"] = {"url": "http://10.2.2.3:11434/v1"}
        assert (await owner.post("/v1/assistants", body)).status_code == 422


async def test_an_assistants_own_handoff_holds_for_its_visitors(owner: Caller, server: Running) -> None:
    assistant_id = server.seeded.assistant.id
    await owner.patch(f"/v1/assistants/{assistant_id}", {"handoff": {"enabled": False}})
    visitor = await server.arrive()
    conversation_id = await begun(visitor)
    path = f"/v1/visitor/conversations/{conversation_id}/request-human"
    refused = await visitor.post(path, {"trigger": "button"})
    await owner.patch(f"/v1/assistants/{assistant_id}", {"handoff": {"enabled": None}})
    granted = await visitor.post(path, {"trigger": "button"})
    assert visitor.told["settings"]["handoff"]["enabled"] is False
    assert (refused.status_code, slug(refused)) == (409, "handoff-disabled")
    assert granted.json()["phase"] == "waiting"


async def test_a_new_inbox_serves_the_sites_on_its_list(owner: Caller, server: Running) -> None:
    site = "https://new.example"
    body = {"name": "New site", "assistant_id": server.seeded.assistant.id, "allowed_origins": [site]}
    inbox = (await owner.post("/v1/inboxes", body)).json()
    came = await server.http.post("/v1/visitor/session", json={"inbox_key": inbox["key"]}, headers={"Origin": site})
    other = await server.http.post(
        "/v1/visitor/session", json={"inbox_key": inbox["key"]}, headers={"Origin": "https://other.example"}
    )
    listed = await owner.get(f"/v1/inboxes/{inbox['id']}")
    assert (came.status_code, came.headers["access-control-allow-origin"]) == (200, site)
    # The other inbox of this server takes every site, so the page may ask; this inbox refuses, and the page may not read that.
    assert (other.status_code, slug(other)) == (403, "origin-not-allowed")
    assert "access-control-allow-origin" not in other.headers
    assert listed.json()["allowed_origins"] == [site]


async def test_a_visitors_token_is_for_the_inbox_it_was_made_for(
    owner: Caller, server: Running, visitor: Caller
) -> None:
    body = {"name": "Other", "assistant_id": server.seeded.assistant.id, "allowed_origins": ["*"]}
    inbox = (await owner.post("/v1/inboxes", body)).json()
    conversation_id = await begun(visitor)
    came = await server.http.post("/v1/visitor/session", json={"inbox_key": inbox["key"]}, headers=visitor.headers)
    stranger = {"Authorization": f"Bearer {came.json()['token']}"}
    assert came.json()["token"] != visitor.token
    read = await server.http.get(f"/v1/visitor/conversations/{conversation_id}", headers=stranger)
    assert read.status_code == 404


@pytest.mark.parametrize("path", ["/v1/agents/x", "/v1/assistants/x", "/v1/inboxes/x"])
async def test_what_is_not_there_is_neither_read_nor_changed(owner: Caller, path: str) -> None:
    for answer in (await owner.get(path), await owner.patch(path, {"name": "X"})):
        assert (answer.status_code, slug(answer)) == (404, "not-found")


async def test_settings_are_read_whole_and_changed_in_part(owner: Caller) -> None:
    before = (await owner.get("/v1/settings")).json()
    changed = await owner.patch("/v1/settings", {"handoff": {"response_timeout_s": 60}})
    back = await owner.patch("/v1/settings", {"handoff": {"response_timeout_s": None}})
    assert before["handoff"]["response_timeout_s"] == 180
    assert {"enabled", "keywords"} <= set(before["handoff"])
    assert before["policies"]["after_resolve"] == "new_conversation"
    assert changed.json()["handoff"]["response_timeout_s"] == 60
    assert back.json() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handoff": {"response_timeout_s": "soon"}}, "handoff.response_timeout_s"),
        ({"handoff": {"respons_timeout_s": 1}}, "handoff.respons_timeout_s"),
        ({"policies": {"after_resolve": "explode"}}, "policies.after_resolve"),
        ({"plan": "enterprise"}, "plan"),
    ],
)
async def test_a_setting_that_does_not_exist_or_fit_is_refused_by_its_name(
    owner: Caller, change: dict[str, object], field: str
) -> None:
    refused = await owner.patch("/v1/settings", change)
    assert (refused.status_code, slug(refused), refused.json()["field"]) == (422, "validation", field)


async def test_a_policy_holds_from_the_next_request_on(owner: Caller, visitor: Caller, agent: Caller) -> None:
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    await agent.post(f"/v1/conversations/{conversation_id}/resolve")
    await owner.patch("/v1/settings", {"policies": {"after_resolve": "reopen_to_ai"}})
    answer = await visitor.post(f"/v1/visitor/conversations/{conversation_id}/messages", {"text": "Still there?"})
    await owner.patch("/v1/settings", {"policies": {"after_resolve": None}})
    assert answer.status_code == 201
    assert (await visitor.get(f"/v1/visitor/conversations/{conversation_id}")).json()["status"] == "active"


async def test_a_keyword_makes_the_offer_in_the_visitors_language(server: Running) -> None:
    answer = await server.http.post("/v1/visitor/session", json={**server.arrival, "locale": "de-AT"})
    visitor = Caller(server.http, answer.json()["token"], answer.json())
    conversation_id = await begun(visitor)
    path = f"/v1/visitor/conversations/{conversation_id}"
    async with follow(visitor, f"{path}/events", last_event_id="0") as stream:
        await visitor.post(f"{path}/messages", {"text": "Ich möchte mit einem Menschen sprechen"})
        offered = await stream.until("human_offered")
    declined = await visitor.post(f"{path}/decline-human")
    assert offered.data["data"]["buttons"][0]["id"] == "accept"
    assert offered.data["data"]["text"] != "Would you like to speak with a team member?"
    assert declined.json()["phase"] == "assistant"


async def test_who_waits_reads_the_waiting_text_of_their_own_language(owner: Caller, server: Running) -> None:
    async def reads(locale: str) -> str:
        answer = await server.http.post("/v1/visitor/session", json={**server.arrival, "locale": locale})
        visitor = Caller(server.http, answer.json()["token"], answer.json())
        path = f"/v1/visitor/conversations/{await begun(visitor)}"
        await visitor.post(f"{path}/request-human", {"trigger": "button"})
        events = (await visitor.get(f"{path}/events")).json()["events"]
        return str(events[-1]["data"]["text"])

    shipped = (await owner.get("/v1/settings")).json()["handoff"]["waiting_texts"]
    changed = await owner.patch("/v1/settings", {"handoff": {"waiting_text": "Hold on, please."}})
    assert changed.json()["handoff"]["waiting_text"] == "Hold on, please."
    assert [await reads(locale) for locale in ("en", "de-AT")] == ["Hold on, please.", shipped["de"]]

    await owner.patch("/v1/settings", {"handoff": {"waiting_texts": {"de": "Gleich ist jemand da."}}})
    assert [await reads(locale) for locale in ("en", "de-AT")] == ["Hold on, please.", "Gleich ist jemand da."]

    await owner.patch("/v1/settings", {"handoff": {"waiting_texts": None}})
    assert [await reads(locale) for locale in ("en", "de-AT")] == [shipped["en"], shipped["de"]]


async def test_ten_wrong_passwords_make_one_wait() -> None:
    async with running() as server:
        entry = {**server.entry("agent"), "password": "wrong horse battery"}
        answers = [await server.http.post("/v1/sign-in", json=entry) for _ in range(12)]
        right = await server.http.post("/v1/sign-in", json=server.entry("agent"))
        other = await server.http.post("/v1/sign-in", json=server.entry("owner"))
    assert {answer.status_code for answer in answers} == {401, 429}
    assert (answers[-1].status_code, slug(answers[-1])) == (429, "rate-limited")
    assert int(answers[-1].headers["retry-after"]) > 0
    assert right.status_code == 429  # a right guess must not be told from a wrong one while waiting
    assert other.status_code == 200
