"""What a start waits for: nothing that is needed only later. Each of these was a part of the time to the first message."""

import json
import subprocess
import sys

from relevo.server import LEFT_OUT

_LATER = ("joserfc", "cryptography", "phonenumbers", "difflib", "rich", "pygments")
_LOADED = "import json, sys, relevo.cli, relevo.running.serving; print(json.dumps(sorted(sys.modules)))"
_AFTER = "import json, sys, relevo.server as s; s._load_the_rest(); print(json.dumps(sorted(sys.modules)))"


def modules_after(code: str) -> set[str]:
    return set(json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout))


def test_what_only_some_calls_need_is_not_loaded_before_it_serves():
    assert modules_after(_LOADED).isdisjoint({*_LATER, *LEFT_OUT})


def test_but_soon_after_so_that_no_call_waits_for_it():
    assert modules_after(_AFTER) >= {"joserfc", "cryptography", "phonenumbers", *LEFT_OUT}
