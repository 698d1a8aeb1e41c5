"""Merging settings, over any patch: what Hypothesis can think of."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.errors import Invalid
from relevo.workspace.settings.document import changed, defaults, settings_of, shown, whole
from relevo.workspace.settings.merge import difference, laid_over, patched
from tests.examples import HUNDREDS, THOUSAND

Document = dict[str, Any]

KEYS = st.sampled_from("abcd")
LEAVES = st.booleans() | st.integers(-2, 2) | st.text("xy", max_size=2) | st.lists(st.integers(0, 2), max_size=2)
DOCUMENTS = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=3),
    lambda inner: st.dictionaries(KEYS, LEAVES | inner, max_size=3),
    max_leaves=8,
)
PATCHES = st.recursive(
    st.dictionaries(KEYS, LEAVES | st.none(), max_size=3),
    lambda inner: st.dictionaries(KEYS, LEAVES | st.none() | inner, max_size=3),
    max_leaves=8,
)
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20) | st.sampled_from(["Hello", "{agent}", "{name}!"])
HANDOFF = st.fixed_dictionaries(
    {},
    optional={
        "enabled": st.booleans() | st.none() | st.integers(0, 1),
        "response_timeout_s": st.integers(-10, 90_000) | st.none() | st.floats(),
        "waiting_text": TEXT | st.none(),
        "waiting_texts": st.dictionaries(st.sampled_from(["en", "pt_BR", "sv", "x!"]), TEXT | st.none()) | st.none(),
        "keywords": st.dictionaries(
            st.sampled_from(["en", "DE", "pt_BR", "x!"]), st.lists(TEXT, max_size=3) | st.none()
        ),
    },
)
POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "tickets": st.sampled_from(["off", "on_takeover", "never", None]),
        "visitor_sees": st.lists(st.sampled_from(["text", "badge", "separator"]), max_size=3) | st.none(),
        "confirm": st.dictionaries(st.sampled_from(["resolve", "release", "jump"]), st.booleans() | st.none()),
        "r99": st.none(),
    },
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "handoff": HANDOFF,
        "policies": POLICIES | st.none(),
        "language": st.sampled_from(["en", "de", "pt-BR", "sv", "", None]),
        "texts": st.dictionaries(
            st.sampled_from(["en", "de", "sv"]),
            st.dictionaries(st.sampled_from(["send", "typing", "x"]), TEXT | st.none()),
        ),
    },
)


def without_nulls(value: Any) -> bool:
    return all(map(without_nulls, value.values())) if isinstance(value, dict) else value is not None


@THOUSAND
@given(DOCUMENTS, PATCHES)
def test_a_patch_applied_twice_is_applied_once(target: Document, patch: Document) -> None:
    once = patched(target, patch)
    assert patched(once, patch) == once
    assert without_nulls(once)


@THOUSAND
@given(DOCUMENTS)
def test_an_empty_patch_changes_nothing(target: Document) -> None:
    assert patched(target, {}) == target


@THOUSAND
@given(DOCUMENTS, DOCUMENTS)
def test_a_document_is_its_base_with_the_difference_on_top(base: Document, top: Document) -> None:
    whole_document = laid_over(base, top)
    assert laid_over(base, difference(base, whole_document)) == whole_document


@THOUSAND
@given(DOCUMENTS)
def test_nothing_differs_from_itself(document: Document) -> None:
    assert difference(document, document) == {}


@THOUSAND
@given(DOCUMENTS, PATCHES)
def test_merging_leaves_its_inputs_alone(target: Document, patch: Document) -> None:
    before = repr((target, patch))
    patched(target, patch)
    laid_over(target, patch)
    difference(target, laid_over(target, patch))
    assert repr((target, patch)) == before


def applied(stored: Document, patch: Document) -> Document:
    try:
        return changed(stored, patch)
    except Invalid as refused:
        fault = refused.field
    assert fault.split(".")[0] in patch, "a refusal names what was sent"
    return stored


@HUNDREDS
@given(st.lists(SETTINGS, max_size=4))
def test_after_any_changes_the_settings_are_valid_and_stored_sparsely(patches: list[Document]) -> None:
    stored: Document = {}
    for patch in patches:
        stored = applied(stored, patch)
        everything = whole(stored)
        settings_of(stored)
        assert changed(stored, {}) == stored
        assert changed(stored, shown(stored)) == stored, "sending back what was read changes nothing"
        assert difference(defaults(), everything) == stored


@HUNDREDS
@given(SETTINGS, SETTINGS)
def test_taking_everything_back_leaves_nothing(first: Document, second: Document) -> None:
    stored = applied(applied({}, first), second)
    assert changed(stored, dict.fromkeys(stored)) == {}


@HUNDREDS
@given(SETTINGS)
def test_a_change_is_what_one_then_reads(patch: Document) -> None:
    try:
        after = shown(changed({}, patch))
    except Invalid:
        return
    for name, value in patch.get("handoff", {}).items():
        if value is not None and name not in ("keywords", "waiting_texts"):
            assert after["handoff"][name] == value
