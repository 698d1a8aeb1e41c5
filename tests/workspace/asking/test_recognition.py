"""Asking for a person: found in every language, and held off where the same words say something else."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.asking.lexicon import languages
from relevo.workspace.asking.reading import MOST_CHARS
from relevo.workspace.asking.recognition import Finding, recognise
from relevo.workspace.texts.catalogue import LANGUAGES, catalogue
from tests.examples import THOUSAND

SENTENCES = json.loads((Path(__file__).parents[3] / "bench/triggers/sentences.json").read_text("utf-8"))
SPOKEN = sorted({language for those in SENTENCES.values() for language in those})
MESSAGE_BYTES = 8192


def sentences(language: str, kind: str) -> list[str]:
    return [text for those in SENTENCES.values() for text in those.get(language, {}).get(kind, [])]


def test_every_language_of_the_product_has_rules_and_sentences() -> None:
    assert set(LANGUAGES) <= set(languages())
    assert set(LANGUAGES) <= set(SPOKEN)


@pytest.mark.parametrize("language", SPOKEN)
def test_who_asks_is_found_nearly_always(language: str) -> None:
    asking = sentences(language, "asks")
    missed = [text for text in asking if recognise(text) is not Finding.ASKS]
    assert len(missed) <= len(asking) / 10, missed


@pytest.mark.parametrize("language", SPOKEN)
def test_who_does_not_ask_is_left_alone(language: str) -> None:
    others = sentences(language, "others")
    assert not [text for text in others if recognise(text) is Finding.ASKS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_button_says_can_be_typed(language: str) -> None:
    assert recognise(catalogue(language).texts["talk_to_human"]) is Finding.ASKS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_find_every_shipped_phrase_so_that_the_list_may_stand_for_them(language: str) -> None:
    assert not [phrase for phrase in catalogue(language).keywords if recognise(phrase) is not Finding.ASKS]


@pytest.mark.parametrize(
    "text",
    [
        "I need to talk to a human", "agent", "HUMAN PLEASE", "  operator!! ", "representative...", "I want a person.", "talk to asistant",
        "can i speak to sombody", "I don't want a bot, I want a human", "No, I want to speak to a normal person.", "this is useless, agent!!",
        "Are you a bot? Then get me an agent.", "I don’t know how to reach an operator", "Can I, please, talk to a human?",
        "i dont want to talk to you, give me a human", "mujhe kisi insaan se baat karni hai",
        "Quiero hablar con una persona", "hablar con un tecnico", "BİR İNSANLA GÖRÜŞMEK İSTİYORUM", "musteri temsilcisi", "转人工",
    ],
)  # fmt: skip
def test_these_ask(text: str) -> None:
    assert recognise(text) is Finding.ASKS


@pytest.mark.parametrize(
    "text",
    [
        "are you a human?", "Is this a real person?", "am I talking to an agent or a bot", "I don't need a human", "no agent", "no human needed",
        "Please don't transfer me to an agent", "I can solve it without talking to anyone", "I was talking to an agent and got cut off",
        "Eres un robot o una persona?", "你是真人还是机器人？",
    ],
)  # fmt: skip
def test_these_have_the_words_and_are_held_off(text: str) -> None:
    assert recognise(text) is Finding.HELD_OFF


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "the agent was lovely", "I spoke to an agent yesterday", "my travel agent booked it", "human resources", "3 persons, 1 room", "user agent",
        "the humanities", "reagent", "Where is my parcel?", "I want to thank the agent", "Someone stole my card", "I want to talk about my agent fees",
    ],
)  # fmt: skip
def test_these_say_something_else(text: str) -> None:
    assert recognise(text) is Finding.NOTHING


def test_rules_of_a_language_can_be_left_out() -> None:
    assert recognise("Ich will mit einem Menschen sprechen", without={"de"}) is not Finding.ASKS
    assert recognise("mujhe kisi insaan se baat karni hai", without={"hi"}) is not Finding.ASKS
    assert recognise("human please", without={"de"}) is Finding.ASKS


def test_of_a_long_message_the_beginning_and_the_end_are_read() -> None:
    filler = "it does not work. " * MOST_CHARS
    assert recognise("I want a human. " + filler) is Finding.ASKS
    assert recognise(filler + "I want to talk to a human") is Finding.ASKS


@pytest.mark.parametrize(
    "piece",
    [
        "talk to ",
        "don't want to talk to a ",
        "agent ",
        "representativ ",
        "a\u0301",
        "人",
        "我要转",
        "คุย",
        "상담원 ",
        "is there a ",
        "أريد ",
    ],
)
def test_no_message_takes_long(piece: str) -> None:
    text = piece * (MESSAGE_BYTES // len(piece.encode()))
    recognise(text)
    begun = time.process_time()
    recognise(text)
    assert time.process_time() - begun < 0.25


@THOUSAND
@given(st.text(max_size=200))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    assert recognise(text) in Finding


@THOUSAND
@given(
    st.lists(
        st.sampled_from(
            [
                "talk",
                "to",
                "a",
                "human",
                "not",
                "want",
                "I",
                "you",
                "agent",
                ",",
                ".",
                "or",
                "bot",
                "the",
                "please",
                "人",
                "转",
                "사람",
            ]
        ),
        max_size=15,
    )
)
def test_case_and_spaces_make_no_difference(words: list[str]) -> None:
    assert recognise(" ".join(words)) is recognise("  ".join(words).upper())
