"""Numbers, dates and ids need no language; for words there are cues in twenty of them."""

import pytest

from relevo.core.handoff_note import phrases
from relevo.core.handoff_note.cues import Cue, cues
from relevo.core.handoff_note.summary import PROMISED
from tests.core.handoff_note.talk import MARIA, VISITOR, section, summary_of

LANGUAGES = {
    "en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ru", "uk", "ar", "he", "hi", "id", "vi", "th", "ja", "ko", "zh",
}  # fmt: skip
TABLES = (
    phrases.PROMISE, phrases.SETTLED, phrases.CHOICE, phrases.CORRECTION, phrases.FURTHER, phrases.WHEN, phrases.ASKING,
)  # fmt: skip

PROMISES = {
    "en": "I will send you a new lid.",
    "es": "Le envío una tapa nueva.",
    "fr": "Je vous envoie un nouveau couvercle.",
    "de": "Ich schicke Ihnen einen neuen Deckel.",
    "it": "Le spedisco un nuovo coperchio.",
    "pt": "Vou mandar uma tampa nova.",
    "nl": "Ik stuur u een nieuw deksel.",
    "pl": "Wyślę nową pokrywkę.",
    "tr": "Size yeni bir kapak gönderiyorum.",
    "ru": "Я отправлю вам новую крышку.",
    "uk": "Я надішлю вам нову кришку.",
    "ar": "سأرسل لك غطاء جديدا.",
    "he": "אשלח לך מכסה חדש.",
    "hi": "मैं आपको नया ढक्कन भेजूंगा।",
    "id": "Saya akan mengirim tutup baru.",
    "vi": "Tôi sẽ gửi cho bạn nắp mới.",
    "th": "เราจะส่งฝาใหม่ให้คุณ",
    "ja": "新しいふたを発送します。",
    "ko": "새 뚜껑을 보내드리겠습니다.",
    "zh": "我会给您寄一个新盖子。",
}


def test_every_table_knows_every_language() -> None:
    assert all(set(table) == LANGUAGES for table in TABLES)


def test_no_phrase_is_too_short_to_mean_anything() -> None:
    for table in (*TABLES, phrases.POLITE, phrases.CONDITION):
        for listed in table.values():
            for phrase in listed.split("|"):
                assert len(phrase) >= (1 if listed in (table.get("zh"), table.get("ja")) else 2), phrase
                assert phrase == phrase.lower()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_promise_is_known_in(language: str) -> None:
    text = PROMISES[language]

    note = summary_of((MARIA, text))

    assert text in section(note, PROMISED)
    assert [promise.text for promise in note.commitments] == [text]


def test_the_same_words_of_a_visitor_promise_nothing() -> None:
    note = summary_of(*((VISITOR, text) for text in PROMISES.values()))

    assert note.commitments == ()


def test_a_joined_and_is_looked_behind() -> None:
    assert Cue.PROMISE in cues("الغطاء متوفر وسأرسل لك واحدا")


def test_a_cue_counts_once_for_each_phrase() -> None:
    assert cues("I don't want the voucher. Send me the lid.")[Cue.CHOICE] == 3
    assert not cues("The weather is fine.")
