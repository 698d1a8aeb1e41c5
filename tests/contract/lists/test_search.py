"""What a text search finds in every inbox: the words of everything that was said, in any script, in the order of its fit.

Not here: views and filters without a text (`test_inbox`).
"""

import random

import pytest

from relevo.core.actors import Role
from relevo.core.commands import AddNote, Command, Rename
from relevo.core.conversation import Conversation
from relevo.core.ids import Millis, Seq, WorkspaceId
from relevo.ports import Filter, Match, View
from tests.contract.given import (
    MARIA,
    TOM,
    WORKSPACE,
    at,
    labelled,
    left_contact,
    resolved,
    said,
    taken,
)
from tests.contract.lists.listing import begin, by_maria, do, ids, paged
from tests.contract.storages import Storage


def says(text: str):
    return lambda conversation: said(conversation, text)


def noted(text: str):
    return lambda one: AddNote(
        by=MARIA, at=Millis(one.updated_at + 1), role=Role.AGENT, note_id=f"n_{one.head_seq}", text=text
    )


def renamed(subject: str):
    return lambda one: Rename(by=MARIA, at=Millis(one.updated_at + 1), role=Role.AGENT, subject=subject)


async def found(storage: Storage, text: str) -> list[str]:
    return sorted(await ids(storage, Filter(text=text)))


async def match(storage: Storage, text: str) -> Match | None:
    page = await storage.inbox.page(WORKSPACE, Filter(text=text), None, 10)
    (item,) = page.items
    return page.matches.get(item.id)


# --- where ----------------------------------------------------------------------------------------------------------


async def test_everything_that_was_said_is_searched_whoever_said_it(storage: Storage):
    one = await do(storage, await begin(storage, name="Zoë Muster"), says("My kettle is broken"), taken, by_maria)
    await do(storage, one, noted("Ask the warehouse"), labelled_vip, renamed("Refund for order 4711"))
    await do(storage, await begin(storage, "c_2", name="Bob"), says("Something else"))

    for word in ("zoe", "kettle", "maria here", "warehouse", "vip", "refund", "4711", "zoe kettle warehouse vip 4711"):
        assert await found(storage, word) == ["c_1"], word
    assert await found(storage, "kettle else") == []


async def test_a_telephone_number_that_was_left_is_found(storage: Storage):
    await do(storage, await begin(storage), lambda one: left_contact(one, "+49 30 1234567"))

    assert await found(storage, "+4930123") == ["c_1"]


async def test_what_is_no_longer_so_is_no_longer_found(storage: Storage):
    one = await do(storage, await begin(storage), renamed("Kettle"), lambda one: labelled(one, "urgent"))
    assert await found(storage, "kettle urgent") == ["c_1"]

    await do(storage, one, renamed("Toaster"), lambda one: labelled(one, "late"))

    assert await found(storage, "kettle") == []
    assert await found(storage, "urgent") == []
    assert await found(storage, "toaster late") == ["c_1"]


async def test_what_an_append_wrote_is_found_at_once(storage: Storage):
    conversation = await begin(storage)
    for number in range(20):
        conversation = await do(storage, conversation, says(f"word{number}"))
        assert await found(storage, f"word{number}") == ["c_1"]


async def test_a_search_ends_at_the_workspace_and_at_its_filters(storage: Storage):
    await do(storage, await begin(storage, "mine"), says("kettle"), taken)
    await do(storage, await begin(storage, "toms"), says("kettle"), lambda one: taken(one, TOM))
    await do(storage, await begin(storage, "closed"), says("kettle"), taken, resolved)
    await begin(storage, "other", workspace="ws_2", name="Kettle")

    assert await found(storage, "kettle") == ["mine", "toms"]
    assert await ids(storage, Filter(view=View.MINE, agent_id=MARIA.id, text="kettle")) == ["mine"]
    assert await ids(storage, Filter(view=View.CLOSED, text="kettle")) == ["closed"]
    assert await ids(storage, Filter(view=View.HANDOFF, text="kettle")) == []
    other = await storage.inbox.page(WorkspaceId("ws_2"), Filter(text="kettle"), None, 10)
    assert [one.id for one in other.items] == ["other"]


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("Where is my REFUND?", "refund"),
        ("refund", "ReFuNd"),
        ("Hauptstraße 1", "HAUPTSTRASSE"),
        ("Çelik, Łódź", "celik lodz"),
        ("c\u0327elik", "ÇELIK"),
        ("İstanbul'da ıslak", "istanbul islak"),
        ("déjà vu", "deja"),
        ("deja vu", "déjà"),
        ("Ąžuolas ἀρχή Щётка", "azuolas αρχη щетка"),
        ("שָׁלוֹם עֲלֵיכֶם", "שלום"),
        ("كِتَابٌ جَدِيد", "كتاب"),
        ("मेरा ऑर्डर कहाँ है", "ऑर्डर"),
        ("我的订单在哪里", "订单"),
        ("我的订单在哪里", "里"),
        ("注文した商品が届きません", "商品"),
        ("カタカナ", "タカ"),
        ("환불을 받고 싶어요", "환불"),
        ("สินค้ายังไม่มาถึง", "สินค้า"),
        ("สินค้ายังไม่มาถึง", "ยังไม่"),
        ("ສິນຄ້າຍັງບໍ່ມາ", "ຍັງ"),
        ("ទំនិញមិនទាន់មកដល់", "មិនទាន់"),
        ("iPhone15が壊れた", "iphone15"),
        ("iPhone15が壊れた", "iphone15が壊"),
        ("write to ann@example.org", "ann@example.org"),
        ("order no. 4711-22/B", "4711-22"),
        ("100% sure", "100%"),
        ("don't", "don't"),
        ("a\\b 'quoted' \"double\"", 'a\\b "double"'),
        ("ﬁnally", "finally"),
        ("emoji 🎉 party", "party"),
    ],
)
async def test_words_are_found_in_any_case_accent_and_script(storage: Storage, text: str, sought: str):
    await do(storage, await begin(storage, name="Bob"), says(text))
    await do(storage, await begin(storage, "c_2", name="Bob"), says("nothing like that"))

    assert await found(storage, sought) == ["c_1"]
    assert await found(storage, sought + " ") == ["c_1"]
    assert await match(storage, sought) is not None


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("refund", "fund"),
        ("refund", "refunds"),
        ("订单", "单订"),
        ("4711", "471 "),
        ("ab", "a"),
        ("สินค้า", "ค้าสิน"),
        ("a b", "b-a"),
    ],
)
async def test_what_is_another_word_is_not_found(storage: Storage, text: str, sought: str):
    await do(storage, await begin(storage, name="Bob"), says(text))

    assert await found(storage, sought) == []


async def test_the_last_word_is_looked_for_while_it_is_typed(storage: Storage):
    await do(storage, await begin(storage, name="Bob"), says("my refund is late"))

    for typed in ("re", "ref", "refund", "late ref", "my-refu"):
        assert await found(storage, typed) == ["c_1"], typed
    for typed in ("ref late", "ref ", "r"):
        assert await found(storage, typed) == [], typed


async def test_words_that_stand_together_must_stand_together(storage: Storage):
    await do(storage, await begin(storage, "c_1", name="Bob"), says("47 and 11"))
    await do(storage, await begin(storage, "c_2", name="Bob"), says("it is 47/11"))

    assert await found(storage, "47 11") == ["c_1", "c_2"]
    assert await found(storage, "47-11") == ["c_2"]


HOSTILE = [
    '"', '""', '"""', "'", "*", "a*", "*a", "^a", "-a", "+", "a AND", "AND", "OR", "NOT", "NEAR", "NEAR(", "NEAR(a b, 3)", "a NEAR/2 b", "(",
    ")", "((a)", "a:b", "tags : x", "said:kettle", "{about} : a", "a + b", "\\", "\0", "a\0b", "%", "_", ";", "--", "/* */", "$1", "?1", "\ud800",
    "\udfff a", "\u202e", "\ufeff", "🎉", "a" * 200, "a " * 100, "\u0301", "́e", "\u200d", "ﷺ" * 60, "ß" * 200, "\uffff", "\U0010ffff", "\x1f", "\n\t",
    "' OR 1=1 --", '" OR tags : "', "a\" OR \"b", "İ" * 200, "ก" * 200, "日" * 200, "1" * 200, "x\ud83dx",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
async def test_no_text_is_understood_as_anything_but_words(storage: Storage, text: str):
    await do(storage, await begin(storage, name="Bob"), says("my kettle"))

    page = await storage.inbox.page(WORKSPACE, Filter(text=text), None, 10)
    (count,) = await storage.inbox.count_each(WORKSPACE, [Filter(text=text)])

    assert len(page.items) == count == (0 if text.strip() else 1)


async def test_two_hundred_random_characters_find_something_or_nothing(storage: Storage):
    chance = random.Random(1)
    await do(storage, await begin(storage, name="Bob"), says("my kettle"))
    for _ in range(100):
        text = "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0x110000)))) for _ in range(200))
        await storage.inbox.page(WORKSPACE, Filter(text=text), None, 10)


async def test_a_text_without_a_word_is_found_nowhere_and_a_blank_one_is_none(storage: Storage):
    await begin(storage)

    assert await found(storage, "?!") == []
    assert await found(storage, " \t ") == ["c_1"]


# --- order and pages ------------------------------------------------------------------------------------------------


async def test_the_best_fit_comes_first_and_of_equals_the_latest(storage: Storage):
    await do(storage, await begin(storage, "often", name="Bob"), says("kettle kettle, and the kettle"), by_filler)
    await do(storage, await begin(storage, "once", name="Bob"), says("kettle, or " + "some other thing " * 20))
    await do(storage, await begin(storage, "name", name="Bob Kettle"), says("hello"))
    await do(storage, await begin(storage, "old", name="Bob", moment=500), says("a kettle"))
    await do(storage, await begin(storage, "new", name="Bob", moment=90_000), says("a kettle"))

    order = await ids(storage, Filter(text="kettle"))

    assert order == ["name", "often", "new", "old", "once"]


async def test_a_rare_word_counts_more_than_a_common_one(storage: Storage):
    for number in range(12):
        await do(storage, await begin(storage, f"c_{number}", name="Bob"), says("order order order"))
    await do(storage, await begin(storage, "common", name="Bob"), says("order order order order kettle"))
    await do(storage, await begin(storage, "rare", name="Bob"), says("order kettle kettle kettle kettle"))

    assert await ids(storage, Filter(text="order kettle ")) == ["rare", "common"]


@pytest.mark.parametrize("limit", [1, 4, 7, 100])
async def test_pages_of_a_search_follow_each_other_without_gap_or_repeat(storage: Storage, limit: int):
    for number in range(23):
        await do(
            storage,
            await begin(storage, f"c_{number:02}", name="Bob"),
            says("kettle " * (1 + number % 5) + "x " * (number % 3)),
        )

    pages = await paged(storage, Filter(text="kettle x"), limit)

    assert len(pages) == len(set(pages)) == 15
    assert pages == await ids(storage, Filter(text="kettle x"))


async def test_what_changes_meanwhile_shifts_no_other_row_of_a_search(storage: Storage):
    conversations = [
        await do(storage, await begin(storage, f"c_{number}", name="Bob"), says("kettle " * (number + 1) + "tea"))
        for number in range(8)
    ]
    first = await storage.inbox.page(WORKSPACE, Filter(text="kettle tea"), None, 3)

    await do(storage, conversations[0], says("kettle " * 50))
    await do(storage, conversations[6], says("something else"))
    for number in range(10):
        await do(storage, await begin(storage, f"new_{number}", name="Bob"), says("tea tea tea " * 30))
    second = await storage.inbox.page(WORKSPACE, Filter(text="kettle tea"), first.next_cursor, 100)

    shown = [one.id for one in (*first.items, *second.items)]
    unmoved = {"c_1", "c_2", "c_3", "c_4", "c_5", "c_7"}
    assert [id for id in shown if id in unmoved] == ["c_7", "c_5", "c_4", "c_3", "c_2", "c_1"]


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "W10", "WyJyZWNlbnQiLDEsImEiXQ", "é", "a" * 9_999])
async def test_a_cursor_that_no_search_gave_is_refused(storage: Storage, cursor: str):
    await begin(storage, name="Ann")

    with pytest.raises(ValueError, match="cursor"):
        await storage.inbox.page(WORKSPACE, Filter(text="ann"), cursor, 10)


async def test_a_cursor_of_a_question_with_other_words_is_refused(storage: Storage):
    for number in range(3):
        await begin(storage, f"c_{number}", name="Ann Tea")
    cursor = (await storage.inbox.page(WORKSPACE, Filter(text="ann"), None, 1)).next_cursor

    with pytest.raises(ValueError, match="cursor"):
        await storage.inbox.page(WORKSPACE, Filter(text="ann tea"), cursor, 10)


# --- excerpts -------------------------------------------------------------------------------------------------------


async def test_a_match_shows_the_latest_message_with_most_of_the_words(storage: Storage):
    await do(storage, await begin(storage, name="Bob"), says("the kettle is broken"), says("a kettle"), says("thanks"))

    assert await match(storage, "kettle") == Match("a kettle", Seq(3), ((2, 8),))
    assert await match(storage, "kettle broken") == Match("the kettle is broken", Seq(2), ((4, 10), (14, 20)))


async def test_a_name_alone_has_no_match_in_a_message(storage: Storage):
    await do(storage, await begin(storage, name="Ann"), says("hello"))

    assert await match(storage, "ann") is None


async def test_a_long_message_is_cut_around_the_word(storage: Storage):
    await do(storage, await begin(storage, name="Bob"), says("filler " * 200 + "kettle" + " filler" * 200))

    cut = await match(storage, "kettle")

    assert cut is not None
    assert len(cut.text) <= 164
    assert cut.text.startswith("… filler")
    assert cut.text.endswith(" …")
    ((start, end),) = cut.ranges
    assert cut.text[start:end] == "kettle"


async def test_ranges_are_counted_as_browsers_count(storage: Storage):
    await do(storage, await begin(storage, name="Bob"), says("🎉🎉 Größe <b>kettle</b> é"))

    shown = await match(storage, "grosse kettle")

    assert shown is not None
    assert shown.text == "🎉🎉 Größe <b>kettle</b> é"
    units = shown.text.encode("utf-16-le")
    assert [units[2 * start : 2 * end].decode("utf-16-le") for start, end in shown.ranges] == ["Größe", "kettle"]


async def test_words_beside_each_other_are_one_range(storage: Storage):
    await do(storage, await begin(storage, name="Bob"), says("我的订单在哪里"))

    assert await match(storage, "订单在") == Match("我的订单在哪里", Seq(2), ((2, 5),))


def labelled_vip(conversation: Conversation) -> Command:
    return labelled(conversation, "vip")


def by_filler(conversation: Conversation) -> Command:
    return at(said(conversation, "and so on"), 3_000)
