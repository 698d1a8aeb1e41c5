"""What the chunks of one answer have in common: endpoints repeat the whole object for every token and change its text alone.

Once that has been seen, the rest is compared instead of decoded (docs/decisions/0031).
Not here: what a chunk means (`answer`) or its fields (`wire`).
"""

import msgspec

from relevo.assistants.openai.wire import NOT_JSON

_VAIN = 4
"""After so many templates in a row that no chunk fitted no more are made: some endpoints change something every time."""


class _Said(msgspec.Struct):
    content: msgspec.Raw


class _Choice(msgspec.Struct):
    delta: _Said


class _Completion(msgspec.Struct):
    choices: list[_Choice]


_decode = msgspec.json.Decoder(_Completion).decode
_decode_text = msgspec.json.Decoder(str).decode


class Template:
    """The bytes before and behind the text of the last chunk that was decoded whole."""

    __slots__ = ("_before", "_behind", "_from", "_to", "_vain")

    def __init__(self) -> None:
        self._before = self._behind = b""
        self._from = self._to = 0  # until something is learned the text is empty, which is no text in JSON
        self._vain = 0
        """How many templates have been made since one fitted."""

    def text(self, payload: bytes) -> str | None:
        """Return the text of a chunk that differs from the learned one in nothing else; None where it must be decoded whole."""
        if not (payload.startswith(self._before) and payload.endswith(self._behind)):
            return None
        try:
            # One text and nothing else between the same bytes makes the same object with another text.
            text = _decode_text(payload[self._from : self._to])
        except NOT_JSON:
            return None
        self._vain = 0
        return text

    def learn(self, payload: bytes) -> None:
        """Take a chunk as an example that has one choice, in it a `delta` with a text, and nothing else that counts."""
        if self._vain == _VAIN:
            return
        try:
            text = bytes(_decode(payload).choices[0].delta.content)
        except NOT_JSON:
            return  # a field stands twice, in other types
        at = payload.find(text)
        if at != payload.rfind(text):
            return  # which of them it is, the next one will show
        self._from, self._to = at, at + len(text) - len(payload)
        self._before, self._behind = payload[:at], payload[self._to :]
        self._vain += 1
