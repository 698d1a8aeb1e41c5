"""The promises of a stretch as a list that people can edit and an assistant has to keep.

Not here: how a promise is known (`promises`).
"""

from collections.abc import Iterable

from relevo.core.events import Commitment
from relevo.core.handoff_note.corrections import Corrected
from relevo.core.handoff_note.passages import Passage, split
from relevo.core.handoff_note.promises import is_promise

COMMITMENTS = 20
"""So many are kept, the latest."""


def commitments(passages: Iterable[Passage], taken_back: Corrected) -> tuple[Commitment, ...]:
    """Return the promises of the agents in order, each once and sentence by sentence, without what an agent took back.

    It depends on the agents' lines alone: nothing that a visitor types adds to it or takes from it (T25).
    """
    found: dict[str, Commitment] = {}
    for passage in passages:
        for sentence in split(passage) if is_promise(passage) else ():
            if is_promise(sentence) and not sentence.exact_values & taken_back.of(sentence).keys():
                found.pop(sentence.text, None)
                found[sentence.text] = Commitment(sentence.text, sentence.line.seq, sentence.line.name)
    return tuple(found.values())[-COMMITMENTS:]
