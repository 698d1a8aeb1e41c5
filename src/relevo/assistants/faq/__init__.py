"""The embedded default assistant: it answers from a Markdown FAQ, without a model, a key or a network."""

from collections.abc import Mapping

from relevo.assistants._plugin import AssistantPlugin, describe, read_options
from relevo.assistants.faq.assistant import FaqAssistant, FaqOptions

__all__ = ["FaqAssistant", "FaqOptions", "plugin"]


def _create(given: Mapping[str, str]) -> FaqAssistant:
    return FaqAssistant(read_options(FaqOptions, given))


plugin = AssistantPlugin("faq", describe(FaqOptions), _create)
