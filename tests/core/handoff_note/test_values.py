"""Values are found by their form, in any language, and harmless numbers are not taken for more than they are."""

import pytest

from relevo.core.handoff_note.values import Kind, values


def kinds(text: str) -> list[tuple[str, str]]:
    return [(value.kind.name, value.text) for value in values(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("mail me at ada.long+x@example.co.uk.", Kind.EMAIL, "ada.long+x@example.co.uk"),
        ("連絡はada@example.orgへ", Kind.EMAIL, "ada@example.org"),
        ("due 2025-03-14", Kind.DATE, "2025-03-14"),
        ("am 14.03. fertig", Kind.DATE, "14.03."),
        ("le 14/03 au plus tard", Kind.DATE, "14/03"),
        ("on 14/03/25", Kind.DATE, "14/03/25"),
        ("by 6th of March", Kind.DATE, "6th of March"),
        ("by March 6th", Kind.DATE, "March 6th"),
        ("bis 6. März", Kind.DATE, "6. März"),
        ("до 6 марта", Kind.DATE, "6 марта"),
        ("3月14日まで", Kind.DATE, "3月14日"),
        ("3월 14일까지", Kind.DATE, "3월 14일"),
        ("ngày 14 tháng 3", Kind.DATE, "14 tháng 3"),
        ("في ١٤/٠٣", Kind.DATE, "١٤/٠٣"),
        ("€1,234.50 back", Kind.MONEY, "€1,234.50"),
        ("42,50 € zurück", Kind.MONEY, "42,50 €"),
        ("退您72.25元", Kind.MONEY, "72.25元"),
        ("Rp 250.000 kembali", Kind.MONEY, "Rp 250.000"),
        ("at 14:30 sharp", Kind.TIME, "14:30"),
        ("around 8pm", Kind.TIME, "8pm"),
        ("48 Old Mill Road", Kind.PLACE, "48 Old Mill Road"),
        ("Lindenallee 12", Kind.PLACE, "Lindenallee 12"),
        ("12 rue des Lilas 4", Kind.PLACE, "rue des Lilas 4"),
        ("三番町12番地", Kind.PLACE, "12番地"),
        ("ring +44 20 7946 0958", Kind.PHONE, "+44 20 7946 0958"),
        ("ring 555 010 7788", Kind.PHONE, "555 010 7788"),
        ("ref CAS-77120", Kind.ID, "CAS-77120"),
        ("订单FC-951538的咖啡机", Kind.ID, "FC-951538"),
        ("number 3348917502", Kind.ID, "3348917502"),
        ("ticket #4711", Kind.ID, "#4711"),
    ],
)
def test_a_value_is_found(text: str, kind: Kind, found: str) -> None:
    assert (kind.name, found) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "it holds 4.5GB at 1080p",
        "we are open 24/7",
        "2 out of 3 lids",
        "version 11.0.3",
        "on 45/99 of them",
        "in 32 march days",
        "about 700 people",
        "call 0800",
        "(0) 1 2 3 4",
    ],
)
def test_a_number_is_not_taken_for_more(text: str) -> None:
    assert {kind for kind, _ in kinds(text)} <= {"NUMBER"}


def test_links_handles_tags_and_part_numbers_are_no_values() -> None:
    assert kinds("1/2 see https://example.org/a1b2c3d4 @1234567 #tag2025 ^AB") == []
    assert kinds("the rest of it 2/2") == []
    assert kinds("more follows >>1/2") == []


def test_values_stand_in_order_and_never_overlap() -> None:
    text = "Order QX-48213, 42.50 EUR, 14 March, ada@example.org, +44 20 7946 0958"

    found = values(text)

    assert [value.kind for value in found] == [Kind.ID, Kind.MONEY, Kind.DATE, Kind.EMAIL, Kind.PHONE]
    assert all(text[value.start :].startswith(value.text) for value in found)
