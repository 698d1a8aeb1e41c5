"""Says the planted lines of a chat in other words, so that the rules of the note are measured on what they were not tuned on.

Not here: the words (`phrases`).
"""

from collections.abc import Sequence
from dataclasses import replace

from bench.notes.chats import Chat, Fact
from bench.notes.matching import MONTHS
from bench.notes.phrases import AMOUNTS, DATES, STALE_BEFORE, Phrases


def reword(chat: Chat, phrases: Phrases, n: int) -> Chat:
    """Return the chat with its planted lines said in other words, and each value that is taken back said before."""
    turns, facts = list(chat.turns), list(chat.facts)
    for nth, fact in enumerate(chat.facts):
        choice = n + nth
        said = _pick(phrases[fact.category], choice)
        text, must = _fill(said, fact, chat, choice)
        turns[fact.turn] = (turns[fact.turn][0], text)
        facts[nth] = replace(fact, text=text, must=must)
    for wrong, right in chat.stale:
        corrected = next(i for i, (_, text) in enumerate(turns) if right in text and wrong in text)
        turns[max(corrected - 4, 0) : max(corrected - 4, 0)] = [(False, STALE_BEFORE.format(wrong=wrong))]
    return replace(chat, turns=tuple(turns), facts=tuple(facts))


def _fill(said: str, fact: Fact, chat: Chat, choice: int) -> tuple[str, Sequence[Sequence[str]]]:
    wants = [alternatives[0] for alternatives in fact.must]
    fields = {"email": wants[0], "id": wants[0], "item": wants[0], "right": wants[0]}
    fields["wrong"] = next((wrong for wrong, right in chat.stale if right == wants[0]), "")
    for want in wants:
        kind, _, value = want.partition(":")
        if kind == "amount":
            fields["amount"] = _pick(AMOUNTS, choice).format(value)
        if kind == "date":
            fields["date"] = _written_date(value, choice)
    text, *needs = said.split("|")
    return text.format(**fields), [[need] for need in needs] or fact.must


def _written_date(value: str, choice: int) -> str:
    number, day = (int(part) for part in value.split("-"))
    month = MONTHS[number - 1].capitalize()
    return _pick(DATES, choice).format(day=day, number=number, month=month, short=month[:3])


def _pick(options: Sequence[str], choice: int) -> str:
    return options[choice % len(options)]
