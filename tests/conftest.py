"""What every test shares: the Hypothesis profiles and the one async backend.

No fixtures of a part live here; they stand in the conftest.py beside that part's tests.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

# `dev` is for the loop at the desk, `ci` is what `make test` runs, `chaos` is ten times that.
settings.register_profile("dev", max_examples=200, stateful_step_count=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=10_000,
    stateful_step_count=50,
    deadline=None,
    derandomize=False,  # what CI has looked at yesterday need not be looked at again
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("chaos", settings.get_profile("ci"), max_examples=100_000)
settings.load_profile(os.environ.get("RELEVO_TEST_PROFILE", "dev"))


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
