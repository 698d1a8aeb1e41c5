"""What the tests of every feature share: the async backend that Relevo runs on.

No fixtures of a single plug-in live here.
"""

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Relevo runs on asyncio only."""
    return "asyncio"
