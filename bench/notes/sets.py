"""Which chats are measured together: as they are, in other words, and in other languages.

Not here: how their notes are judged (`judging`).
"""

from dataclasses import replace
from pathlib import Path

from bench.notes import phrases
from bench.notes.chats import Chat, read
from bench.notes.rewording import reword


def chat_sets(chats: list[Chat], many_languages: Path) -> dict[str, list[Chat]]:
    """Return the chats by kind: rules are tuned on one half and verified on the other, then on other words."""
    short = [chat for chat in chats if chat.kind == "short"]
    long = [chat for chat in chats if chat.kind == "long"]
    sets = {
        "short, tuned": short[::2],
        "short, verified": short[1::2],
        "long, tuned": long[::2],
        "long, verified": long[1::2],
        "long, reworded, seen": [reword(chat, phrases.SEEN, n) for n, chat in enumerate(long)],
        "long, reworded, consulted": [reword(chat, phrases.CONSULTED, n) for n, chat in enumerate(long)],
        "long, reworded, hard": [reword(chat, phrases.CONSULTED_HARD, n) for n, chat in enumerate(long)],
        "long, reworded, fresh": [reword(chat, phrases.FRESH, n) for n, chat in enumerate(long)],
    }
    if many_languages.exists():
        sets["13 languages, replay"] = read(many_languages)
        sets["13 languages, long"] = [stretched(chat, long[n]) for n, chat in enumerate(read(many_languages))]
    return sets


def stretched(chat: Chat, around: Chat) -> Chat:
    """Return a short chat with the unplanted lines of a long one after each of its own, so that it needs a summary."""
    planted = {fact.turn for fact in around.facts}
    filler = [turn for n, turn in enumerate(around.turns) if n not in planted]
    share = -(-len(filler) // len(chat.turns))
    turns = [line for n, own in enumerate(chat.turns) for line in (own, *filler[n * share : (n + 1) * share])]
    return replace(chat, turns=tuple(turns))
