"""What a turn came to, as the command that commits it: the answer, a wish for a person, or an offer of one.

Not here: running the turn (`answering`), or sending the command (`turns`).
"""

from typing import Literal

from relevo.core.commands import Command, Draft, OfferHuman, PostMessage, RequestHuman
from relevo.core.ids import Millis
from relevo.engine.effects.answering import Progress
from relevo.ports import AskHuman, OfferPerson

Cause = Literal["failure", "unknown_answer"]


def conclusion(
    progress: Progress, at: Millis, message_id: str, draft: Draft | None, *, is_answered: bool
) -> Command | None:
    """Return what to say: the answer, the wish for a person with last words, an offer, or nothing for silence."""
    if not is_answered:
        return offer(progress, at, message_id, draft, "failure")
    match progress.wish:
        case AskHuman(reason=reason):
            return RequestHuman(
                by=progress.speaker,
                at=at,
                turn=progress.turn,
                trigger="assistant",
                reason=reason,
                message_id=message_id,
                text=progress.text,
            )
        case OfferPerson() if not progress.text:
            return offer(progress, at, message_id, draft, "unknown_answer")
        case _ if progress.text:
            return PostMessage(
                by=progress.speaker,
                at=at,
                turn=progress.turn,
                message_id=message_id,
                text=progress.text,
                is_unsure=isinstance(progress.wish, OfferPerson),
            )
        case _:
            return None


def offer(progress: Progress, at: Millis, message_id: str, draft: Draft | None, cause: Cause) -> OfferHuman:
    """Return the offer of a person in place of an answer; the draft is what the visitor has seen of one."""
    return OfferHuman(by=progress.speaker, at=at, turn=progress.turn, draft=draft, message_id=message_id, cause=cause)


def offer_after_words(progress: Progress, at: Millis, message_id: str) -> OfferHuman | None:
    """Return the offer that follows an answer whose assistant does not know any further."""
    if not isinstance(progress.wish, OfferPerson) or not progress.text:
        return None
    return OfferHuman(by=progress.speaker, at=at, cause="unknown_answer", message_id=message_id)
