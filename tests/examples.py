"""How many examples Hypothesis tries: the profiles, and the bound for tests of a single value.

Not here: the few tests that say a number of their own, with its reason.
"""

import os

from hypothesis import HealthCheck, settings

# `dev` is for the loop at the desk, `ci` is what `make test` runs, `chaos` is ten times that; `cover` is for counting branches.
settings.register_profile("dev", max_examples=200, stateful_step_count=50, deadline=None, derandomize=False)
settings.register_profile(
    "ci",
    max_examples=10_000,
    stateful_step_count=50,
    deadline=None,
    derandomize=False,  # what CI has looked at yesterday need not be looked at again
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("cover", settings.get_profile("dev"), max_examples=20)
settings.register_profile("chaos", settings.get_profile("ci"), max_examples=100_000)
settings.load_profile(os.environ.get("RELEVO_TEST_PROFILE", "dev"))

THOUSAND = settings(max_examples=min(settings().max_examples, 1000))
"""Enough for functions of one value; the ten thousand of the `ci` profile are for histories."""
HUNDREDS = settings(max_examples=max(min(settings().max_examples, 500), settings().max_examples // 50))
"""For tests whose one example takes milliseconds: a whole document, note or page is made of it."""
