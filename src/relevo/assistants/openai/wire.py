"""The parts of an OpenAI-compatible answer that are read, and the whole of what is sent.

Not here: what is made of them (`answer`) or how a transcript becomes messages (`prompt`). Unknown fields are skipped.
"""

import re
from typing import Any, Literal

import msgspec

TOOL = "request_human"
PLACEHOLDER = "why, in one sentence"
"""Stands for the reason where a model is shown how to write a call; small models copy it."""


class Message(msgspec.Struct, frozen=True):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


class Function(msgspec.Struct, frozen=True):
    """A call of a function, or a piece of one: the name comes first, the arguments are text that grows."""

    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class ToolCall(msgspec.Struct, frozen=True):
    """One call; pieces of the same call bear the same index."""

    index: int | None = 0
    function: Function | None = None


class Said(msgspec.Struct, frozen=True):
    """What a chunk adds (`delta`), or a whole `message`."""

    content: str | None = None
    refusal: str | None = None
    tool_calls: list[ToolCall] | None = None


class Choice(msgspec.Struct, frozen=True):
    """One of the answers asked for; only the first counts."""

    index: int | None = 0
    delta: Said | None = None
    message: Said | None = None
    finish_reason: str | None = None


class Completion(msgspec.Struct, frozen=True):
    """A chunk of a streamed answer, or an answer in one piece. `choices` stays UNSET in what is no completion at all."""

    id: str | int | None = None
    choices: list[Choice] | msgspec.UnsetType = msgspec.UNSET
    error: Any = None


NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises for something that is no JSON, of other types, no UTF-8, or nested to exhaust the stack."""

decode_completion = msgspec.json.Decoder(Completion).decode
"""Raises one of NOT_JSON."""


_CODE = re.compile(r"[a-z]+(?:_[a-z]+){0,5}")


class Problem(msgspec.Struct, frozen=True):
    """The body of a refusal. Some endpoints send a text, some an object, some neither."""

    error: Any = None
    message: str | None = None
    detail: Any = None

    def text(self) -> str:
        """Return what the endpoint says of it in one line."""
        told = self.error if self.error is not None else self.message or self.detail
        if isinstance(told, dict):
            told = told.get("message") or told.get("code") or ""
        return " ".join(str(told or "").split())

    def code(self) -> str:
        """Return its name for the reason; nothing that is longer than a name or looks like anything else."""
        told = self.error if isinstance(self.error, dict) else {}
        found = [
            name for name in (told.get("code"), told.get("type")) if isinstance(name, str) and _CODE.fullmatch(name)
        ]
        return found[0] if found else ""


decode_problem = msgspec.json.Decoder(Problem).decode

REQUEST_HUMAN = {
    "type": "function",
    "function": {
        "name": TOOL,
        "description": "Bring a human colleague into this conversation. Call it when the visitor asks for a person, "
        "when you cannot help, or when only a person may decide.",
        "parameters": {
            "type": "object",
            "properties": {"reason": {"type": "string", "description": "Why, in one sentence for the colleague."}},
            "required": ["reason"],
        },
    },
}
"""The only tool that a model is offered. It proposes; whether a person is fetched is decided by the core."""
