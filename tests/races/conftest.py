"""A running demo for the tests of races and faults, and where their chances come from.

Not here: the people (`people`). `RELEVO_TEST_SEED` repeats the choices of an earlier run; its timing it cannot repeat.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.races.answers import COUNTING
from tests.races.moves.states import faults_of_states
from tests.running import Demo, demo
from tests.standins.openai_answers import Plan
from tests.standins.openai_endpoint import running

SEED = int(os.environ.get("RELEVO_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    print(f"RELEVO_TEST_SEED={SEED}")
    return random.Random(f"{SEED} {request.node.name}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo whose own assistant answers."""
    with demo(tmp_path_factory.mktemp("races")) as started:
        yield started


@pytest.fixture(scope="session")
def chatty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo whose assistant is an endpoint that sends a token each millisecond and never notices that nobody listens."""
    with running(Plan(COUNTING)) as endpoint:
        environ = {"RELEVO_ASSISTANT_URL": endpoint.url, "RELEVO_ASSISTANT_MODEL": "stand-in"}
        with demo(tmp_path_factory.mktemp("chatty"), environ=environ) as started:
            yield started


@pytest.fixture(autouse=True)
def explained(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test, what is stored of every conversation is what its log adds up to (trust.md G22)."""
    servers = [request.getfixturevalue(name) for name in ("server", "chatty_server") if name in request.fixturenames]
    folders = [started.data for started in servers]
    if "tmp_path" in request.fixturenames:
        folders.append(request.getfixturevalue("tmp_path"))
    yield
    for folder in folders:
        for database in folder.rglob("relevo.db"):
            assert faults_of_states(database) == []


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Print what a test counted; with RELEVO_TEST_FIGURES also add it to that file, a line of JSON for each test."""
    began = time.monotonic()

    def write(**figures: object) -> None:
        line = {"test": request.node.name, "seed": SEED, "took_s": round(time.monotonic() - began, 1), **figures}
        print(json.dumps(line))
        if path := os.environ.get("RELEVO_TEST_FIGURES"):
            with Path(path).open("a") as file:
                file.write(json.dumps(line) + "\n")

    return write
