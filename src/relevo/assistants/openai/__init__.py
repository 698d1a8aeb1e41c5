"""The plug-in for any OpenAI-compatible endpoint; README.md says how to configure it."""

from collections.abc import Mapping

from relevo.assistants._plugin import AssistantPlugin, describe, read_options
from relevo.assistants.openai.assistant import OpenAIAssistant
from relevo.assistants.openai.options import OpenAIOptions
from relevo.destinations import ANYWHERE, Destinations

__all__ = ["OpenAIAssistant", "OpenAIOptions", "plugin"]


def _create(given: Mapping[str, str], destinations: Destinations = ANYWHERE) -> OpenAIAssistant:
    return OpenAIAssistant(read_options(OpenAIOptions, given), destinations)


plugin = AssistantPlugin("openai", describe(OpenAIOptions, secret=("key",)), _create, fetches=("url",))
