"""What the chunks of one answer have in common: endpoints repeat the whole object for every token and change its text alone.

Once that has been seen, the rest is compared instead of decoded, at a third of the cost (`bench/README.md`, P7).
Not here: what a chunk means (`answer`) or its fields (`wire`).
"""

import msgspec

from relevo.assistants.openai.wire import NOT_JSON

_VAIN = 4
"""After so many templates that no chunk fitted no more are made: some endpoints change something every time."""


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

    __slots__ = ("_before", "_behind", "_from", "_has_fitted", "_to", "_vain")

    def __init__(self) -> None:
        self._before = self._behind = b"{"  # fits nothing, as no object ends so
        self._from, self._to = 1, -1
        self._has_fitted = True
        self._vain = 0

    def text(self, payload: bytes) -> str | None:
        """Return the text of a chunk that differs from the learned one in nothing else; None where it must be decoded whole."""
        if not (payload.startswith(self._before) and payload.endswith(self._behind)):
            return None
        try:
            # One text and nothing else between the same bytes makes the same object with another text.
            text = _decode_text(payload[self._from : self._to])
        except NOT_JSON:
            return None
        self._has_fitted = True
        return text

    def learn(self, payload: bytes) -> None:
        """Take a chunk as an example that has one choice, in it a `delta` with a text, and nothing else that counts."""
        self._vain += not self._has_fitted
        if self._vain >= _VAIN:
            return
        text = bytes(_decode(payload).choices[0].delta.content)
        if payload.count(text) != 1:
            return  # the next one will do
        self._before, _, self._behind = payload.partition(text)
        self._from, self._to = len(self._before), -len(self._behind)
        self._has_fitted = False
