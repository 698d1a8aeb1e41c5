"""`python -m bench.triggers [--data FOLDER] [--encoder] [--wrong]`: prints tables; ends with 1 under a limit, with 2 without messages.

Not here: the rules (`relevo.workspace.asking`).
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from bench.triggers.counting import HEAD, Counts, counted
from bench.triggers.messages import SHARED, Told, hostile, shared, written
from relevo.workspace.asking.recognition import Finding, recognise

LIMITS = {"rules": (0.80, 0.15), "encoder": (0.90, 0.10)}
"""The least f1 and the most false alarms on near-misses, on the shared messages."""
MOST_US = 100
MOST_HOSTILE_MS = 50
ROUNDS = 5

Finds = Callable[[str], bool]


def main() -> int:
    asked = _arguments()
    name = "encoder" if asked.encoder else "rules"
    finds = _encoder() if asked.encoder else _rules
    try:
        messages = list(shared(asked.data))
    except FileNotFoundError:
        print(f"There are no messages in {asked.data}.", file=sys.stderr)
        return 2
    own = list(written())
    for line in (*_tables(messages, own, finds), *(_wrong([*messages, *own], finds) if asked.wrong else ())):
        print(line)
    total = counted(messages, finds)
    typical, hardest = _us(messages, finds), _hostile_ms(finds)
    print(f"\nProcessor time: {typical:.0f} µs a message; {hardest:.1f} ms for the slowest of 8 KiB.")
    return int(not _is_within(name, total, typical, hardest))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--encoder", action="store_true", help="with the optional encoder after the rules")
    parser.add_argument("--wrong", action="store_true", help="show what was missed or found wrongly")
    return parser.parse_args()


def _rules(text: str) -> bool:
    return recognise(text) is Finding.ASKS


def _encoder() -> Finds:
    from relevo.workspace.asking.encoder import Encoder

    encoder = Encoder()
    return lambda text: encoder.asks_for_human(text, recognise(text))


def _tables(messages: Sequence[Told], own: Sequence[Told], finds: Finds) -> Iterable[str]:
    yield from HEAD
    yield counted(messages, finds).row("all shared")
    for half in (0, 1):
        yield counted((one for one in messages if one.half == half), finds).row(f"half {half}")
    for source in sorted({one.source for one in messages}):
        yield counted((one for one in messages if one.source == source), finds).row(source)
    for source in dict.fromkeys(one.source for one in own):
        yield counted((one for one in own if one.source == source), finds).row(f"sentences, {source}")
    yield ""
    yield from HEAD
    everything = [*messages, *own]
    for lang in sorted({one.lang for one in everything}):
        yield counted((one for one in everything if one.lang == lang), finds).row(lang)
    yield ""
    yield "| kind | messages | found |"
    yield "|---|---|---|"
    for kind in sorted({one.kind for one in messages}):
        those = [finds(one.text) for one in messages if one.kind == kind]
        yield f"| {kind} | {len(those)} | {sum(those)} |"


def _wrong(messages: Iterable[Told], finds: Finds) -> Iterable[str]:
    for one in messages:
        if one.asks is not None and finds(one.text) != one.asks:
            yield f"{'missed' if one.asks else 'wrong '}  {one.source}  {one.lang}  {one.text}"


def _us(messages: Sequence[Told], finds: Finds) -> float:
    """Return the processor time of a message, the median of some rounds over all of them."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time_ns()
        for one in messages:
            finds(one.text)
        rounds.append((time.process_time_ns() - begun) / len(messages) / 1000)
    return median(rounds)


def _hostile_ms(finds: Finds) -> float:
    slowest = 0.0
    for text in hostile():
        begun = time.process_time_ns()
        finds(text)
        slowest = max(slowest, (time.process_time_ns() - begun) / 1e6)
    return slowest


def _is_within(name: str, total: Counts, typical_us: float, hardest_ms: float) -> bool:
    least, most = LIMITS[name]
    is_quick = name != "rules" or (typical_us <= MOST_US and hardest_ms <= MOST_HOSTILE_MS)
    return total.f1 >= least and total.false_alarms <= most and is_quick


if __name__ == "__main__":
    sys.exit(main())
