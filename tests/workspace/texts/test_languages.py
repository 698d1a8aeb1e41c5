"""Language tags: one way to write them, and what to fall back on."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.texts.catalogue import LANGUAGES, spoken
from relevo.workspace.texts.languages import canonical, fall_back
from tests.examples import THOUSAND

SUBTAGS = st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True)
TAGS = st.builds(
    lambda language, rest: "-".join([language, *rest]),
    st.from_regex(r"[A-Za-z]{2,3}", fullmatch=True),
    st.lists(SUBTAGS, max_size=3),
)


@pytest.mark.parametrize(
    ("tag", "spoken_language"),
    [
        ("de", "de"), ("DE-at", "de"), ("pt_BR", "pt"), ("zh-Hant-TW", "zh"), ("zh-CN-x-private", "zh"), ("iw", "he"), ("iw-IL", "he"),
        ("in-ID", "id"), ("cmn-Hans", "zh"), ("sv", "en"), ("", "en"), ("english please", "en"), ("x-klingon", "en"), ("den", "en"),
    ],
)  # fmt: skip
def test_a_visitor_reads_the_nearest_language(tag: str, spoken_language: str) -> None:
    assert spoken(tag) == spoken_language


def test_the_most_special_comes_first() -> None:
    assert fall_back("zh-Hant-TW") == ("zh-hant-tw", "zh-hant", "zh")
    assert fall_back("de-a-value-x-y") == ("de-a-value", "de"), "a single letter never stands last"


@pytest.mark.parametrize(
    "tag", ["", "e", "engl", "12", "en-", "-en", "en--us", "en us", "en-ünî", "é", "x" * 36, "en-toolongsubtag"]
)
def test_what_is_no_tag_falls_back_on_nothing(tag: str) -> None:
    assert canonical(tag) is None
    assert fall_back(tag) == ()


@THOUSAND
@given(TAGS)
def test_falling_back_goes_from_the_tag_to_its_language_by_shortening(tag: str) -> None:
    tags = fall_back(tag)
    whole = canonical(tag)
    if whole is None:
        assert len(tag) > 35
        return
    assert tags[-1] == whole.split("-")[0]
    for special, general in itertools.pairwise(tags):
        assert special.startswith(f"{general}-")
    assert all(len(each.split("-")[-1]) > 1 for each in tags)


@THOUSAND
@given(TAGS)
def test_case_and_underscores_make_no_difference(tag: str) -> None:
    assert fall_back(tag) == fall_back(tag.upper()) == fall_back(tag.replace("-", "_"))
    assert canonical(canonical(tag) or "en") is not None


@THOUSAND
@given(st.text(max_size=50))
def test_any_text_leads_to_a_shipped_language(tag: str) -> None:
    assert spoken(tag) in LANGUAGES
