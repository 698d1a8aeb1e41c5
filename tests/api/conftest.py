"""A running server for each module, and one with other settings where a test asks for it."""

from collections.abc import AsyncIterator

import pytest

from tests.api.running import Caller, Running, running


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Running]:
    async with running() as started:
        yield started


@pytest.fixture
async def visitor(server: Running) -> Caller:
    return await server.arrive()


@pytest.fixture
async def agent(server: Running) -> Caller:
    return await server.sign_in("agent")


@pytest.fixture
async def colleague(server: Running) -> Caller:
    return await server.sign_in("supervisor")


@pytest.fixture(scope="module")
async def listed() -> AsyncIterator[Running]:
    """A server whose inbox serves one site."""
    async with running(origins=("https://shop.example",)) as started:
        yield started
