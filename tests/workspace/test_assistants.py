"""Assistants: options that are secrets are written and never read."""

import asyncio

import pytest

from relevo.workspace.assistants import HIDDEN, UNREADABLE, AssistantChange, NewAssistant, is_secret
from relevo.workspace.base.seals import Seals
from relevo.workspace.errors import Invalid, NotFound
from tests.workspace.conftest import World

OPENAI = NewAssistant(kind="openai", name="Bean", options={"url": "https://llm.example/v1", "key": "sk-123"})


async def options(world: World, assistant_id: str) -> dict[str, str]:
    profile = await world.another_node().rules.assistant(world.workspace_id, assistant_id)
    assert profile is not None
    return dict(profile.options)


async def change(world: World, assistant_id: str, **values: object) -> dict[str, str]:
    changed = await world.parts.assistants.change(world.workspace_id, assistant_id, AssistantChange(**values))  # type: ignore[arg-type]
    return dict(changed.options)


async def test_a_secret_reaches_the_plugin_and_nobody_else(world: World) -> None:
    made = await world.parts.assistants.create(world.workspace_id, OPENAI)
    assert made.options == {"url": "https://llm.example/v1", "key": HIDDEN}
    assert "sk-123" not in str(await world.parts.assistants.list(world.workspace_id))
    assert "sk-123" not in str(await world.tables.rows("SELECT * FROM assistants"))
    assert await options(world, made.id) == {"url": "https://llm.example/v1", "key": "sk-123"}


async def test_giving_back_what_was_shown_keeps_the_secret(world: World) -> None:
    made = await world.parts.assistants.create(world.workspace_id, OPENAI)
    await change(world, made.id, options=dict(made.options))
    assert (await options(world, made.id))["key"] == "sk-123"


async def test_a_secret_is_replaced_or_taken_away(world: World) -> None:
    made = await world.parts.assistants.create(world.workspace_id, OPENAI)
    await change(world, made.id, options={"key": "sk-456"})
    assert (await options(world, made.id))["key"] == "sk-456"
    assert await change(world, made.id, options={"key": None, "model": "m"}) == {
        "url": "https://llm.example/v1",
        "model": "m",
    }


async def test_without_a_key_for_secrets_no_secret_is_taken(world: World) -> None:
    node = world.another_node(Seals())
    with pytest.raises(Invalid) as refused:
        await node.assistants.create(world.workspace_id, OPENAI)
    assert refused.value.field == "options.key"
    await node.assistants.create(world.workspace_id, NewAssistant(kind="faq", name="Bean"))


async def test_a_secret_that_no_key_opens_is_shown_and_left_out(world: World) -> None:
    made = await world.parts.assistants.create(world.workspace_id, OPENAI)
    node = world.another_node(Seals((b"x" * 32,)))
    assert (await node.assistants.get(world.workspace_id, made.id)).options["key"] == UNREADABLE
    profile = await node.rules.assistant(world.workspace_id, made.id)
    assert profile is not None
    assert dict(profile.options) == {"url": "https://llm.example/v1"}
    await node.assistants.change(world.workspace_id, made.id, AssistantChange(options={"key": UNREADABLE}))
    assert (await options(world, made.id))["key"] == "sk-123", "what was shown did not become the secret"


async def test_a_secret_moved_to_another_assistant_does_not_open_there(world: World) -> None:
    first = await world.parts.assistants.create(world.workspace_id, OPENAI)
    second = await world.parts.assistants.create(world.workspace_id, OPENAI)
    await world.tables.write(
        (
            (
                "UPDATE assistants SET sealed_options = (SELECT a.sealed_options FROM assistants a WHERE a.assistant_id = $1)"
                " WHERE assistant_id = $2"
            ),
            (first.id, second.id),
        )
    )
    assert "key" not in await options(world, second.id)


@pytest.mark.parametrize("name", ["key", "api_key", "API_KEY", "client_secret", "access_token", "password"])
def test_names_tell_secrets(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["url", "model", "max_tokens", "keyboard", "key_words", "first_token_ms", "prompt"])
def test_names_tell_what_is_no_secret(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": " "}, "kind"),
        ({"avatar_url": "data:image/png;base64,xx"}, "avatar_url"),
        ({"options": {"a b": "x"}}, "options.a b"),
        ({"options": {"prompt": "x" * 100_001}}, "options.prompt"),
        ({"options": {f"o{n}": "x" for n in range(51)}}, "options"),
        ({"handoff": {"enable": True}}, "handoff.enable"),
        ({"handoff": {"enabled": "yes"}}, "handoff.enabled"),
        ({"handoff": {"waiting_text": "{agent}"}}, "handoff.waiting_text"),
        ({"handoff": {"keywords": {"??": ["help me"]}}}, "handoff.keywords.??"),
    ],
)
async def test_a_wrong_value_is_named_and_changes_nothing(world: World, values: dict[str, object], field: str) -> None:
    made = await world.assistant()
    with pytest.raises(Invalid) as refused:
        await change(world, made.id, **values)
    assert refused.value.field == field
    assert await world.parts.assistants.get(world.workspace_id, made.id) == made


async def test_own_handoff_is_merged_and_null_goes_back_to_the_workspaces(world: World) -> None:
    made = await world.assistant(handoff={"enabled": False, "response_timeout_s": 30})
    after = await world.parts.assistants.change(
        world.workspace_id, made.id, AssistantChange(handoff={"enabled": None, "busy_text": "Busy."})
    )
    assert after.handoff == {"response_timeout_s": 30, "busy_texts": {"en": "Busy."}, "busy_text": "Busy."}
    after = await world.parts.assistants.change(
        world.workspace_id, made.id, AssistantChange(handoff={"busy_texts": {"DE": "Besetzt."}, "busy_text": None})
    )
    assert after.handoff == {"response_timeout_s": 30, "busy_texts": {"de": "Besetzt."}}
    after = await world.parts.assistants.change(
        world.workspace_id, made.id, AssistantChange(handoff={"busy_texts": {"de": None}})
    )
    assert after.handoff == {"response_timeout_s": 30}


async def test_an_own_value_stays_own_even_if_it_is_the_default(world: World) -> None:
    made = await world.assistant(handoff={"enabled": True})
    await world.parts.settings.change(world.workspace_id, {"handoff": {"enabled": False}})
    assert (await world.parts.rules.rules(world.workspace_id, made.id, "en")).handoff.enabled


async def test_two_changes_at_the_same_time_are_both_applied(world: World) -> None:
    made = await world.assistant()
    changes = [AssistantChange(name="Mocha"), AssistantChange(options={"text": "Hi"}), AssistantChange(kind="faq")]
    await asyncio.gather(
        *(world.another_node().assistants.change(world.workspace_id, made.id, each) for each in changes)
    )
    after = await world.parts.assistants.get(world.workspace_id, made.id)
    assert (after.name, dict(after.options), after.kind) == ("Mocha", {"text": "Hi"}, "faq")


async def test_an_assistant_of_another_workspace_is_not_there(world: World) -> None:
    made = await world.assistant()
    elsewhere = (await world.parts.workspaces.create("Another")).id
    with pytest.raises(NotFound):
        await world.parts.assistants.get(elsewhere, made.id)
    with pytest.raises(NotFound):
        await world.parts.assistants.change(elsewhere, made.id, AssistantChange(name="X"))
    assert await world.parts.assistants.list(elsewhere) == []
