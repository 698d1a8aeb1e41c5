"""Plug-ins are found by their folder or entry point, and the one that fails is named."""

import asyncio
import re
import sys
from collections.abc import AsyncGenerator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from relevo import plugins
from relevo.core.actors import Actor, ActorKind
from relevo.destinations import ANYWHERE
from relevo.engine.node import Node
from relevo.features._plugin import FeaturePlugin
from relevo.plugins import (
    AssistantPlugin,
    InstalledAssistants,
    PluginFailed,
    Plugins,
    WrongOption,
    assistant_plugins,
    attach_features,
    feature_plugins,
)
from relevo.ports import Assistant, AssistantFailed, AssistantProfile, Reply, Transcript
from relevo.running.checkup import plugin_findings
from relevo.testing import memory_node

ROOT = Path(__file__).parents[1]


class Silent:
    """An assistant that says nothing and tells whether it was closed."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self.options = options
        self.is_closed = False

    async def reply(self, transcript: Transcript) -> AsyncGenerator[Reply, None]:
        return
        yield

    async def aclose(self) -> None:
        self.is_closed = True


def create(options: Mapping[str, str]) -> Assistant:
    if "wrong" in options:
        raise WrongOption("there is no option 'wrong'")
    return Silent(options)


silent = AssistantPlugin("silent", (), create)
attached: list[Node] = []
counting = FeaturePlugin("counting", attached.append)


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    listed: list[EntryPoint] = []
    monkeypatch.setattr(plugins, "entry_points", lambda group: [entry for entry in listed if entry.group == group])
    return listed


def entry(name: str, value: str, group: str = "relevo.assistants") -> EntryPoint:
    return EntryPoint(name, value, group)


def test_every_folder_is_a_plugin_that_loads_and_describes_its_options() -> None:
    folders = {path.parent.name for path in (ROOT / "src/relevo/assistants").glob("[!_]*/__init__.py")}
    found = assistant_plugins().load_all()
    assert set(found) == folders
    assert {"openai", "function", "faq", "echo"} <= folders
    for kind, plugin in found.items():
        assert plugin.kind == kind
        assert all(option.name and option.about for option in plugin.options)


def test_a_plugin_is_imported_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("relevo.assistants.echo")]:
        monkeypatch.delitem(sys.modules, name)
    found = assistant_plugins()
    assert "echo" in found.kinds
    assert "relevo.assistants.echo" not in sys.modules
    found.load("echo")
    assert "relevo.assistants.echo" in sys.modules


def test_an_installed_package_brings_a_plugin_by_an_entry_point(entries: list[EntryPoint]) -> None:
    entries.append(entry("silent", "tests.test_plugins:silent"))
    assert "silent" in assistant_plugins().kinds
    assert assistant_plugins().load("silent").kind == "silent"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("gone", "tests.no_such_module:plugin", "'gone' .*cannot be loaded: ModuleNotFoundError"),
        ("odd", "tests.test_plugins:ROOT", "'odd' .*exposes a PosixPath as `plugin`, not a AssistantPlugin"),
        ("loud", "tests.test_plugins:silent", "'loud' .*calls itself 'silent'"),
        ("echo", "tests.test_plugins:silent", "two plug-ins are called 'echo'.*relevo.assistants.echo and tests"),
    ],
)
def test_a_plugin_that_fails_is_named_with_the_reason(
    entries: list[EntryPoint], name: str, value: str, told: str
) -> None:
    entries.append(entry(name, value))
    with pytest.raises(PluginFailed, match=told):
        assistant_plugins().load(name)


def test_every_broken_plugin_is_told_and_the_others_are_loaded(entries: list[EntryPoint]) -> None:
    entries += [entry("gone", "tests.no_such_module:plugin"), entry("odd", "tests.test_plugins:ROOT")]
    found = assistant_plugins()
    assert [str(failure).split("'")[1] for failure in found.failures()] == ["gone", "odd"]
    assert found.load("echo").kind == "echo"
    entries.append(entry("echo", "tests.test_plugins:silent"))
    (two,) = assistant_plugins().failures()
    assert "two plug-ins are called 'echo'" in str(two)


def test_what_is_installed_loads() -> None:
    assert assistant_plugins().failures() == ()
    assert feature_plugins().failures() == ()


def test_check_and_doctor_name_a_broken_plugin_and_how_to_mend_it(entries: list[EntryPoint]) -> None:
    entries.append(entry("gone", "tests.no_such_module:plugin"))
    (told,) = [finding.told for finding in plugin_findings() if not finding.is_good]
    assert "'gone'" in told
    assert "ModuleNotFoundError" in told
    assert "uninstall" in told


def test_the_page_on_assistants_shows_a_plugin_that_works(entries: list[EntryPoint]) -> None:
    """The example is run as it stands there."""
    page = (ROOT / "docs/add-an-assistant.md").read_text("utf-8")
    (example,) = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "AssistantPlugin(" in block]
    written: dict[str, Any] = {}
    exec(example, written)
    plugin = written["plugin"]
    assert isinstance(plugin, AssistantPlugin)
    assert [(option.name, option.default) for option in plugin.options] == [("greeting", "Hello.")]
    made: Any = plugin.create({"greeting": "Hi."})
    assert made.options.greeting == "Hi."
    with pytest.raises(WrongOption):
        plugin.create({"farewell": "Bye."})


def test_a_kind_that_nobody_offers_is_told_with_those_that_there_are() -> None:
    with pytest.raises(PluginFailed, match="no plug-in 'gpt' in assistants; there are: echo, faq"):
        assistant_plugins().load("gpt")


def test_a_home_without_plugins_is_empty() -> None:
    assert Plugins("no_such_home", object).kinds == ()


def profile(kind: str = "silent", id: str = "a", **options: str) -> AssistantProfile:
    return AssistantProfile(Actor(ActorKind.ASSISTANT, id, "Gina"), kind, options)


async def test_the_same_profile_gets_the_same_assistant(entries: list[EntryPoint]) -> None:
    entries.append(entry("silent", "tests.test_plugins:silent"))
    installed = InstalledAssistants(ANYWHERE)
    first = installed.get(profile(model="m"))
    assert installed.get(profile(model="m")) is first
    assert installed.get(profile(id="b", model="m")) is not first
    await installed.aclose()


async def test_changed_settings_make_a_new_one_and_the_old_one_outlives_its_turns(
    entries: list[EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.append(entry("silent", "tests.test_plugins:silent"))
    installed = InstalledAssistants(ANYWHERE)
    first = installed.get(profile(model="m"))
    second = installed.get(profile(model="n"))
    assert isinstance(first, Silent)
    assert isinstance(second, Silent)
    assert second.options == {"model": "n"}
    assert not first.is_closed
    monkeypatch.setattr(plugins, "RETIREMENT_S", 0)
    third = installed.get(profile(model="o"))
    await asyncio.sleep(0.02)
    assert second.is_closed
    assert not first.is_closed
    await installed.aclose()
    assert isinstance(third, Silent)
    assert third.is_closed
    assert first.is_closed


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("gpt", {}, r"'Gina' \(gpt\): there is no plug-in 'gpt'"),
        ("silent", {"wrong": "1"}, r"'Gina' \(silent\): there is no option 'wrong'"),
        ("openai", {}, r"'Gina' \(openai\): .*`url`"),
    ],
)
async def test_an_assistant_that_cannot_be_made_is_named(
    entries: list[EntryPoint], kind: str, options: dict[str, str], told: str
) -> None:
    entries.append(entry("silent", "tests.test_plugins:silent"))
    with pytest.raises(AssistantFailed, match=told):
        InstalledAssistants(ANYWHERE).get(profile(kind, **options))


async def test_features_are_found_and_one_that_is_broken_keeps_nobody_from_starting(entries: list[EntryPoint]) -> None:
    entries.append(entry("broken", "tests.nothing:plugin", "relevo.features"))
    entries.append(entry("counting", "tests.test_plugins:counting", "relevo.features"))
    async with memory_node() as on:
        before = len(on.node.handle.announced)
        attach_features(on.node)
        assert "assignment" in feature_plugins().kinds
        assert attached == [on.node]
        assert len(on.node.handle.announced) == before + 1
