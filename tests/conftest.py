"""What every test shares: the one async backend, and Hypothesis' profiles (by importing `examples`).

No fixtures of a part live here; they stand in the conftest.py beside that part's tests.
"""

import os

import pytest

from tests import examples

# Importing it chooses the profile, before a test is collected.
__all__ = ["examples"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Relevo runs on asyncio only: uvicorn and the SQLite writer need its loop."""
    return "asyncio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a language model run only where there is one."""
    if os.environ.get("RELEVO_TEST_MODEL_URL"):
        return
    for item in items:
        if item.get_closest_marker("model"):
            item.add_marker(pytest.mark.skip(reason="RELEVO_TEST_MODEL_URL names no model"))
