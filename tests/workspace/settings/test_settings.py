"""Settings: the shape of the public API, merge patches, and everything that is refused by name."""

import asyncio
from dataclasses import fields
from typing import Any

import pytest

from relevo.core.rules import TEXTS, Policies
from relevo.workspace.errors import Invalid, NotFound
from relevo.workspace.settings.document import changed, defaults, settings_of, shown
from relevo.workspace.settings.shape import PolicySettings
from relevo.workspace.texts.catalogue import LANGUAGES, catalogue
from tests.workspace.conftest import World

Patch = dict[str, Any]


async def change(world: World, patch: Patch) -> Patch:
    return await world.parts.settings.change(world.workspace_id, patch)


async def get(world: World) -> Patch:
    return await world.another_node().settings.get(world.workspace_id)


async def test_a_new_workspace_has_the_defaults_of_the_contract(world: World) -> None:
    settings = await get(world)
    assert set(settings) == {"language", "text_preset", "handoff", "policies", "texts", "plan"}
    assert settings["plan"] == {"name": "self_hosted", "is_handoff_locked": False}
    handoff = settings["handoff"]
    assert handoff["enabled"] is True
    assert handoff["response_timeout_s"] == 180
    assert handoff["waiting_text"] == TEXTS["waiting"] == "Connecting you with the team now…"
    assert handoff["busy_text"] == TEXTS["busy"]
    assert handoff["waiting_texts"] == {language: catalogue(language).texts["waiting"] for language in LANGUAGES}
    assert set(handoff["busy_texts"]) == set(LANGUAGES)
    assert set(handoff["keywords"]) == set(LANGUAGES)
    assert (handoff["show_queue_position"], handoff["show_estimated_wait"], handoff["shares_drafts"]) == (
        True,
        True,
        False,
    )
    assert (handoff["amber_s"], handoff["red_s"]) == (30, 60)
    assert "talk to real person" in handoff["keywords"]["en"]
    assert settings["policies"] == {
        "after_resolve": "new_conversation",
        "release_rights": "owner_or_supervisor",
        "while_waiting": "silent",
        "tickets": "off",
        "redirect_to_ticket": False,
        "visitor_sees": ["text", "separator", "badge"],
        "announce_join": "take",
        "resume_on": "next_visitor_message",
        "continue_as": "same_conversation",
        "confirm": {"take_over": False, "release": False, "transfer": False, "resolve": True, "reopen": False},
        "on_keyword": "ask",
        "transfer_offline": "warn",
        "owner_vanishes": "requeue",
        "owner_grace_s": 180,
        "assignment": "off",
        "assignment_timeout_s": 180,
        "capacity": 5,
    }


def test_every_policy_of_the_core_can_be_set() -> None:
    assert set(PolicySettings.__struct_fields__) == {field.name for field in fields(Policies)}


async def test_a_change_is_merged_and_kept(world: World) -> None:
    await change(world, {"handoff": {"response_timeout_s": 60}})
    after = await change(world, {"policies": {"tickets": "on_takeover", "confirm": {"release": True}}})
    assert after == await get(world)
    assert after["handoff"]["response_timeout_s"] == 60
    assert after["policies"]["tickets"] == "on_takeover"
    assert after["policies"]["confirm"] == {
        "take_over": False,
        "release": True,
        "transfer": False,
        "resolve": True,
        "reopen": False,
    }


async def test_null_goes_back_to_the_default(world: World) -> None:
    before = await get(world)
    await change(world, {"handoff": {"enabled": False, "busy_text": "Later."}, "policies": {"owner_grace_s": 60}})
    await change(world, {"handoff": {"busy_text": None}, "policies": None})
    after = await get(world)
    assert after["handoff"] == {**before["handoff"], "enabled": False}
    assert after["policies"] == before["policies"]


async def test_sending_back_what_was_read_changes_nothing_and_freezes_no_default(world: World) -> None:
    await change(world, {"handoff": {"response_timeout_s": 60}})
    read = await get(world)
    read.pop("plan")  # which is bought, not set
    await change(world, read)
    rows = await world.tables.rows("SELECT settings FROM workspaces")
    assert rows == [('{"handoff":{"response_timeout_s":60}}',)]


async def test_the_language_of_the_workspace_brings_its_waiting_text(world: World) -> None:
    assert (await change(world, {"language": "DE"}))["handoff"]["waiting_text"] == catalogue("de").texts["waiting"]
    after = await change(world, {"handoff": {"waiting_text": "Gleich."}})
    assert (after["handoff"]["waiting_text"], after["handoff"]["waiting_texts"]["de"]) == ("Gleich.", "Gleich.")
    english = (await change(world, {"language": "en"}))["handoff"]
    assert (english["waiting_text"], english["waiting_texts"]["de"]) == (TEXTS["waiting"], "Gleich.")


async def test_the_waiting_and_the_busy_text_are_kept_by_language(world: World) -> None:
    await change(world, {"handoff": {"waiting_texts": {"DE": "Gleich.", "sv": "Strax."}, "busy_text": "Later."}})
    after = (await change(world, {"handoff": {"busy_texts": {"fr": "Plus tard."}}}))["handoff"]
    assert (after["waiting_text"], after["waiting_texts"]["de"]) == (TEXTS["waiting"], "Gleich.")
    assert (after["busy_text"], after["busy_texts"]["en"], after["busy_texts"]["fr"]) == (
        "Later.",
        "Later.",
        "Plus tard.",
    )
    rows = await world.tables.rows("SELECT settings FROM workspaces")
    stored = (
        '{"handoff":{"waiting_texts":{"de":"Gleich.","sv":"Strax."},"busy_texts":{"en":"Later.","fr":"Plus tard."}}}'
    )
    assert rows == [(stored,)]
    taken_back = {"waiting_texts": {"de": None}, "busy_texts": None, "waiting_text": None}
    after = (await change(world, {"handoff": taken_back}))["handoff"]
    assert after["waiting_texts"] == {"sv": "Strax.", **{each: catalogue(each).texts["waiting"] for each in LANGUAGES}}
    assert after["busy_text"] == TEXTS["busy"]


async def test_a_plain_text_goes_where_the_workspaces_language_is_read(world: World) -> None:
    await change(world, {"language": "pt-BR", "handoff": {"waiting_text": "Um momento."}})
    assert (await get(world))["handoff"]["waiting_texts"]["pt"] == "Um momento."
    await change(world, {"handoff": {"waiting_texts": {"pt-br": "Um momentinho."}}})
    assert (await get(world))["handoff"]["waiting_text"] == "Um momentinho."
    after = await change(world, {"handoff": {"waiting_text": "Espera."}})
    assert (after["handoff"]["waiting_text"], after["handoff"]["waiting_texts"]["pt"]) == ("Espera.", "Um momento.")


async def test_of_both_the_plain_text_counts_only_where_it_was_changed(world: World) -> None:
    read = (await get(world))["handoff"]
    after = await change(world, {"handoff": {**read, "waiting_texts": {**read["waiting_texts"], "en": "Hold on."}}})
    assert after["handoff"]["waiting_text"] == "Hold on."
    read = after["handoff"]
    after = await change(world, {"handoff": {**read, "waiting_text": "A moment."}})
    assert after["handoff"]["waiting_texts"]["en"] == "A moment."


async def test_what_an_older_version_stored_as_one_text_is_that_of_the_workspaces_language(world: World) -> None:
    old = '{"language":"de","handoff":{"waiting_text":"Gleich.","amber_s":10}}'
    await world.tables.write(("UPDATE workspaces SET settings = $1", (old,)))
    read = (await get(world))["handoff"]
    assert (read["waiting_text"], read["waiting_texts"]["de"]) == ("Gleich.", "Gleich.")
    assert read["waiting_texts"]["en"] == TEXTS["waiting"]
    await change(world, {"handoff": {"waiting_texts": {"en": "Hold on."}}})
    rows = await world.tables.rows("SELECT settings FROM workspaces")
    assert rows == [('{"language":"de","handoff":{"waiting_texts":{"en":"Hold on.","de":"Gleich."},"amber_s":10}}',)]


async def test_a_grace_that_was_too_short_to_have_an_effect_reads_as_the_least_that_has_one(world: World) -> None:
    old = '{"policies":{"owner_grace_s":15,"capacity":3}}'
    await world.tables.write(("UPDATE workspaces SET settings = $1", (old,)))
    assert (await get(world))["policies"]["owner_grace_s"] == 60
    after = await change(world, {"policies": {"capacity": 4}})
    assert (after["policies"]["owner_grace_s"], after["policies"]["capacity"]) == (60, 4)


async def test_a_text_of_an_older_version_that_is_shown_nowhere_any_more_keeps_nothing_from_being_changed(
    world: World,
) -> None:
    old = '{"texts":{"en":{"loading":"One second","offer":"A human?"},"de":{"header_assistant":"KI"}}}'
    await world.tables.write(("UPDATE workspaces SET settings = $1", (old,)))
    after = await change(world, {"handoff": {"response_timeout_s": 60}})
    assert after["handoff"]["response_timeout_s"] == 60
    assert after["texts"]["en"] == {"offer": "A human?"}


async def test_languages_are_written_one_way(world: World) -> None:
    await change(world, {"texts": {"pt-BR": {"send": "Manda"}}})
    after = await change(
        world, {"texts": {"pt_br": {"retry": "De novo"}}, "handoff": {"keywords": {"EN": ["help me"]}}}
    )
    assert after["texts"] == {"pt-br": {"send": "Manda", "retry": "De novo"}}
    assert after["handoff"]["keywords"]["en"] == ["help me"]
    assert "EN" not in after["handoff"]["keywords"]


REFUSED: list[tuple[Patch, str]] = [
    ({"colour": "red"}, "colour"),
    ({"colour": None}, "colour"),
    ({"handoff": {"enable": True}}, "handoff.enable"),
    ({"handoff": {"enabled": "yes"}}, "handoff.enabled"),
    ({"handoff": {"enabled": 1}}, "handoff.enabled"),
    ({"handoff": {"response_timeout_s": True}}, "handoff.response_timeout_s"),
    ({"handoff": {"response_timeout_s": -1}}, "handoff.response_timeout_s"),
    ({"handoff": {"response_timeout_s": 1.5}}, "handoff.response_timeout_s"),
    ({"handoff": {"response_timeout_s": 86_401}}, "handoff.response_timeout_s"),
    ({"handoff": {"waiting_text": ""}}, "handoff.waiting_text"),
    ({"handoff": {"waiting_text": " \u200b"}}, "handoff.waiting_text"),
    ({"handoff": {"waiting_text": "{agent} comes"}}, "handoff.waiting_text"),
    ({"handoff": {"busy_text": "x" * 1001}}, "handoff.busy_text"),
    ({"handoff": {"busy_text": "a\x07b"}}, "handoff.busy_text"),
    ({"handoff": {"busy_text": 5}}, "handoff.busy_text"),
    ({"handoff": {"busy_text": "Later.", "busy_texts": ["Later."]}}, "handoff.busy_texts"),
    ({"handoff": {"waiting_texts": {"en": ""}}}, "handoff.waiting_texts"),
    ({"handoff": {"waiting_texts": {"no tag": "x"}}}, "handoff.waiting_texts.no tag"),
    ({"handoff": {"waiting_texts": {"de": "{agent} kommt"}}}, "handoff.waiting_texts.de"),
    ({"handoff": {"keywords": ["help"]}}, "handoff.keywords"),
    ({"handoff": {"keywords": {"english!": ["help me"]}}}, "handoff.keywords.english!"),
    ({"handoff": {"keywords": {"en": ["x"]}}}, "handoff.keywords"),
    ({"handoff": {"keywords": {"en": ["help me"] * 51}}}, "handoff.keywords"),
    ({"handoff": []}, "handoff"),
    ({"policies": {"tickets": "sometimes"}}, "policies.tickets"),
    ({"policies": {"visitor_sees": ["text", "text"]}}, "policies.visitor_sees"),
    ({"policies": {"visitor_sees": "silent"}}, "policies.visitor_sees"),
    ({"policies": {"confirm": {"explode": True}}}, "policies.confirm.explode"),
    ({"policies": {"owner_grace_s": 59}}, "policies.owner_grace_s"),
    ({"policies": {"r4": None}}, "policies.r4"),
    ({"texts": {"en": {"no_such_text": "x"}}}, "texts.en.no_such_text"),
    ({"texts": {"en": {"send": "{agent}"}}}, "texts.en.send"),
    ({"texts": {"en": {"agent_joined": "{agent} and {name}"}}}, "texts.en.agent_joined"),
    ({"texts": {"en": {"send": 5}}}, "texts"),
    ({"texts": {"en": "x"}}, "texts"),
    ({"texts": {"": {"send": "x"}}}, "texts."),
    ({"language": "sv"}, "language"),
    ({"language": "no tag"}, "language"),
    ({"text_preset": "pirate"}, "text_preset"),
]


@pytest.mark.parametrize(("patch", "field"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
async def test_what_cannot_be_is_refused_by_name_and_changes_nothing(world: World, patch: Patch, field: str) -> None:
    before = await change(world, {"handoff": {"response_timeout_s": 60}})
    with pytest.raises(Invalid) as refused:
        await change(world, {"policies": {"tickets": "on_takeover"}, **patch} if "policies" not in patch else patch)
    assert refused.value.field == field
    assert await get(world) == before


async def test_a_silent_takeover_is_an_empty_list(world: World) -> None:
    assert (await change(world, {"policies": {"visitor_sees": []}}))["policies"]["visitor_sees"] == []


async def test_a_keyword_list_may_be_empty(world: World) -> None:
    assert (await change(world, {"handoff": {"keywords": {"en": []}}}))["handoff"]["keywords"]["en"] == []


@pytest.mark.parametrize("key", ["agent_joined", "unread", "phone_thanks"])
async def test_a_text_may_use_the_placeholders_of_the_shipped_one(world: World, key: str) -> None:
    shipped = catalogue("en").texts[key]
    await change(world, {"texts": {"en": {key: f"!{shipped}!"}, "hi": {key: "क्\u200dष " + shipped}}})


async def test_two_changes_at_the_same_time_are_both_applied(world: World) -> None:
    patches = [{"handoff": {"response_timeout_s": 60}}, {"policies": {"tickets": "on_takeover"}}, {"language": "fr"}]
    await asyncio.gather(
        *(world.another_node().settings.change(world.workspace_id, patch) for patch in patches)  # type: ignore[arg-type]
    )
    after = await get(world)
    assert (after["handoff"]["response_timeout_s"], after["policies"]["tickets"], after["language"]) == (
        60,
        "on_takeover",
        "fr",
    )


async def test_another_workspace_is_not_touched(world: World) -> None:
    elsewhere = (await world.parts.workspaces.create("Another")).id
    await change(world, {"handoff": {"enabled": False}})
    assert (await world.parts.settings.get(elsewhere))["handoff"]["enabled"] is True
    with pytest.raises(NotFound):
        await world.parts.settings.get("workspace_x")  # type: ignore[arg-type]


def test_the_defaults_pass_their_own_checks_in_every_language() -> None:
    for language in LANGUAGES:
        assert changed({}, {"language": language}) == ({} if language == "en" else {"language": language})
        settings_of(changed({}, {**defaults(), "language": language}))
        assert shown({"language": language})["handoff"]["busy_text"] == catalogue(language).texts["busy"]
