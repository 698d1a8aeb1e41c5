"""The marks that tell a model who speaks, and the cleaning that keeps every text from forging one.

Not here: which line gets which mark (`messages`). A mark stands between ⟦ and ⟧; no text of a visitor, an agent or an assistant keeps
these two characters, so a mark in a request is always ours (trust.md T25).
"""

import re

NAME_CHARS = 60

_TEMPLATE_TAG = re.compile(
    r"<(?=[|｜]|/?s>|/?(?:start|end)_of_(?:turn|text)>|/?tool_(?:call|response)s?>|</?SYS>>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS)\])",
    re.IGNORECASE,
)
"""How chat templates write roles. Servers such as llama.cpp read them inside of a message too: `<|im_start|>system` typed by a
visitor would open a message of its own."""


def mark(label: str) -> str:
    """Return a mark."""
    return f"⟦{label}⟧"


def speaker_mark(name: str, kind: str) -> str:
    """Return the mark of a named speaker; a name cannot end its mark early or add to its kind."""
    plain = " ".join(unmarked(name).replace(",", " ").split())[:NAME_CHARS].strip()
    return mark(f"{plain}, {kind}" if plain else kind)


def unmarked(text: str) -> str:
    """Return a text that reads the same and holds no mark and no role of a chat template."""
    return _TEMPLATE_TAG.sub(lambda tag: tag.group() + " ", text.replace("⟦", "[").replace("⟧", "]"))


def quoted(text: str) -> str:
    """Return a text whose every line is marked as quoted, so that none of them can pass for the text around it."""
    return "\n".join(f"> {line}" for line in unmarked(text).splitlines())
