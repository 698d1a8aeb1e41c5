"""What makes an agent's passage a promise.

Not here: what it is worth (`salience`) and the list of them (`ledger`).
"""

import re

from relevo.core.handoff_note import phrases
from relevo.core.handoff_note.cues import Cue
from relevo.core.handoff_note.passages import Passage
from relevo.core.handoff_note.values import Kind


def is_promise(passage: Passage) -> bool:
    """Does an agent say what will be done, other than as a courtesy or on a condition that names nothing exact?

    A date is a promise, too, unless it is told of the past: one line too many in the ledger is struck out with a click,
    one too few breaks a promise.
    """
    if not passage.line.is_agent or passage.is_question:
        return False
    if Cue.PROMISE in passage.cues:
        return bool(passage.exact_values) or not is_loose(passage)
    dates = [value for value in passage.values if value.kind is Kind.DATE]
    if any(_DEADLINE.search(passage.text, 0, date.start) for date in dates):
        return True
    return bool(dates) and not (Cue.SETTLED in passage.cues or Cue.PAST in passage.cues or is_loose(passage))


def is_loose(passage: Passage) -> bool:
    """Is it a courtesy, or does it hang on something that the visitor has to do?"""
    return Cue.POLITE in passage.cues or Cue.CONDITION in passage.cues


_DEADLINE = re.compile(rf"(?<!\w){phrases.DEADLINE}\s$", re.IGNORECASE)
