"""One word for one thing: names that the glossary rules out stay out, and nothing is left "to do".

Only names that the project gives are looked at; what a library or a protocol calls its own things is its own affair.
"""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT, Place, Source, definitions, files, product, told

# word in a name: what to say instead
FORBIDDEN = {
    "bot": "assistant",
    "bots": "assistants",
    "chatbot": "assistant",
    "user": "visitor or agent",
    "users": "visitors or agents",
    "manager": "say what it does",
    "helper": "say what it does",
    "helpers": "say what they do",
    "util": "say what it does",
    "utils": "say what they do",
    "common": "say what they have in common",
    "service": "say what it does",
    "services": "say what they do",
    "data": "say what it is",
    "info": "say what it is",
}
FORBIDDEN_BEGINNINGS = {"process": "say what is done", "do": "say what is done"}

# path (or its beginning), name: why it may be called so
ALLOWED = {
    ("src/relevo/running/logs", "info"): "structlog calls a logger's method so",
    ("src/relevo/api/edge/protocol", "data"): "uvicorn calls what a protocol receives so",
    ("src/relevo/api/edge/protocol", "data_received"): "asyncio calls a protocol's method so",
    ("src/relevo/assistants/openai/connecting/stream", "data_received"): "asyncio calls a protocol's method so",
    ("src/relevo/assistants/openai/connecting/stream", "get_extra_info"): "httpcore asks a stream so",
    ("web/client/src/wire/events.ts", "EventData"): "the public API calls this part of an event `data`",
    ("src/relevo/cli", "user"): "the command that makes agents is called as administrators expect it",
}

# A conversation is never a session. The word belongs to signing in, which these places have nothing to do with.
SESSIONLESS = (
    "src/relevo/core/",
    "src/relevo/engine/",
    "src/relevo/assistants/",
    "src/relevo/channels/",
    "src/relevo/features/",
    "src/relevo/fanout/",
)

TYPESCRIPT_NAME = re.compile(r"\b(?:class|function|const|let|interface|type|enum)\s+([A-Za-z_$][\w$]*)")
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK", "WI" + "P"]) + r")\b")
PROSE = (
    ".py",
    ".ts",
    ".tsx",
    ".mjs",
    ".css",
    ".html",
    ".md",
    ".sh",
    ".toml",
    ".sql",
    ".yaml",
    ".yml",
    "Makefile",
    "Dockerfile",
)


def test_python_names_use_the_words_of_the_glossary() -> None:
    found = [place for source in product() for place in misnamed(source.path, names_of(source))]
    assert not found, told(found)


def test_typescript_names_use_the_words_of_the_glossary() -> None:
    found = [
        place
        for path in files(".ts", ".tsx")
        if "/test/" not in path
        for place in misnamed(path, typescript_names((ROOT / path).read_text("utf-8")))
    ]
    assert not found, told(found)


def test_nothing_is_left_to_do() -> None:
    found = [
        Place(path, number, line.strip())
        for path in files(*PROSE)
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "name",
    [
        "user_id",
        "UserId",
        "ChatBot",
        "botReply",
        "ConversationManager",
        "process_message",
        "do_send",
        "_utils",
        "DATA",
        "info",
    ],
)
def test_the_rule_bites(name: str) -> None:
    assert misnamed("src/relevo/engine/x.py", [(name, 1)])


@pytest.mark.parametrize(
    "name", ["both", "bottom", "database", "domain", "processed", "informed", "superuserless", "do", "commonest"]
)
def test_the_rule_looks_at_whole_words(name: str) -> None:
    assert not misnamed("src/relevo/engine/x.py", [(name, 1)])


def test_a_session_is_only_a_sign_in() -> None:
    assert misnamed("src/relevo/engine/x.py", [("session_id", 1)])
    assert not misnamed("src/relevo/workspace/x.py", [("session_id", 1)])


def test_names_are_found_wherever_one_gives_them() -> None:
    text = "import os as a\ndef b(c, *, d):\n    e = 1\n    for f in ():\n        self.g = f\nclass H:\n    i: int\n"
    assert {name for name, _ in definitions(Source.of("x.py", text))} == set("abcdefgHi")
    assert dict(typescript_names("export const a = 1;\nfunction b() {}\ninterface C {}")) == {"a": 1, "b": 2, "C": 3}


def misnamed(path: str, names: list[tuple[str, int]]) -> list[Place]:
    return [
        Place(path, line, f"{name}: {instead}")
        for name, line in names
        if not any(path.startswith(place) and name == allowed for place, allowed in ALLOWED)
        for instead in objections(path, name)
    ]


def objections(path: str, name: str) -> Iterator[str]:
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
    yield from (FORBIDDEN[word] for word in words if word in FORBIDDEN)
    if len(words) > 1 and words[0] in FORBIDDEN_BEGINNINGS:
        yield FORBIDDEN_BEGINNINGS[words[0]]
    if path.startswith(SESSIONLESS) and "session" in words:
        yield "conversation, or connection"


def names_of(source: Source) -> list[tuple[str, int]]:
    """The names in a Python file, and of the file itself."""
    return [*definitions(source), (source.path.rsplit("/", 1)[-1].removesuffix(".py"), 1)]


def typescript_names(text: str) -> list[tuple[str, int]]:
    return [
        (name, number) for number, line in enumerate(text.splitlines(), 1) for name in TYPESCRIPT_NAME.findall(line)
    ]
