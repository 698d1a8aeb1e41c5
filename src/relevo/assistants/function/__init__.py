"""The plug-in for an assistant that is a Python function: `from relevo.assistants.function import assistant, AskHuman`.

The function gets a `Transcript` and gives a `str`, a list of them, or a generator of them, plain or async; `AskHuman(reason)`
among them asks for a person, `OfferPerson()` offers one, nothing at all is silence.
"""

from collections.abc import Mapping

from relevo.assistants._plugin import AssistantPlugin, describe, read_options
from relevo.assistants._text import visitor_text
from relevo.assistants.function.assistant import FunctionAssistant, Replies, assistant
from relevo.assistants.function.loading import FunctionOptions, load
from relevo.ports import AskHuman, AssistantFailed, Chunk, Line, OfferPerson, Speaker, Transcript

__all__ = [
    "AskHuman", "AssistantFailed", "Chunk", "FunctionAssistant", "FunctionOptions", "Line", "OfferPerson", "Replies", "Speaker",
    "Transcript", "assistant", "plugin", "visitor_text",
]  # fmt: skip


def _create(given: Mapping[str, str]) -> FunctionAssistant:
    options = read_options(FunctionOptions, given)
    return load(options)


plugin = AssistantPlugin("function", describe(FunctionOptions), _create)
