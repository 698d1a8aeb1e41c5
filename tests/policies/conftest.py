"""One shop for each module; every conversation is new, and every policy goes back to its default."""

from collections.abc import AsyncIterator

import pytest

from relevo.testing import ManualClock
from tests.api.running import running
from tests.policies.given import Shop, people


@pytest.fixture(scope="module")
async def shop() -> AsyncIterator[Shop]:
    clock = ManualClock()
    async with running(clock=clock) as server:
        yield await people(server, clock)
