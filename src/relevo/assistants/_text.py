"""Texts as assistants without a model need them: what the visitor wants to know, and a text cut into words to stream.

Not here: messages for a model (`openai`).
"""

import re

from relevo.ports import Speaker, Transcript

_WORD = re.compile(r"\s*\S+(?:\s+\Z)?")


def visitor_text(transcript: Transcript) -> str:
    """Return what the visitor has said since anybody last answered; people often ask in several short messages."""
    asked: list[str] = []
    for line in reversed(transcript.lines):
        if line.speaker is Speaker.VISITOR:
            asked.append(line.text)
        elif asked and line.speaker is not Speaker.NOTICE:
            break
    return "\n".join(reversed(asked))


def in_words(text: str) -> list[str]:
    """Return the words with the space before each; joined they are the text again."""
    return _WORD.findall(text)
