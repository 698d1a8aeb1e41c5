"""Which passwords are refused: short ones, and what everybody tries first."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.errors import Invalid
from relevo.workspace.people.password_rules import SHORTEST, _known_words, check_password, is_guessable
from relevo.workspace.people.passwords import LONGEST
from tests.examples import THOUSAND

COMMON = tuple(
    """
password1234 Password123! P@ssw0rd2024 passwordpassword 123456789012 1234567890123 qwertyuiop12 qwertyuiopasdfghjkl 1q2w3e4r5t6y
q1w2e3r4t5y6 iloveyou1234 Summer2024!!! Winter2023!! Welcome12345 aaaaaaaaaaaa abcabcabcabc 121212121212 112233445566 admin1234567
administrator administrator1 letmein12345 liverpoolfc1 manchesterunited 123qweasdzxc zaq12wsxcde3 christopher1 1qaz2wsx3edc
trustno1trustno1 monkey123456 Football2023 123456qwerty qwerty123456 unbelievable thisismypassword ILoveYou2010! dragonmonkey1
pa55w0rd1234 Passw0rd!2024 changemenow1 987654321012 asdfghjkl123 abcd1234abcd 111111222222 zxcvbnm12345 qazwsxedc123 ChangeMe123!
supersecret1 secretsecret test12345678 testtesttest relevo123456 michael12345 basketball23 starwars1977 1234qwerasdf asdf1234asdf
йцукенгшщзхъ motdepasse123 contraseña1234 passwort12345 hasłohasło12 wachtwoord123 kennwort2024! 19.03.1984-1985 839274610583
correcthorsebatterystaple maytheforcebewithyou!
""".split()  # noqa: SIM905 - a list of forty lines says less
)
GOOD = tuple(
    """
correct-horse-battery-9 vT7#kq!29xLp brown-teapot-on-ladder 8h3kd92jf01ld tuinstoel.wandelt.zacht mijn-kat-eet-geen-tofu Xk9!wq2@Lm5#
plinth-gopher-casserole dusty-lantern-42-oboes zgkqpwxvnbty 7294#1!83-22 дом-на-берегу-озера 青い傘と古い自転車の話です
""".split()  # noqa: SIM905
)


@pytest.mark.parametrize("password", COMMON)
def test_what_everybody_tries_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password)
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", GOOD)
def test_what_nobody_would_guess_is_taken(password: str) -> None:
    check_password(password, "maria.lopez@shop.example", "Maria Lopez")


def test_a_passphrase_with_spaces_is_taken() -> None:
    check_password("the oboe fell behind a warm dusty lantern")


@pytest.mark.parametrize("password", ["Maria.Lopez2024", "lopez-lopez-99", "shopshop2024!", "MariaMaria123"])
def test_what_is_known_of_somebody_is_refused(password: str) -> None:
    assert is_guessable(password, "maria.lopez@shop.example", "Maria Lopez")


def test_the_length_is_counted_in_characters() -> None:
    with pytest.raises(Invalid):
        check_password("vT7#kq!29xL")
    with pytest.raises(Invalid):
        check_password("vT7#kq!29xLp" * 22)
    check_password("vT7#kq!29xLp")


def test_every_common_word_dressed_up_is_refused() -> None:
    for word in _known_words():
        for dressed in (f"{word}{word}{word}1", f"{word.capitalize()}2024!!!!!!", f"!!1234{word}5678"):
            if len(dressed) >= SHORTEST and len(word) >= 4:
                assert is_guessable(dressed), dressed


def test_there_are_enough_words() -> None:
    assert len(_known_words()) > 1000


def test_hardly_any_random_password_is_refused() -> None:
    refused = [password for _ in range(5000) if is_guessable(password := secrets.token_urlsafe(12))]
    assert len(refused) <= 1


@THOUSAND
@given(st.text(min_size=1, max_size=11), st.integers(2, 30))
def test_a_short_piece_repeated_is_as_short_as_the_piece(piece: str, times: int) -> None:
    assert is_guessable(piece * times)


@pytest.mark.parametrize("password", ["\u0301" * 12, "\u200d" * 20, "\ud800" * 12, "ß" * 12])
def test_strange_letters_are_judged_too(password: str) -> None:
    assert is_guessable(password)


@THOUSAND
@given(st.text(max_size=LONGEST + 20), st.text(max_size=60))
def test_any_text_is_judged_without_an_error(password: str, related: str) -> None:
    is_guessable(password or "x", related)
