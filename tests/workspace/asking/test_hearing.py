"""A workspace's own phrases: beside the rules, in their place, or nothing at all."""

from relevo.workspace.asking.hearing import hearing
from relevo.workspace.texts.catalogue import catalogue

ENGLISH, GERMAN = catalogue("en").keywords, catalogue("de").keywords


def test_the_shipped_phrases_stand_for_the_rules() -> None:
    hears = hearing({"en": ENGLISH}, ["en"])
    assert hears("get me one of your colleagues")
    assert not hears("no human agent needed"), "a shipped phrase is no plain phrase"


def test_phrases_beside_the_shipped_ones_are_added_to_the_rules() -> None:
    hears = hearing({"en": [*ENGLISH, "code red"]}, ["en"])
    assert hears("this is a CODE RED!")
    assert hears("get me one of your colleagues")


def test_a_list_without_all_shipped_phrases_takes_the_place_of_the_rules() -> None:
    hears = hearing({"de": ["chefsache"], "en": ENGLISH}, ["de", "en"])
    assert hears("Das ist Chefsache")
    assert not hears("Ich will mit einem Menschen sprechen")
    assert hears("I want a human")


def test_an_empty_list_switches_a_language_off() -> None:
    assert not hearing({"en": []}, ["en"])("I want a human")


def test_a_list_for_a_region_leaves_the_rules_of_its_language() -> None:
    hears = hearing({"de": GERMAN, "de-at": ["servus chef"]}, ["de-at", "de"])
    assert not hears("Servus!")
    assert hears("Servus Chef, wie geht es dir?")
    assert hears("Ich will mit einem Menschen sprechen")


def test_another_language_than_the_visitors_is_heard_by_the_rules_and_not_by_its_phrases() -> None:
    hears = hearing({"en": ENGLISH, "de": [*GERMAN, "chefsache"]}, ["en"])
    assert hears("Ich will mit einem Menschen sprechen")
    assert not hears("Das ist Chefsache")
