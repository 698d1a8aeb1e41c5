"""Visitors' names: nobody passes for the team, the AI or the system (trust.md T26)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.workspace.texts.catalogue import LANGUAGES, catalogue
from relevo.workspace.visitors.names import LONGEST, harmless
from tests.examples import THOUSAND

PRETENDERS = (
    """
Support|support|SUPPORT|Support ✔|✔ Support Team|Acme Support|Suppоrt|S.u.p.p.o.r.t|S u p p o r t|5upp0rt|Ｓｕｐｐｏｒｔ|𝐒𝐮𝐩𝐩𝐨𝐫𝐭|Súpport|Sup\u200bport
Admin|Аdmin|admin1|Administrator|Moderator|Live Agent|Agent 47|AI|A.I.|AI assistant|Assistant|Chatbot|Bot|System|SYSTEM:|Relevo|Team|Staff
Kundenservice|Mitarbeiter|Soporte|Atendente|Conseiller|Поддержка|Оператор|客服|人工客服|在线客服小王|サポート|オペレーター|상담원|고객센터 김|फ़ोन सपोर्ट|الدعم|תמיכה
Customer Service|customer-care|You|Visitor Support|ana ruiz|Ana  Ruíz|Аna Ruiz|Bean
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("name", PRETENDERS)
def test_a_pretenders_name_is_dropped(name: str) -> None:
    assert harmless(name, ["Ana Ruiz", "Bean"]) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Zoë", "Maria López", "Ai Tanaka", "Li Wei", "王伟", "田中 愛", "김민준", "Олена Петренко", "محمد علي", "שרה כהן", "प्रिया शर्मा",
        "O'Brien", "Jean-Luc", "Teamo Vega", "Ana", "Anaruiza", "Lea Botmeyer", "Agentha", "Sam 7",
    ],
)  # fmt: skip
def test_a_persons_name_stays(name: str) -> None:
    assert harmless(name, ["Ana Ruiz", "Bean"]) == name


def test_every_label_of_every_language_is_ours() -> None:
    for language in LANGUAGES:
        texts = catalogue(language).texts
        for key in ("ai_label", "agent_label", "badge_live", "system_label"):
            assert harmless(texts[key]) == "", (language, key)
            assert harmless(texts[key].upper() + " ✓") == "", (language, key)


def test_what_turns_a_name_around_or_hides_is_taken_out() -> None:
    assert harmless("Zoë\u202e\u2066 \u200bBär\n\t!") == "Zoë Bär !"


@pytest.mark.parametrize("name", [None, "", "  ", "\u200b\u202e", "✔✔", "!!!", "."])
def test_nothing_to_read_is_no_name(name: str | None) -> None:
    assert harmless(name) == ""


@THOUSAND
@given(st.text(max_size=300))
def test_a_name_is_short_one_line_and_stays_what_it_is(raw: str) -> None:
    name = harmless(raw)
    assert len(name) <= LONGEST
    assert "\n" not in name
    assert not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in name)
    assert harmless(name) == name
