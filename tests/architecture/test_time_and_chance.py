"""Time and chance are arguments: only relevo/clock.py reads a clock or a source of randomness.

What runs on a fake clock and fake ids can be replayed; one hidden `now()` and a test passes or fails by the hour.
"""

import pytest

from tests.architecture.sources import Place, Source, product, references, told

# module: why it may read the machine's clock or randomness
ALLOWED = {
    "relevo.clock": "the one adapter that app.py hands to everybody else",
}

# Floor 4 puts things together and talks to a person at a terminal; a clock there decides nothing about a conversation.
FLOOR_4 = ("relevo.app", "relevo.cli", "relevo.demo", "relevo.plugins", "relevo.__main__")

CLOCKS = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns",
    "time.localtime", "time.gmtime", "time.ctime",
}  # fmt: skip
CHANCE = {"os.urandom", "os.getrandom", "uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7", "uuid.uuid8"}
CHANCE_MODULES = ("random", "secrets")
HARMLESS = {"secrets.compare_digest"}


def test_only_the_clock_module_reads_time_or_randomness() -> None:
    found = [place for source in product() if not is_allowed(source) for place in readings(source)]
    assert not found, told(found)


def test_every_exception_is_still_needed() -> None:
    needed = {source.module for source in product() if readings(source)}
    assert set(ALLOWED) <= needed


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime as d, UTC\nd.now(UTC)",
        "import datetime\ndatetime.date.today()",
        "import time\nstamp = time.time",
        "from time import monotonic",
        "import uuid\nuuid.uuid4()",
        "from uuid import uuid4 as new",
        "import random",
        "from secrets import token_hex",
        "import os\nos.urandom(4)",
    ],
)
def test_the_rule_bites(text: str) -> None:
    assert readings(Source.of("src/relevo/engine/x.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "import time\ntime.sleep",
        "from uuid import UUID",
        "from secrets import compare_digest",
        "from datetime import UTC, timedelta",
    ],
)
def test_the_rule_lets_harmless_things_through(text: str) -> None:
    assert not readings(Source.of("src/relevo/engine/x.py", text))


def is_allowed(source: Source) -> bool:
    return source.module in ALLOWED or any(
        source.module == name or source.module.startswith(f"{name}.") for name in FLOOR_4
    )


def readings(source: Source) -> list[Place]:
    return [
        Place(source.path, line, f"{name}: take a Clock or NewId from ports.py instead")
        for name, line in references(source)
        if (
            name not in HARMLESS
            and (name in CLOCKS or name in CHANCE or name.startswith(tuple(f"{module}." for module in CHANCE_MODULES)))
        )
        or name == "random"
    ]
