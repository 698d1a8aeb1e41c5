"""Telephone numbers as people of twelve countries write them, and what is not taken for one."""

import pytest

from relevo.api.phones import country_of, e164
from relevo.core.errors import InvalidPhone
from tests.api.running import Caller

NUMBERS = [
    # country, as written at home, as written abroad, as kept
    ("DE", "0170 1234567", "+49 (0) 170 123 45 67", "+491701234567"),
    ("AT", "0664 1234567", "0043 664 1234567", "+436641234567"),
    ("FR", "06 12 34 56 78", "+33 6 12 34 56 78", "+33612345678"),
    ("GB", "07400 123456", "+44 7400-123456", "+447400123456"),
    ("US", "(201) 555-0123", "+1 201 555 0123", "+12015550123"),
    ("BR", "(11) 96123-4567", "+55 11 96123 4567", "+5511961234567"),
    ("IT", "312 345 6789", "+39 312 345 6789", "+393123456789"),
    ("PL", "512 345 678", "+48 512-345-678", "+48512345678"),
    ("TR", "0501 234 56 78", "+90 501 234 56 78", "+905012345678"),
    ("IN", "081234 56789", "+91 81234 56789", "+918123456789"),
    ("JP", "090-1234-5678", "+81 90 1234 5678", "+819012345678"),
    ("UA", "050 123 4567", "+380 50 123 45 67", "+380501234567"),
]


@pytest.mark.parametrize(("country", "at_home", "abroad", "kept"), NUMBERS)
def test_a_number_is_understood_as_it_is_written_at_home_and_abroad(
    country: str, at_home: str, abroad: str, kept: str
) -> None:
    assert e164(at_home, country, "en") == kept
    assert e164(abroad, country, "en") == kept
    assert e164(kept, None, "en") == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("٠٥٠١٢٣٤٥٦٧", "+966501234567"),
        ("\u2066+966 50 123 4567\u2069", "+966501234567"),
        ("\uff0b\uff19\uff16\uff16 50 123 4567", "+966501234567"),
    ],
)
def test_digits_of_every_script_and_the_marks_of_address_books_are_read(raw: str, kept: str) -> None:
    assert e164(raw, "SA", "ar") == kept


@pytest.mark.parametrize(
    "raw",
    [
        "", "call me", "12", "112", "0170", "+49 170", "+999 123 456 789", "0170 1234567 1234567 1234567",
        "0900 1 123456", "+44 909 879 0123", "javascript:alert(1)", "1" * 200,
    ],
)  # fmt: skip
def test_what_is_no_number_to_call_back_is_refused(raw: str) -> None:
    with pytest.raises(InvalidPhone):
        e164(raw, "DE", "de")


@pytest.mark.parametrize(
    ("locale", "country"),
    [("de", "DE"), ("de-at", "AT"), ("de_CH", "CH"), ("pt", "BR"), ("pt-pt", "PT"), ("zh-hant-tw", "TW"), ("eo", None)],
)
def test_the_country_comes_from_the_locale(locale: str, country: str | None) -> None:
    assert country_of(locale) == country


def test_a_national_number_of_nowhere_is_refused() -> None:
    with pytest.raises(InvalidPhone):
        e164("0170 1234567", None, "eo")


async def test_a_visitor_leaves_a_national_number_and_the_team_reads_it_with_its_country(
    visitor: Caller, agent: Caller
) -> None:
    began = await visitor.post("/v1/visitor/conversations")
    path = f"/v1/visitor/conversations/{began.json()['id']}"

    left = await visitor.post(f"{path}/leave-contact", {"phone": "0664 1234567", "country": "AT"})

    assert left.status_code == 200
    row = await agent.get(f"/v1/conversations/{began.json()['id']}")
    assert row.json()["contact_phone"] == "+436641234567"


@pytest.mark.parametrize(
    "body", [{"phone": "0664", "country": "AT"}, {"phone": "+49 170 1234567", "country": "Austria"}]
)
async def test_a_refused_number_names_its_field(visitor: Caller, body: dict[str, str]) -> None:
    began = await visitor.post("/v1/visitor/conversations")

    refused = await visitor.post(f"/v1/visitor/conversations/{began.json()['id']}/leave-contact", body)

    assert refused.status_code == 422
    assert refused.json()["type"].endswith("/problems/validation")
    assert refused.json()["field"] == ("country" if len(body["country"]) > 2 else "phone")
