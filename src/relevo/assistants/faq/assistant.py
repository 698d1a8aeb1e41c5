"""The embedded assistant: answers from a FAQ, remembers what agents said, and offers a person where it does not know.

No model, no key, no network. Not here: reading the file (`document`), finding (`index`), what agents said (`memory`).
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from relevo.assistants._plugin import WrongOption
from relevo.assistants._text import in_words, visitor_text
from relevo.assistants.faq.document import Entry, Faq, WrongFaq, read_faq
from relevo.assistants.faq.index import Index, Passage
from relevo.assistants.faq.memory import Remark, remarks
from relevo.assistants.faq.recall import recall, recalling_stems
from relevo.assistants.faq.words import DENYING
from relevo.ports import Chunk, OfferPerson, Reply, Transcript

DEFAULT_FILE = Path(__file__).with_name("default.md")
SMALL_TALK = ("goodbye", "praise", "thanks", "greeting")
PERSON = 0
"""The number of the passage that asks for a person; the entries follow."""

Sleep = Callable[[float], Awaitable[None]]


class FaqOptions(Struct, frozen=True, kw_only=True):
    """Which FAQ, how sure to be, how fast to speak."""

    file: Annotated[str, Meta(description="A FAQ in Markdown; empty: the one of the demo's coffee shop.")] = ""
    threshold: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="Which share of a question an entry must cover to be the answer, rare words counting more.",
        ),
    ] = 0.55
    pace_ms: Annotated[float, Meta(ge=0, le=1000, description="The pause before each word.")] = 15


class FaqAssistant:
    """Answers in a few milliseconds, and speaks slowly enough to be interrupted."""

    def __init__(self, options: FaqOptions, sleep: Sleep = asyncio.sleep) -> None:
        """Read and index the FAQ. Raises WrongOption."""
        self._options = options
        self._sleep = sleep
        self._faq = _faq(options.file)
        person = self._faq.phrases["person"]
        self._index = Index([Passage("\n".join(person.also_asked)), *map(_passage, self._faq.entries)])
        self._talk = {
            name: [frozenset(self._index.stems(asked)) for asked in self._faq.phrases[name].also_asked]
            for name in SMALL_TALK
        }
        self._denying = frozenset(self._index.stems(" ".join(DENYING)))

    async def reply(self, transcript: Transcript) -> AsyncGenerator[Reply, None]:
        """Stream the answer word by word, then the offer of a person where it does not know."""
        question = visitor_text(transcript)
        if not question.strip():
            return
        text, is_offering = self._answer(question, transcript)
        for word in in_words(text):
            await self._sleep(self._options.pace_ms / 1000)
            yield Chunk(word)
        if is_offering and transcript.may_ask_human:
            yield OfferPerson()

    async def aclose(self) -> None:
        """Nothing is open that outlives the object."""

    def _answer(self, question: str, transcript: Transcript) -> tuple[str, bool]:
        """Return what to say, and whether to offer a person after it."""
        said = remarks(transcript)
        if talk := self._small_talk(question, {remark.agent for remark in said}):
            return self._phrase(talk), False
        threshold = self._options.threshold
        found = [
            passage
            for passage in self._index.find(question, ignored=recalling_stems(self._index, said))
            if passage.coverage >= threshold
        ]
        wants_person = bool(found) and found[0].number == PERSON
        if wants_person and not transcript.may_ask_human:
            # Nobody can come, or the visitor has just said no: what else they asked is answered.
            del found[0]
        best = found[0] if found else None
        recalled = recall(self._index, question, said, best)
        if wants_person and not recalled:
            if transcript.may_ask_human:
                return self._phrase("person"), True
            if best is None:
                return self._phrase("greeting"), False
        parts = [self._quoted(remark) for remark in recalled.remarks] if recalled else []
        if best is not None and not (recalled and recalled.is_whole):
            parts.append(self._faq.entries[best.number - 1].answer)
        return ("\n\n".join(parts), False) if parts else (self._phrase("unknown"), True)

    def _small_talk(self, question: str, agents: set[str]) -> str | None:
        """Return the kind of small talk if the message is nothing else; the agents who have spoken may be named in it."""
        stems = frozenset(self._index.stems(question))
        if not stems and "?" not in question:
            return "thanks"  # a thumb, a smile
        named = frozenset(self._index.stems(" ".join(agents)))
        return next((name for name in SMALL_TALK if self._is_small_talk(name, question, stems, named)), None)

    def _is_small_talk(self, name: str, question: str, stems: frozenset[str], named: frozenset[str]) -> bool:
        """Is there a phrase of this kind in the question, and nothing but words of this kind?"""
        phrases = self._talk[name]
        if not any(phrase <= stems for phrase in phrases):
            return False
        if name == "praise" and ("?" in question or stems & self._denying):
            return False
        words = frozenset[str]().union(named, *phrases)
        return self._index.terms(question, words) <= words

    def _quoted(self, remark: Remark) -> str:
        pattern = self._phrase("remembered")
        return pattern.replace("{agent}", remark.agent).replace("{words}", remark.words)

    def _phrase(self, name: str) -> str:
        return self._faq.phrases[name].answer


def _passage(entry: Entry) -> Passage:
    return Passage("\n".join((entry.question, *entry.also_asked)), entry.answer)


def _faq(file: str) -> Faq:
    try:
        return read_faq(Path(file).read_text("utf-8") if file else DEFAULT_FILE.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, WrongFaq) as error:
        raise WrongOption(f"file: {file or DEFAULT_FILE.name}: {error}") from error
