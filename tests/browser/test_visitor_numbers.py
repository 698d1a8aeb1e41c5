"""The countries that the widget offers for a number are those the server knows, with their calling codes."""

import re
from pathlib import Path

import phonenumbers

COUNTRIES = Path(__file__).parents[2] / "web/widget/src/wait/countries.ts"


def offered() -> dict[str, int]:
    """Calling codes by country, as the widget's table says."""
    table = re.search(r'const CODES =\s*"(\w+)"', COUNTRIES.read_text("utf-8"))
    assert table is not None
    groups = re.findall(r"(\d+)(\D+)", table[1])
    return {country: int(code) for code, countries in groups for country in re.findall("..", countries)}


def test_every_country_is_there_with_its_calling_code() -> None:
    assert offered() == {
        country: phonenumbers.country_code_for_region(country) for country in phonenumbers.SUPPORTED_REGIONS
    }
