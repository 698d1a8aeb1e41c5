"""What an endpoint's answer says, taken in piece by piece: text that may be shown, a call for a person, the end, or nonsense.

Not here: bytes and time (`stream`) or the request (`prompt`). Everything that a model writes is untrusted: it can say
something or ask for a person, and nothing it writes can do more.
"""

import unicodedata
from collections.abc import Iterable

import msgspec

from relevo.assistants.openai.sieve import Sieve
from relevo.assistants.openai.template import Template
from relevo.assistants.openai.wire import NOT_JSON, PLACEHOLDER, TOOL, Choice, ToolCall, decode_completion
from relevo.assistants.openai.written_call import reason_of
from relevo.core.errors import InvalidText
from relevo.core.messages import clean_text
from relevo.ports import AskHuman, AssistantFailed

ARGUMENT_CHARS = 4096
REASON_CHARS = 300
DEFAULT_REASON = "The assistant asked for a person."


class Answer:
    """One answer while it comes in, held to a size in bytes of UTF-8. `is_strict`: all its chunks must bear the same id."""

    __slots__ = (
        "_arguments", "_id", "_is_strict", "_left", "_name", "_parts", "_sieve", "_template",
        "has_begun", "has_finished", "is_over", "is_whole",
    )  # fmt: skip

    def __init__(self, limit_bytes: int, *, is_strict: bool = True) -> None:
        self.has_begun = False
        """Has any of the text or of a call come in?"""
        self.has_finished = False
        """Has the endpoint said that this is all?"""
        self.is_over = False
        """Is nothing more wanted?"""
        self.is_whole = False
        """Has the stream come to its proper end?"""
        self._is_strict = is_strict
        self._left = limit_bytes
        self._sieve = Sieve()
        self._template = Template()
        self._parts: list[str] = []
        self._id: str | int | None = None
        self._name: str | None = None
        self._arguments = ""

    def take(self, payload: bytes) -> str:
        """Return what a chunk, or an answer in one piece, adds to what the visitor may read.

        Raises:
            AssistantFailed: it is an error, no completion, or part of another answer.
        """
        if self.is_over:
            return ""
        text = self._template.text(payload)
        if text is not None:
            return self._say(text)
        if payload == b"[DONE]":
            self.has_finished = self.is_over = self.is_whole = True
            return ""
        try:
            completion = decode_completion(payload)
        except NOT_JSON as wrong:
            raise AssistantFailed(f"the endpoint sent what is no completion: {wrong}") from None
        if completion.error or completion.choices is msgspec.UNSET:
            raise AssistantFailed("the endpoint reported an error instead of an answer")
        if completion.id != self._id:
            self._check_id(completion.id)
        if len(completion.choices) == 1 and _is_only_text(completion.choices[0]):
            self._template.learn(payload)
        shown = ""
        for choice in completion.choices:
            if not choice.index:
                shown += self._choice(choice)
        return shown

    def end(self) -> str:
        """Return the last piece of text when the stream has ended.

        Raises:
            AssistantFailed: it broke off, or there is neither text nor a call for a person.
        """
        tail = self._show(self._sieve.close())
        if self.reason is not None:
            return tail
        if not self.has_finished:
            raise AssistantFailed("the endpoint's answer broke off")
        if not self.has_text:
            raise AssistantFailed("the endpoint's answer has no text")
        return tail

    @property
    def has_text(self) -> bool:
        """Is there anything that a visitor could read?"""
        try:
            return bool(clean_text("".join(self._parts)))
        except InvalidText:
            return False

    @property
    def reason(self) -> str | None:
        """Why a person is asked for; None if none is."""
        return reason_of(self._arguments) if self._name == TOOL else self._sieve.reason

    def ask(self) -> AskHuman | None:
        """Return the call for a person, if the model made one."""
        reason = self.reason
        if reason is None:
            return None
        words = " ".join(reason.split())[:REASON_CHARS]
        return AskHuman(words if words not in ("", PLACEHOLDER) else DEFAULT_REASON)

    def _check_id(self, id: str | int | None) -> None:
        if not id or not self._is_strict:
            return
        if self._id is not None and id != self._id:
            raise AssistantFailed("the endpoint mixed another answer into this one")
        self._id = id

    def _choice(self, choice: Choice) -> str:
        if self.has_finished:
            return ""  # some endpoints repeat the whole text after the end
        text = ""
        if said := choice.delta or choice.message:
            text = self._say(said.content or said.refusal or "")
            if said.tool_calls:
                self._calls(said.tool_calls)
        if choice.finish_reason:
            self._finish(choice.finish_reason)
        return text

    def _say(self, written: str) -> str:
        if self.has_finished or not written:
            return ""
        self.has_begun = True
        text = self._show(self._sieve.feed(written))
        if self._sieve.reason is not None:
            self.is_over = True
        return text

    def _calls(self, calls: Iterable[ToolCall]) -> None:
        """Only the first call counts; with a second one begun the model is going round in circles."""
        self.has_begun = True
        for call in calls:
            if call.index or self._arguments_full:
                self.is_over = True
            elif call.function:
                self._name = self._name or call.function.name
                given = call.function.arguments or ""
                self._arguments += given if isinstance(given, str) else msgspec.json.encode(given).decode()

    @property
    def _arguments_full(self) -> bool:
        return len(self._arguments) > ARGUMENT_CHARS

    def _finish(self, reason: str) -> None:
        if reason in ("content_filter", "error"):
            raise AssistantFailed(f"the endpoint stopped its answer: {reason}")
        self.has_finished = True

    def _show(self, text: str) -> str:
        size = len(text) if text.isascii() else _size(text)
        if size > self._left:
            text = _cut(text, self._left)
            self.has_finished = self.is_over = True
            size = self._left
        self._left -= size
        if text:
            self._parts.append(text)
        return text


def _is_only_text(choice: Choice) -> bool:
    said = choice.delta
    is_said = said is not None and bool(said.content) and not (said.refusal or said.tool_calls)
    return is_said and not choice.index and not choice.finish_reason


def _size(text: str) -> int:
    """The bytes in UTF-8, as sent and as the log will compose it, whichever is more."""
    if text.isascii():
        return len(text)
    return max(len(text.encode("utf-8", "replace")), len(unicodedata.normalize("NFC", text).encode("utf-8", "replace")))


def _cut(text: str, limit: int) -> str:
    kept = text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")
    return kept if _size(kept) <= limit else ""
