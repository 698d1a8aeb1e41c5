"""A storage that hangs: it takes calls and answers none until it goes on, as a stopped server or a stuck disk does.

Not here: one that fails (`relevo.storage.memory` can be told to).
"""

import asyncio
from typing import Any, Literal

When = Literal["before", "after"]


class Hanging:
    """Passes calls on to a port, all or those that are `named`. While it hangs they wait before or after they are done."""

    def __init__(self, port: Any, *named: str) -> None:
        self._port = port
        self._named = named
        self._goes_on = asyncio.Event()
        self._goes_on.set()
        self._when: When = "before"

    def hang(self, when: When = "before") -> None:
        self._when = when
        self._goes_on.clear()

    def go_on(self) -> None:
        self._goes_on.set()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if self._named and name not in self._named:
            return method

        async def ask(*values: Any, **more: Any) -> Any:
            if self._when == "before":
                await self._goes_on.wait()
            answer = await method(*values, **more)
            if self._when == "after":
                await self._goes_on.wait()
            return answer

        return ask
