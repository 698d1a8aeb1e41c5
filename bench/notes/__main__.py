"""`python -m bench.notes [--data FOLDER] [--misses SET]`: prints a table; ends with 1 under a limit, with 2 without chats.

Not here: the chats (`chats`) and how a note is judged (`judging`). The chats may not be copied into this repository.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from bench.notes.chats import SHARED, read
from bench.notes.judging import FIRST_WORDS, Verdict, is_promise, judge, recall, shortfalls, speed_ms
from bench.notes.sets import chat_sets

HEADER = f"""\
| chats | notes | replays | words, median | recall | recall, first {FIRST_WORDS} words | misleading | …, first {FIRST_WORDS} words | invented | promises in the ledger | ledger entries |
|---|---|---|---|---|---|---|---|---|---|---|"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.notes", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the chats (default: %(default)s)")
    parser.add_argument(
        "--misses", choices=("tuned", "verified", "seen", "all"), help="also list what was missed there"
    )
    options = parser.parse_args(arguments)
    path: Path = options.data / "notes_en.jsonl.gz"
    if not path.exists():
        print(
            f"{path} is not there: the chats are not part of this repository. Name their folder with --data.",
            file=sys.stderr,
        )
        return 2
    sets = chat_sets(read(path), options.data / "dialogues_ml.jsonl")
    judged = {name: [judge(chat) for chat in chats] for name, chats in sets.items()}
    print(HEADER)
    for name, verdicts in judged.items():
        print(row(name, verdicts))
        if options.misses in (name.split()[-1], "all"):
            print_misses(verdicts)
    print(f"\n100 turns: {speed_ms(sets['long, verified']):.1f} ms of processor time (median)")
    short = shortfalls(judged)
    print("\n".join(f"below the limit: {fall}" for fall in short) or "all limits are kept")
    return 1 if short else 0


def row(name: str, verdicts: Sequence[Verdict]) -> str:
    stale = sum(len(v.chat.stale) for v in verdicts) or 1
    promises = sum(is_promise(fact) for v in verdicts for fact in v.chat.facts) or 1
    cells = (
        name,
        len(verdicts),
        sum(v.note.form == "replay" for v in verdicts),
        round(median(len(v.note.text.split()) for v in verdicts)),
        f"{recall(verdicts, 'missed'):.3f}",
        f"{recall(verdicts, 'missed_early'):.3f}",
        f"{sum(v.misleading for v in verdicts) / stale:.3f}",
        f"{sum(v.misleading_early for v in verdicts) / stale:.3f}",
        sum(v.invented for v in verdicts),
        f"{1 - sum(v.missed_promises for v in verdicts) / promises:.3f}",
        f"{sum(len(v.note.commitments) for v in verdicts) / len(verdicts):.1f}",
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def print_misses(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        for fact in verdict.missed_early:
            print(f"    {verdict.chat.id} {fact.category}: {fact.text}")


if __name__ == "__main__":
    sys.exit(main())
