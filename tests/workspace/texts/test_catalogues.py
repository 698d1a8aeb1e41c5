"""The shipped texts: complete in every language, with the same placeholders, and the widget's own English among them."""

import re
import unicodedata
from pathlib import Path

import pytest

from relevo.core.rules import TEXTS
from relevo.workspace.settings.shape import TEXT_CHARS
from relevo.workspace.texts.catalogue import LANGUAGES, STANDARD, TOLD_IN_EVENTS, catalogue, keys, placeholders, presets
from relevo.workspace.texts.keywords import matcher

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src/relevo/workspace/texts"
SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "ar": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI", "th": "THAI", "ko": "HANGUL", "zh": "CJK",
}  # fmt: skip
SAME_AS_ENGLISH = {("fr", "log_label")}
"""Words that the language really has in common with English."""


def widget_english() -> tuple[dict[str, str], set[str]]:
    """What the widget says before it has heard of the server, and the names of what it only says after."""
    source = (ROOT / "web/widget/src/chat/texts.ts").read_text("utf-8")
    table = source.split("export const ENGLISH = {")[1].split("} as const")[0]
    told = source.split("export type ToldKey =")[1].split(";")[0]
    return dict(re.findall(r'^\s*(\w+): "([^"\\]*)",$', table, re.MULTILINE)), set(re.findall(r'"(\w+)"', told))


def used_by_the_widget() -> set[str]:
    """The texts that the widget's own source puts on the screen: by name, or as what went wrong (`texts[failure]`)."""
    found = set()
    for path in (ROOT / "web/widget/src").rglob("*.ts*"):
        found |= set(re.findall(r'\btexts\.(\w+)|\bfailure: (?:\w+ \? )?"(\w+)"', path.read_text("utf-8")))
    return {name for pair in found for name in pair if name}


def told_by_the_server() -> set[str]:
    """Every word in quotation marks in the source of the server, but for where the texts are kept."""
    kept = FOLDER / "catalogue.py"
    sources = [path.read_text("utf-8") for path in (ROOT / "src/relevo").rglob("*.py") if path != kept]
    return {word for source in sources for word in re.findall(r'"(\w+)"', source)}


def test_there_is_one_file_for_each_language_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(LANGUAGES)
    assert len(LANGUAGES) == 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(language: str) -> None:
    english, texts = catalogue("en").texts, catalogue(language).texts
    assert list(texts) == list(english)
    assert {key: placeholders(text) for key, text in texts.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_preset(language: str) -> None:
    english, mine = catalogue("en").presets, catalogue(language).presets
    assert {name: set(preset) for name, preset in mine.items()} == {
        name: set(preset) for name, preset in english.items()
    }
    for name, preset in mine.items():
        assert set(preset) <= set(keys())
        for key, text in preset.items():
            assert placeholders(text) == placeholders(english[name][key])


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_nothing_was_left_in_english(language: str) -> None:
    english, texts = catalogue("en").texts, catalogue(language).texts
    left = {key for key in texts if texts[key] == english[key] and (language, key) not in SAME_AS_ENGLISH}
    assert not left
    for name, preset in catalogue(language).presets.items():
        assert not set(preset.values()) & set(catalogue("en").presets[name].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean_and_short_enough(language: str) -> None:
    shipped = catalogue(language)
    for text in (*shipped.texts.values(), *(text for preset in shipped.presets.values() for text in preset.values())):
        assert text == text.strip() == unicodedata.normalize("NFC", text)
        assert 0 < len(text) <= TEXT_CHARS
        assert "  " not in text
        assert "..." not in text, "an ellipsis is one character"


@pytest.mark.parametrize("language", SCRIPTS)
def test_texts_are_in_the_languages_script(language: str) -> None:
    for key, text in catalogue(language).texts.items():
        assert any(SCRIPTS[language] in unicodedata.name(c, "") for c in text), (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_buttons_side_by_side_never_read_the_same(language: str) -> None:
    texts = catalogue(language).texts
    assert texts["offer_yes"] != texts["offer_no"]
    assert texts["separator_live"] != texts["separator_assistant"]
    assert texts["ai_label"] != texts["agent_label"]
    assert texts["open"] != texts["close"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_keywords_are_phrases_that_are_found_in_the_languages_own_sentences(language: str) -> None:
    keywords = catalogue(language).keywords
    assert 8 <= len(keywords) == len(set(keywords)) <= 50
    for keyword in keywords:
        assert 2 <= len(keyword) <= 80
        assert matcher(keywords)(f"… {keyword.upper()}!")
    assert not matcher(keywords)(catalogue(language).texts["greeting"])


def test_english_is_what_the_core_says() -> None:
    english = catalogue("en").texts
    assert {key: english[key] for key in TEXTS} == dict(TEXTS)


def test_the_widgets_english_is_the_same_and_covered() -> None:
    english, (before, told) = catalogue("en").texts, widget_english()
    assert len(before) > 10
    assert len(told) > 30
    assert before.items() <= english.items()
    assert told <= set(english)
    assert not told & set(before)


def test_what_comes_in_events_is_nothing_that_the_widget_shows_by_itself() -> None:
    before, told = widget_english()
    assert set(keys()) >= TOLD_IN_EVENTS
    assert not TOLD_IN_EVENTS & (told | set(before))


def test_a_text_that_can_be_worded_anew_is_shown_somewhere() -> None:
    before, told = widget_english()
    assert set(keys()) == TOLD_IN_EVENTS | told | set(before)
    assert used_by_the_widget() >= told | set(before)
    assert told_by_the_server() >= TOLD_IN_EVENTS


def test_literal_defaults_of_the_features_list() -> None:
    english, preset = catalogue("en").texts, catalogue("en").presets["customer_service"]
    assert english["talk_to_human"] == "Talk to a human"
    assert english["waiting_spinner"] == "Waiting for a team member…"
    assert english["joining"] == "Waiting for support agent to join"
    assert english["header_live"] == "Live chat with {agent}"
    assert english["badge_live"] == "Live Agent"
    assert english["start_new"] == "Start new conversation"
    assert preset["agent_joined"] == (
        "Your conversation is now handled by our Customer Service. I'm {agent} ready to assist you."
    )
    assert preset["agent_left"] == (
        "Thank you for contacting us. Your conversation is now back to being handled by AI assistant. If you need help"
        " again, don't hesitate to ask!"
    )


def test_the_standard_preset_comes_first() -> None:
    assert presets() == (STANDARD, "customer_service")


def test_an_unknown_language_has_no_catalogue() -> None:
    for name in ("sv", "../en", "EN", ""):
        with pytest.raises(LookupError):
            catalogue(name)
