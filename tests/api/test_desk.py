"""Teams, labels, canned replies, API keys, one's own account and the plan over HTTP, as the console uses them.

Not here: which values are allowed (`tests/workspace`) and who may change anything (`test_roles`).
"""

import pytest

from relevo.core.ids import WorkspaceId
from relevo.settings import Limits, Plans, Settings
from tests.api.running import PASSWORD, Caller, Running, running
from tests.api.test_conversations import begun
from tests.api.test_door import slug

ANOTHER = "six yellow lamps over water"


@pytest.fixture
async def boss(server: Running) -> Caller:
    return await server.sign_in("supervisor")


@pytest.fixture
async def owner(server: Running) -> Caller:
    return await server.sign_in("owner")


async def remove(caller: Caller, path: str) -> tuple[int, str]:
    answer = await caller.http.delete(path, headers=caller.headers)
    return answer.status_code, slug(answer) if answer.status_code >= 400 else ""


async def test_a_team_counts_who_is_there(server: Running, boss: Caller, agent: Caller) -> None:
    ids = [one.id for one in server.seeded.agents if one.role in ("agent", "viewer")]
    made = await boss.post("/v1/teams", {"name": "Billing", "agent_ids": ids})
    assert (made.status_code, sorted(made.json()["agent_ids"])) == (201, sorted(ids))
    await agent.put("/v1/presence", {"state": "online"})
    (listed,) = (await boss.get("/v1/teams")).json()["items"]
    assert (listed["name"], listed["online_count"]) == ("Billing", 1)
    colleagues = (await boss.get("/v1/agents")).json()["items"]
    assert {one["role"] for one in colleagues if made.json()["id"] in one["team_ids"]} == {"agent", "viewer"}
    assert await remove(boss, f"/v1/teams/{made.json()['id']}") == (204, "")


async def test_a_team_that_is_waited_for_stays(boss: Caller, agent: Caller, visitor: Caller) -> None:
    team_id = (await boss.post("/v1/teams", {"name": "Returns"})).json()["id"]
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    passed = await agent.post(f"/v1/conversations/{conversation_id}/transfer", {"team_id": team_id})
    assert passed.status_code == 200, passed.text
    refused = await boss.http.delete(f"/v1/teams/{team_id}", headers=boss.headers)
    assert (refused.status_code, slug(refused), refused.json()["waiting"]) == (409, "conflict", 1)
    assert "Claim them or pass them on" in refused.json()["detail"]
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    assert await remove(boss, f"/v1/teams/{team_id}") == (204, "")


async def test_a_label_leaves_the_catalogue_and_stays_on_conversations(
    boss: Caller, agent: Caller, visitor: Caller
) -> None:
    label = (await boss.post("/v1/labels", {"name": "Refund", "color": "#ff8800"})).json()
    conversation_id = await begun(visitor)
    await agent.put(f"/v1/conversations/{conversation_id}/labels", {"labels": ["Refund", "free"]})
    assert await remove(boss, f"/v1/labels/{label['id']}") == (204, "")
    assert await remove(boss, f"/v1/labels/{label['id']}") == (404, "not-found")
    assert (await agent.get(f"/v1/conversations/{conversation_id}")).json()["labels"] == ["Refund", "free"]


async def test_what_is_in_use_is_told_at_its_field(boss: Caller) -> None:
    await boss.post("/v1/labels", {"name": "Urgent"})
    taken = await boss.post("/v1/labels", {"name": "URGENT"})
    wrong = await boss.post("/v1/labels", {"name": "Late", "color": "red"})
    assert (taken.status_code, slug(taken), taken.json()["field"]) == (409, "conflict", "name")
    assert (wrong.status_code, slug(wrong), wrong.json()["field"]) == (422, "validation", "color")


async def test_agents_keep_replies_of_their_own(agent: Caller, boss: Caller, server: Running) -> None:
    own = {"shortcut": "hi", "title": "Greeting", "text": "Hello {visitor.first_name}"}
    made = await agent.post("/v1/canned-replies", own)
    assert made.json()["owner_id"] == agent.told["agent"]["id"]
    refused = await agent.post("/v1/canned-replies", {**own, "is_shared": True})
    shared = await boss.post("/v1/canned-replies", {**own, "is_shared": True})
    assert (refused.status_code, slug(refused), shared.status_code) == (403, "forbidden", 201)
    assert len((await agent.get("/v1/canned-replies")).json()["items"]) == 2
    reader = await server.key("read")
    assert [one["is_shared"] for one in (await reader.get("/v1/canned-replies")).json()["items"]] == [True]
    changed = await agent.patch(f"/v1/canned-replies/{made.json()['id']}", {"text": "Hi!"})
    assert changed.json()["text"] == "Hi!"


async def test_the_same_request_again_makes_nothing(boss: Caller, owner: Caller) -> None:
    headers = {"Idempotency-Key": "team-1"}
    first = await boss.post("/v1/teams", {"name": "Night shift"}, headers=headers)
    again = await boss.post("/v1/teams", {"name": "Night shift"}, headers=headers)
    other = await boss.post("/v1/teams", {"name": "Day shift"}, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert (other.status_code, slug(other)) == (422, "idempotency-mismatch")
    agent = {"email": "ida@example.org", "name": "Ida", "password": PASSWORD}
    one = await owner.post("/v1/agents", agent, headers={"Idempotency-Key": "ida"})
    two = await owner.post("/v1/agents", agent, headers={"Idempotency-Key": "ida"})
    assert one.json()["id"] == two.json()["id"]


async def test_no_password_is_told_by_what_is_kept_of_a_request(owner: Caller, server: Running) -> None:
    agent = {"email": "eva@example.org", "name": "Eva", "password": PASSWORD}
    await owner.post("/v1/agents", agent, headers={"Idempotency-Key": "eva"})
    other = await owner.post("/v1/agents", {**agent, "password": ANOTHER}, headers={"Idempotency-Key": "eva"})
    assert other.status_code == 201, "the fingerprint knows nothing of the password"
    entry = {"email": "eva@example.org", "password": PASSWORD}
    assert (await server.http.post("/v1/sign-in", json=entry)).status_code == 200
    server.http.cookies.clear()


async def test_open_conversations_are_counted_for_each_agent(agent: Caller, visitor: Caller, boss: Caller) -> None:
    mine = f"/v1/agents/{agent.told['agent']['id']}"
    before = (await boss.get(mine)).json()["open_count"]
    conversation_id = await begun(visitor)
    await agent.post(f"/v1/conversations/{conversation_id}/take-over")
    assert (await boss.get(mine)).json()["open_count"] == before + 1
    await agent.post(f"/v1/conversations/{conversation_id}/resolve")
    assert (await boss.get(mine)).json()["open_count"] == before


async def test_an_api_key_is_shown_once_and_ends_at_once(owner: Caller) -> None:
    body = {"name": "Reports", "scopes": ["read"], "lifetime_days": 30}
    made = (await owner.post("/v1/api-keys", body, headers={"Idempotency-Key": "k"})).json()
    again = (await owner.post("/v1/api-keys", body, headers={"Idempotency-Key": "k"})).json()
    program = Caller(owner.http, made["key"], {"agent": {"id": made["id"]}})
    assert (again["id"], again["key"]) == (made["id"], None)
    assert (await program.get("/v1/conversations")).status_code == 200
    listed = await owner.get("/v1/api-keys")
    assert made["key"] not in listed.text
    assert made["id"] in {key["id"] for key in listed.json()["items"]}
    assert await remove(owner, f"/v1/api-keys/{made['id']}") == (204, "")
    assert (await program.get("/v1/conversations")).status_code == 401


async def test_one_changes_ones_own_profile_and_preferences(agent: Caller) -> None:
    changed = await agent.patch("/v1/me", {"display_name": "Maria from support", "preferences": {"theme": "dark"}})
    told = (await agent.get("/v1/me")).json()
    assert changed.json() == told
    assert (told["agent"]["display_name"], told["preferences"]["theme"]) == ("Maria from support", "dark")
    wrong = await agent.patch("/v1/me", {"preferences": {"theme": "pink"}})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "preferences.theme")
    assert (await agent.patch("/v1/me", {"role": "owner"})).status_code == 422


async def test_a_new_password_leaves_only_this_session(server: Running) -> None:
    await server.http.post("/v1/sign-in", json=server.entry("viewer"))
    server.http.cookies.clear()
    here, elsewhere = await server.sign_in("viewer"), await server.sign_in("viewer")
    wrong = await here.post("/v1/me/password", {"current": "wrong", "new": ANOTHER})
    weak = await here.post("/v1/me/password", {"current": PASSWORD, "new": "short"})
    assert (wrong.status_code, slug(wrong)) == (401, "invalid-credentials")
    assert (weak.status_code, weak.json()["field"]) == (422, "new")
    done = await here.post("/v1/me/password", {"current": PASSWORD, "new": ANOTHER})
    assert done.status_code == 204
    assert (await elsewhere.get("/v1/me")).status_code == 401
    (only,) = (await here.get("/v1/me/sessions")).json()["items"]
    assert only["is_current"]
    assert await remove(here, f"/v1/me/sessions/{only['id']}") == (204, "")
    assert (await here.get("/v1/me")).status_code == 401


async def test_a_plan_without_handoff_locks_the_switch_and_the_widget(server: Running, owner: Caller) -> None:
    workspace_id: WorkspaceId = server.seeded.workspace_id
    await server.tables._tables.write(("UPDATE workspaces SET plan = 'free' WHERE workspace_id = $1", (workspace_id,)))
    server.tables.settings._changes.tell(workspace_id)
    try:
        refused = await owner.patch("/v1/settings", {"handoff": {"enabled": True}})
        own = await owner.patch(f"/v1/assistants/{server.seeded.assistant.id}", {"handoff": {"enabled": True}})
        assert [(each.status_code, slug(each)) for each in (refused, own)] == [(403, "plan-locked")] * 2
        settings = (await owner.get("/v1/settings")).json()
        assert settings["plan"] == {"name": "free", "is_handoff_locked": True, "upgrade_url": None}
        assert settings["handoff"]["enabled"] is False
        visitor = await server.arrive()
        assert visitor.told["settings"]["handoff"]["enabled"] is False
        path = f"/v1/visitor/conversations/{await begun(visitor)}/request-human"
        assert slug(await visitor.post(path, {"trigger": "button"})) == "plan-locked"
    finally:
        await server.tables._tables.write(
            ("UPDATE workspaces SET plan = 'self_hosted' WHERE workspace_id = $1", (workspace_id,))
        )
        server.tables.settings._changes.tell(workspace_id)


async def test_the_way_to_a_larger_plan_is_told_where_there_is_one() -> None:
    sold = Settings(limits=Limits(exempt_loopback=True), plans=Plans(upgrade_url="https://relevo.example/plans"))
    async with running(sold) as server:
        agent = await server.sign_in("agent")
        plan = (await agent.get("/v1/settings")).json()["plan"]
    assert plan == {"name": "self_hosted", "is_handoff_locked": False, "upgrade_url": "https://relevo.example/plans"}


async def test_presets_come_in_a_language(agent: Caller) -> None:
    german = (await agent.get("/v1/settings/presets?language=de")).json()
    assert (german["language"], german["items"][0]["texts"]["offer_no"]) == ("de", "Nein, danke")
    refused = await agent.get("/v1/settings/presets?language=%20%20x!")
    assert (refused.status_code, refused.json()["field"]) == (422, "language")
