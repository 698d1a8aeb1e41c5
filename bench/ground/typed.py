"""What visitors type: lines of real customers where the shared chats are there, a small CC0 sample otherwise.

Not here: who types them, and when.
"""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SAMPLE = ("Hi there", "my order has not arrived yet", "the number is 4711", "can you check please", "thanks a lot")


def typed(folder: Path = SHARED) -> Sequence[str]:
    """Return the lines, in the order of the chats."""
    file = folder / "customer_streams_en.jsonl.gz"
    if not file.exists():
        return SAMPLE
    with gzip.open(file, "rt", encoding="utf8") as lines:
        return [text for line in lines for text in json.loads(line)["messages"]]
