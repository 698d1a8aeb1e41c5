"""How well the embedded FAQ finds its answers, on questions it was tuned with and on others."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from relevo.assistants.faq import FaqOptions
from relevo.assistants.faq.assistant import DEFAULT_FILE
from relevo.assistants.faq.document import Faq, read_faq
from relevo.assistants.faq.index import Index, Passage

QUESTIONS = Path(__file__).with_name("fixtures") / "questions.tsv"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Shares of the questions: answered by the right entry, by a wrong one, and answered although nobody should."""

    right: float
    wrong: float
    invented: float


def halves() -> tuple[list[list[str]], list[list[str]]]:
    rows = [line for line in QUESTIONS.read_text("utf-8").splitlines() if not line.startswith("#")]
    at = rows.index("-----")
    return _split(rows[:at]), _split(rows[at + 1 :])


def _split(rows: Sequence[str]) -> list[list[str]]:
    return [[*row.split("\t"), NOBODY][:2] for row in rows]


def measured(rows: Sequence[Sequence[str]]) -> Share:
    faq = read_faq(DEFAULT_FILE.read_text("utf-8"))
    index = Index([Passage("\n".join((entry.question, *entry.also_asked)), entry.answer) for entry in faq.entries])
    known = [
        given.startswith(wanted)
        for question, wanted in rows
        if wanted
        for given in [answered(faq, index, question)]
        if given
    ]
    count = sum(bool(wanted) for _, wanted in rows)
    invented = sum(bool(answered(faq, index, question)) for question, wanted in rows if not wanted)
    return Share(sum(known) / count, known.count(False) / count, invented / (len(rows) - count))


def answered(faq: Faq, index: Index, question: str) -> str:
    found = index.find(question)
    is_sure = bool(found) and found[0].coverage >= FaqOptions().threshold
    return faq.entries[found[0].number].question if is_sure else NOBODY


@pytest.mark.parametrize(
    ("half", "least"), [(0, Share(0.9, 0.03, 0.05)), (1, Share(0.65, 0.1, 0.1))], ids=["tuned", "held out"]
)
def test_most_questions_find_their_answer_and_few_find_a_wrong_one(half: int, least: Share) -> None:
    share = measured(halves()[half])
    assert share.right >= least.right, share
    assert share.wrong <= least.wrong, share
    assert share.invented <= least.invented, share


def test_every_question_of_the_faq_finds_its_own_answer() -> None:
    entries = read_faq(DEFAULT_FILE.read_text("utf-8")).entries
    share = measured([[entry.question, entry.question] for entry in entries] + [["qwertz", NOBODY]])
    assert share.right == 1, share


def test_a_look_up_leaves_nothing_behind() -> None:
    index = Index([Passage("delivery time"), Passage("price of beans")])
    before = index.find("delivery of seals")
    extra = index.find("delivery of seals", [Passage("the delivery of your seals")])
    assert next(found.number for found in extra) == 2
    assert index.find("delivery of seals") == before
    assert index.size == 2


def test_a_message_of_eight_kilobytes_holds_nothing_up() -> None:
    faq = read_faq(DEFAULT_FILE.read_text("utf-8"))
    index = Index([Passage(entry.question, entry.answer) for entry in faq.entries])
    hostile = " ".join(f"delivry{number:x}" for number in range(800))
    began = time.process_time()
    index.find(hostile)
    assert time.process_time() - began < 0.5
