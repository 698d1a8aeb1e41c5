"""What an endpoint was found not to understand, and the simpler request that follows from its refusal.

Not here: sending (`stream`). "OpenAI-compatible" leaves much open: some endpoints know no tools, the newest models call the limit
`max_completion_tokens`, some templates take one system message only. What was learned is kept for the next request.
"""

import re
from dataclasses import dataclass, replace

_STATUSES = (400, 404, 413, 422, 500)
_TOOLS = re.compile(r"tool|function.?call", re.IGNORECASE)
_LIMIT_NAME = re.compile(r"max_completion_tokens", re.IGNORECASE)
_TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
_ROLES = re.compile(r"alternat|system.{0,20}(?:role|message|begin)|roles? must", re.IGNORECASE)
_CONTEXT = re.compile(
    r"context.{0,20}(?:size|length|window)|too (?:long|many tokens)|maximum.{0,20}tokens", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to put a request so that the endpoint takes it."""

    has_tools: bool = True
    is_inline: bool = True
    """May system messages stand between the others?"""
    has_temperature: bool = True
    limit_name: str = "max_tokens"

    def after(self, status: int, problem: str) -> "Dialect | None":
        """Return the simpler dialect that answers a refusal, or None if the refusal is about something else."""
        if status not in _STATUSES:
            return None
        if self.limit_name == "max_tokens" and _LIMIT_NAME.search(problem):
            return replace(self, limit_name="max_completion_tokens")
        if self.has_temperature and _TEMPERATURE.search(problem):
            return replace(self, has_temperature=False)
        if self.has_tools and _TOOLS.search(problem):
            return replace(self, has_tools=False)
        if self.is_inline and _ROLES.search(problem):
            return replace(self, is_inline=False)
        return None


def is_too_long(status: int, problem: str) -> bool:
    """Does the endpoint refuse a request because of its length?"""
    return status in _STATUSES and bool(_CONTEXT.search(problem))
