"""What the engine is told: rules in the visitor's language, assistants and agents, from memory and never stale here."""

import time
from dataclasses import replace

import pytest

from relevo.core.actors import ActorKind, Role
from relevo.core.rules import TEXTS, AfterResolve, OwnerVanishes, Rules, VisitorSees
from relevo.ports import Workspace
from relevo.workspace.assistants import AssistantChange
from relevo.workspace.base.remembered import KEEP_MS
from relevo.workspace.errors import NotFound
from relevo.workspace.people.agent import AgentChange
from relevo.workspace.texts.catalogue import catalogue
from tests.workspace.conftest import World


async def rules(world: World, locale: str = "en", assistant_id: str = "") -> Rules:
    return await world.parts.rules.rules(world.workspace_id, assistant_id, locale)


async def setting(world: World, **patch: object) -> None:
    await world.parts.settings.change(world.workspace_id, patch)


async def test_it_is_the_port_and_a_new_workspace_has_the_cores_defaults(world: World) -> None:
    port: Workspace = world.parts.rules
    found = await port.rules(world.workspace_id, "", "en")
    shipped = Rules().policies
    assert replace(found.policies, confirm=shipped.confirm) == shipped
    assert {verb: found.policies.confirm[verb] for verb in shipped.confirm} == dict(shipped.confirm)
    assert found.handoff == Rules().handoff
    assert {key: found.texts[key] for key in TEXTS} == dict(TEXTS)


async def test_policies_arrive_as_the_core_knows_them(world: World) -> None:
    await setting(
        world,
        policies={
            "after_resolve": "reopen_to_queue",
            "visitor_sees": ["badge"],
            "owner_vanishes": "hold",
            "owner_grace_s": 60,
            "confirm": {"release": True},
        },
    )
    policies = (await rules(world)).policies
    assert policies.after_resolve is AfterResolve.REOPEN_TO_QUEUE
    assert policies.visitor_sees == (VisitorSees.BADGE,)
    assert policies.owner_vanishes is OwnerVanishes.HOLD
    assert policies.owner_grace_s == 60
    assert policies.confirm["release"] is True
    assert policies.confirm["resolve"] is True


@pytest.mark.parametrize(
    ("locale", "language"), [("de-AT", "de"), ("pt_BR", "pt"), ("zh-Hant", "zh"), ("sv", "en"), ("", "en")]
)
async def test_texts_are_in_the_visitors_language(world: World, locale: str, language: str) -> None:
    assert (await rules(world, locale)).text("resolved") == catalogue(language).texts["resolved"]


async def test_a_language_that_is_not_spoken_here_reads_the_workspaces(world: World) -> None:
    await setting(world, language="fr")
    assert (await rules(world, "sv")).text("resolved") == catalogue("fr").texts["resolved"]
    assert (await rules(world, "de")).text("resolved") == catalogue("de").texts["resolved"]


async def test_own_wording_stands_above_the_shipped_one_the_most_special_first(world: World) -> None:
    await setting(world, texts={"pt": {"send": "Enviar já", "retry": "Outra vez"}, "pt-BR": {"send": "Manda"}})
    assert (await rules(world, "pt-BR")).texts["send"] == "Manda"
    assert (await rules(world, "pt-BR")).texts["retry"] == "Outra vez"
    assert (await rules(world, "pt-PT")).texts["send"] == "Enviar já"
    assert (await rules(world, "en")).texts["send"] == "Send"


async def test_a_language_that_only_the_workspace_speaks_is_completed_from_its_own(world: World) -> None:
    await setting(world, language="de", texts={"sv": {"send": "Skicka"}, "de": {"retry": "Nochmal"}})
    texts = (await rules(world, "sv-SE")).texts
    assert (texts["send"], texts["retry"], texts["close"]) == ("Skicka", "Nochmal", catalogue("de").texts["close"])


async def test_a_preset_rewords_in_every_language_and_own_words_stand_above_it(world: World) -> None:
    await setting(world, text_preset="customer_service", texts={"de": {"agent_left": "Tschüss!"}})
    assert (await rules(world, "en")).text("agent_joined", "Ana") == (
        "Your conversation is now handled by our Customer Service. I'm Ana ready to assist you."
    )
    assert "Ana" in (await rules(world, "ja")).text("agent_joined", "Ana")
    assert (await rules(world, "de")).text("agent_left", "Ana") == "Tschüss!"


async def test_the_workspaces_waiting_text_is_for_those_who_read_its_language(world: World) -> None:
    await setting(
        world,
        handoff={"waiting_text": "One moment.", "waiting_texts": {"de": "Gleich.", "fr": "Un instant."}},
        texts={"de": {"waiting": "Moment."}},
    )
    assert (await rules(world, "en-GB")).text("waiting") == "One moment."
    assert (await rules(world, "sv")).text("waiting") == "One moment."
    assert (await rules(world, "fr-CA")).text("waiting") == "Un instant."
    assert (await rules(world, "it")).text("waiting") == catalogue("it").texts["waiting"]
    assert (await rules(world, "de")).text("waiting") == "Moment."
    assert (await rules(world, "fr")).text("busy") == catalogue("fr").texts["busy"]


async def test_a_waiting_text_from_an_older_version_is_read_as_said_in_the_workspaces_language(world: World) -> None:
    own = await world.assistant()
    await world.tables.write(
        ("UPDATE workspaces SET settings = $1", ('{"language":"fr","handoff":{"busy_text":"Plus tard."}}',)),
        ("UPDATE assistants SET handoff = $1", ('{"waiting_text":"Un instant."}',)),
    )
    french, german = await rules(world, "fr", own.id), await rules(world, "de", own.id)
    assert (french.text("waiting"), french.text("busy")) == ("Un instant.", "Plus tard.")
    assert (german.text("waiting"), german.text("busy")) == (
        catalogue("de").texts["waiting"],
        catalogue("de").texts["busy"],
    )


async def test_it_stays_in_that_language_when_the_workspace_turns_to_another(world: World) -> None:
    own, other = await world.assistant(), await world.assistant(handoff={"waiting_texts": {"de": "Gleich."}})
    old = '{"enabled":true,"waiting_text":"Un instant.","busy_texts":{"de":"Spaeter."}}'
    await world.tables.write(
        ("UPDATE workspaces SET settings = $1", ('{"language":"fr"}',)),
        ("UPDATE assistants SET handoff = $1 WHERE assistant_id = $2", (old, own.id)),
    )
    await setting(world, language="de")
    handoff = {each.id: dict(each.handoff) for each in await world.parts.assistants.list(world.workspace_id)}
    assert handoff[own.id]["waiting_texts"] == {"fr": "Un instant."}
    assert handoff[own.id]["busy_texts"] == {"de": "Spaeter."}
    assert handoff[other.id]["waiting_texts"] == {"de": "Gleich."}
    assert (await rules(world, "fr", own.id)).text("waiting") == "Un instant."
    assert (await rules(world, "de", own.id)).text("waiting") == catalogue("de").texts["waiting"]


async def test_an_assistants_own_handoff_stands_above_the_workspaces_field_by_field(world: World) -> None:
    await setting(world, handoff={"response_timeout_s": 60, "busy_text": "Busy."})
    own = await world.assistant(handoff={"enabled": False, "waiting_text": "Bean fetches somebody."})
    mine, others = await rules(world, "en", own.id), await rules(world, "en", "another")
    assert (mine.handoff.enabled, mine.handoff.response_timeout_s) == (False, 60)
    assert (others.handoff.enabled, others.handoff.response_timeout_s) == (True, 60)
    assert (mine.text("waiting"), mine.text("busy")) == ("Bean fetches somebody.", "Busy.")
    assert others.text("waiting") == TEXTS["waiting"]


async def test_a_free_plan_has_no_handoff(world: World) -> None:
    assert not (await rules(world)).handoff.is_plan_locked
    world.workspace_id = (await world.parts.workspaces.create("Free", "free")).id
    assert (await rules(world)).handoff.is_plan_locked


async def test_keywords_are_those_of_the_language_the_workspace_and_english(world: World) -> None:
    await setting(world, language="fr", handoff={"keywords": {"de": ["chefsache"]}})
    own = await world.assistant(handoff={"keywords": {"de": ["bohnenchef"]}})

    async def asks(text: str, locale: str = "de", assistant_id: str = "") -> bool:
        return (await world.parts.rules.spoken(world.workspace_id, assistant_id, locale)).asks_for_human(text)

    assert await asks("Das ist Chefsache!")
    assert not await asks("mit einem Menschen sprechen"), "the workspace has replaced the German ones"
    assert await asks("je veux parler à un humain")
    assert await asks("human agent please")
    assert not await asks("Das ist Chefsache!", locale="it")
    assert await asks("Bohnenchef, bitte", assistant_id=own.id)
    assert not await asks("Das ist Chefsache!", assistant_id=own.id)


async def test_a_change_is_felt_at_once_here_and_soon_on_other_nodes(world: World) -> None:
    other = world.another_node()
    for node in (world.parts, other):
        await node.rules.rules(world.workspace_id, "", "en")
    await setting(world, handoff={"enabled": False})
    assert not (await rules(world)).handoff.enabled
    assert (await other.rules.rules(world.workspace_id, "", "en")).handoff.enabled
    world.clock.advance(KEEP_MS / 1000)
    assert not (await other.rules.rules(world.workspace_id, "", "en")).handoff.enabled


async def test_an_unknown_workspace_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await world.parts.rules.rules("workspace_x", "", "en")  # type: ignore[arg-type]


async def test_an_assistant_is_the_same_object_until_it_is_changed(world: World) -> None:
    made = await world.assistant(options={"text": "Hi", "api_key": "s3cret"})
    first = await world.parts.rules.assistant(world.workspace_id, made.id)
    assert first is not None
    assert (first.actor.kind, first.actor.name, first.kind) == (ActorKind.ASSISTANT, "Bean", "echo")
    assert first.options == {"text": "Hi", "api_key": "s3cret"}
    world.clock.advance(KEEP_MS / 1000)
    assert await world.parts.rules.assistant(world.workspace_id, made.id) is first
    await world.parts.assistants.change(world.workspace_id, made.id, AssistantChange(name="Mocha"))
    second = await world.parts.rules.assistant(world.workspace_id, made.id)
    assert second is not None
    assert second.actor.name == "Mocha"


async def test_an_assistant_that_is_switched_off_or_elsewhere_is_none(world: World) -> None:
    made = await world.assistant()
    elsewhere = (await world.parts.workspaces.create("Another")).id
    assert await world.parts.rules.assistant(elsewhere, made.id) is None
    await world.parts.assistants.change(world.workspace_id, made.id, AssistantChange(is_active=False))
    assert await world.parts.rules.assistant(world.workspace_id, made.id) is None


async def test_an_agent_is_known_while_active(world: World) -> None:
    agent = await world.agent(role=Role.SUPERVISOR)
    found = await world.parts.rules.agent(world.workspace_id, agent.id)
    assert found == (agent.actor, Role.SUPERVISOR)
    await world.parts.people.change(world.workspace_id, agent.id, AgentChange(role=Role.AGENT))
    assert (await world.parts.rules.agent(world.workspace_id, agent.id) or (None, None))[1] is Role.AGENT
    await world.parts.people.change(world.workspace_id, agent.id, AgentChange(is_active=False))
    assert await world.parts.rules.agent(world.workspace_id, agent.id) is None
    assert await world.parts.rules.agent(world.workspace_id, "agent_x") is None


async def test_many_strange_locales_do_not_fill_the_memory(world: World) -> None:
    for number in range(1200):
        await rules(world, f"x{number:03}")
    known = world.parts.rules._workspaces.peek(world.workspace_id)
    assert known is not None
    assert len(known.spoken) <= 500


async def test_a_known_answer_comes_without_a_query_and_fast(world: World) -> None:
    await rules(world)
    await world.tables.write(("DELETE FROM workspaces", ()))
    asking, began = 2000, time.perf_counter()
    for _ in range(asking):
        await rules(world)
    assert (time.perf_counter() - began) / asking < 0.001, "a query would take longer"
