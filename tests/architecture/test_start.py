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


_COMPILED = """
import asyncio, json
from relevo.workspace.asking.lexicon import languages, lexicon
from relevo.workspace.asking.recognition import Finding, recognise
from relevo.workspace.tables import WorkspaceTables

compiled = lambda: [language for language in languages() if lexicon(language).grammar.cache_info().currsize]
assert recognise("I want to talk to a human") is Finding.ASKS
first = compiled()
asyncio.run(WorkspaceTables.__new__(WorkspaceTables).warm())
print(json.dumps([first, compiled(), languages()]))
"""


def test_whoever_writes_first_waits_for_the_patterns_of_their_own_words_only():
    done = subprocess.run([sys.executable, "-c", _COMPILED], capture_output=True, check=True)
    first, later, every = json.loads(done.stdout)
    assert "en" in first
    assert len(first) < len(every) / 2
    assert later == every, "and what comes after the start leaves nothing to wait for"
