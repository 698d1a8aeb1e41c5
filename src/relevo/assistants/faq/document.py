"""Reads a FAQ out of Markdown: questions, other ways to ask them, answers, and what the assistant says around them.

A second-level heading is a question; the quoted lines (`>`) right below it are other ways to ask it; the rest, up to the next such
heading, is the answer. A heading in brackets, such as `## [greeting]`, names one of `PHRASES`. Not here: finding an answer (`index`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_PHRASE = re.compile(r"\[(\w+)\]")

PHRASES: Mapping[str, str] = {
    "greeting": "Hello! How can I help?",
    "thanks": "You're welcome!",
    "praise": "That is good to hear.",
    "goodbye": "Goodbye!",
    "person": "Of course.",
    "unknown": "I'm sorry, I don't know that.",
    "remembered": "{agent} told you: “{words}”",
}
"""What is said around the answers, with the text for a file that leaves it out."""


class WrongFaq(ValueError):
    """The file holds no FAQ; the message says what is wrong and in which heading."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question, the other ways to ask it, and its answer as Markdown."""

    question: str
    also_asked: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Faq:
    """A whole FAQ. `phrases` has every key of PHRASES; the question of each is its key."""

    entries: tuple[Entry, ...]
    phrases: Mapping[str, Entry]


def read_faq(text: str) -> Faq:
    """Return the FAQ in a Markdown text. Raises WrongFaq."""
    entries: list[Entry] = []
    phrases = {name: Entry(name, (), said) for name, said in PHRASES.items()}
    for entry in _entries(text):
        phrase = _PHRASE.fullmatch(entry.question)
        if not entry.answer:
            raise WrongFaq(f"{entry.question!r} has no answer")
        if phrase is None:
            entries.append(entry)
        elif phrase[1] in PHRASES:
            phrases[phrase[1]] = Entry(phrase[1], entry.also_asked, entry.answer)
        else:
            raise WrongFaq(f"there is no [{phrase[1]}]; there are: {', '.join(PHRASES)}")
    if not entries:
        raise WrongFaq("there is no question; a question is a heading that begins with ##")
    return Faq(tuple(entries), phrases)


def _entries(text: str) -> Iterator[Entry]:
    _, *parts = _HEADING.split(text.replace("\r\n", "\n"))
    for question, body in zip(parts[::2], parts[1::2], strict=True):
        lines = body.strip().split("\n")
        count = next((number for number, line in enumerate(lines) if not line.startswith(">")), len(lines))
        also_asked = tuple(line.lstrip("> \t").strip() for line in lines[:count])
        yield Entry(question, tuple(filter(None, also_asked)), _unwrapped("\n".join(lines[count:])))


def _unwrapped(body: str) -> str:
    """A paragraph is written in lines of any length and said in one."""
    paragraphs = re.split(r"\n[ \t]*\n", body.strip())
    return "\n\n".join(re.sub(r"[ \t]*\n(?![ \t]*(?:[-*+|>]|\d+[.)])[ \t])", " ", each.strip()) for each in paragraphs)
