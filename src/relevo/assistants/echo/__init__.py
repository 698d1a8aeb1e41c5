"""An assistant for tests: it says what it is told to, at any pace, and misbehaves on request."""

from collections.abc import Mapping

from relevo.assistants._plugin import AssistantPlugin, describe, read_options
from relevo.assistants.echo.assistant import EchoAssistant, EchoOptions

__all__ = ["EchoAssistant", "EchoOptions", "plugin"]


def _create(given: Mapping[str, str]) -> EchoAssistant:
    return EchoAssistant(read_options(EchoOptions, given))


plugin = AssistantPlugin("echo", describe(EchoOptions), _create)
