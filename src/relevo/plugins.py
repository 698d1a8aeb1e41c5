"""Finds plug-ins: the folders of `relevo/assistants`, `channels` and `features`, and the entry points of installed packages.

There is no central list. A plug-in is a package that exposes one object `plugin`; the name of its folder, or of its entry point in
the group `relevo.assistants` (`.channels`, `.features`), is its kind. It is imported when it is first asked for, so what nobody
uses costs nothing at the start. Whoever writes a plug-in imports its shapes from here, and what it answers with from `relevo.ports`.
Not here: what a plug-in of a kind has to offer (`assistants/_plugin.py`, `features/_plugin.py`).
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Generic, TypeVar

import structlog

from relevo.assistants._plugin import AssistantPlugin, Option, WrongOption, describe, read_options
from relevo.destinations import Destinations, NotPermitted
from relevo.engine.node import Node
from relevo.features._plugin import FeaturePlugin
from relevo.ports import Assistant, AssistantFailed, AssistantProfile
from relevo.workspace.errors import UrlNotAllowed

__all__ = [
    "AssistantPlugin",
    "FeaturePlugin",
    "InstalledAssistants",
    "Option",
    "PluginFailed",
    "Plugins",
    "WrongOption",
    "assistant_plugins",
    "attach_features",
    "describe",
    "feature_plugins",
    "read_options",
]

log = structlog.get_logger(__name__)

RETIREMENT_S = 120.0
"""How long an assistant whose settings were changed is kept for its running turns; a turn ends after 60 s."""

Shape = TypeVar("Shape")
Load = Callable[[], object]


class PluginFailed(Exception):
    """A plug-in is missing, cannot be loaded, or is not what its folder says; the message names it and says why."""


class Plugins(Generic[Shape]):
    """The plug-ins of one home ("assistants", "channels", "features"), each of which exposes a `Shape`."""

    def __init__(self, home: str, shape: type[Shape]) -> None:
        self._home = home
        self._shape = shape
        self._loaded: dict[str, Shape] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds there are, without importing any. Raises PluginFailed if two claim the same."""
        return tuple(sorted(self._sources))

    def load(self, kind: str) -> Shape:
        """Return the plug-in of a kind, imported at the first call. Raises PluginFailed."""
        if kind not in self._loaded:
            self._loaded[kind] = self._load(kind)
        return self._loaded[kind]

    def load_all(self) -> Mapping[str, Shape]:
        """Return every plug-in by its kind. Raises PluginFailed."""
        return {kind: self.load(kind) for kind in self.kinds}

    def failures(self) -> tuple[PluginFailed, ...]:
        """Load every plug-in, and return why some cannot be."""
        failed: list[PluginFailed] = []
        try:
            kinds = self.kinds
        except PluginFailed as two:
            return (two,)
        for kind in kinds:
            try:
                self.load(kind)
            except PluginFailed as failure:
                failed.append(failure)
        return tuple(failed)

    @cached_property
    def _sources(self) -> dict[str, tuple[str, Load]]:
        sources: dict[str, tuple[str, Load]] = {}
        for kind, origin, load in (*self._folders(), *self._entry_points()):
            if kind in sources:
                raise PluginFailed(f"two plug-ins are called {kind!r} in {self._home}: {sources[kind][0]} and {origin}")
            sources[kind] = origin, load
        return sources

    def _folders(self) -> Iterator[tuple[str, str, Load]]:
        home = f"relevo.{self._home}"
        spec = find_spec(home)
        for module in iter_modules(spec.submodule_search_locations if spec else ()):
            if module.ispkg and not module.name.startswith("_"):
                path = f"{home}.{module.name}"
                yield module.name, path, partial(_plugin_of, path)

    def _entry_points(self) -> Iterator[tuple[str, str, Load]]:
        for entry in entry_points(group=f"relevo.{self._home}"):
            package = entry.dist.name if entry.dist else "an installed package"
            yield entry.name, f"{entry.value} of {package}", entry.load

    def _load(self, kind: str) -> Shape:
        source = self._sources.get(kind)
        if source is None:
            raise PluginFailed(f"there is no plug-in {kind!r} in {self._home}; there are: {', '.join(self.kinds)}")
        origin, load = source
        try:
            plugin = load()
        except Exception as error:
            raise PluginFailed(f"the plug-in {kind!r} ({origin}) cannot be loaded: {error!r}") from error
        if not isinstance(plugin, self._shape):
            given = "nothing" if plugin is None else f"a {type(plugin).__name__}"
            raise PluginFailed(
                f"the plug-in {kind!r} ({origin}) exposes {given} as `plugin`, not a {self._shape.__name__}"
            )
        if getattr(plugin, "kind", kind) != kind:
            raise PluginFailed(f"the plug-in {kind!r} ({origin}) calls itself {getattr(plugin, 'kind', None)!r}")
        return plugin


def _plugin_of(package: str) -> object:
    return getattr(import_module(package), "plugin", None)


def assistant_plugins() -> Plugins[AssistantPlugin]:
    """Return the assistant plug-ins that are installed."""
    return Plugins("assistants", AssistantPlugin)


def feature_plugins() -> Plugins[FeaturePlugin]:
    """Return the features that are installed."""
    return Plugins("features", FeaturePlugin)


def attach_features(node: Node) -> None:
    """Connect every installed feature to a node that has not started yet.

    One that cannot be loaded is named in the log and left out: visitors are answered without it. `relevo check` finds it too.
    """
    features = feature_plugins()
    for kind in features.kinds:
        try:
            features.load(kind).attach(node)
        except PluginFailed as error:
            log.warning("feature_missing", feature=kind, error=str(error))


class InstalledAssistants:
    """The engine's `Assistants`: one object for each configured assistant, made anew when its settings change."""

    def __init__(self, destinations: Destinations, plugins: Plugins[AssistantPlugin] | None = None) -> None:
        """`destinations` is where they may connect to."""
        self._plugins = plugins or assistant_plugins()
        self._destinations = destinations
        self._made: dict[str, tuple[tuple[str, Mapping[str, str]], Assistant]] = {}
        self._retired: dict[Assistant, asyncio.TimerHandle] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def get(self, profile: AssistantProfile) -> Assistant:
        """Return the implementation for a profile. Call it inside the event loop.

        Raises:
            AssistantFailed: there is no plug-in of that kind, it cannot be loaded, or its options are wrong.
        """
        settings = profile.kind, profile.options
        known = self._made.get(profile.actor.id)
        if known is not None and known[0] == settings:
            return known[1]
        made = self._make(profile)
        self._made[profile.actor.id] = settings, made
        if known is not None:
            self._retire(known[1])
        return made

    async def check(self, kind: str, options: Mapping[str, str]) -> None:
        """Look at the addresses among options that are about to be saved. Raises UrlNotAllowed.

        What there is no plug-in for connects to nothing.
        """
        try:
            plugin = self._plugins.load(kind)
        except PluginFailed:
            return
        for name in options.keys() & plugin.fetches:
            try:
                await self._destinations.require(options[name])
            except NotPermitted as refused:
                raise UrlNotAllowed(f"options.{name}", f"Not allowed: {refused}.") from None

    async def aclose(self) -> None:
        """Free the connections of all of them."""
        retired, self._retired = self._retired, {}
        for timer in retired.values():
            timer.cancel()
        made, self._made = self._made, {}
        await asyncio.gather(*(each.aclose() for each in (*retired, *(each for _, each in made.values()))))
        await asyncio.gather(*self._closing)

    def _make(self, profile: AssistantProfile) -> Assistant:
        try:
            plugin = self._plugins.load(profile.kind)
            if plugin.fetches:
                return plugin.create(profile.options, self._destinations)
            return plugin.create(profile.options)
        except (PluginFailed, WrongOption) as error:
            raise AssistantFailed(f"assistant {profile.actor.name!r} ({profile.kind}): {error}") from error

    def _retire(self, assistant: Assistant) -> None:
        """Running turns may still use it."""
        self._retired[assistant] = asyncio.get_running_loop().call_later(RETIREMENT_S, self._close, assistant)

    def _close(self, assistant: Assistant) -> None:
        del self._retired[assistant]
        task = asyncio.get_running_loop().create_task(assistant.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
