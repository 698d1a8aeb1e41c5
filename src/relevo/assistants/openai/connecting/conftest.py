"""What both test files share: they run on either event loop, whose transports differ."""

import pytest


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    """Relevo is served on uvloop; whoever embeds it may have the other."""
    return "asyncio", {"use_uvloop": request.param}
