"""The storages under contract: every test that asks for `storage` runs once on each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.storages import STORAGES, Storage


@pytest.fixture(params=STORAGES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    async with STORAGES[request.param](tmp_path) as opened:
        yield opened
