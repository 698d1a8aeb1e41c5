"""Work in the background: at intervals, or in many parts spread over one.

Not here: what is done.
"""

import asyncio
from collections.abc import Callable, Coroutine

import structlog

from relevo.ports import Unavailable

PARTS_AT_ONCE = 5
"""So many parts are done at a wake-up as long as they are small: waking up for few costs more than what is done …"""
FEW = 50
"""… and no further one once so many were reached."""
MOST_AT_ONCE = 10
"""Parts that are late are done so many at a time: all of them at once would hold everything else up for a quarter of a second.

Of a hundred parts in ten seconds, a loop that is late by more than a second at each turn does fewer than are due.
"""

log = structlog.get_logger(__name__)


async def every(
    pause_s: float, work: Callable[[], Coroutine[None, None, None]], failing: str = "background_work_missed"
) -> None:
    """Do the work at these intervals, also where each time is late by less than one of them. What fails is done again at the next.

    It is logged under the name of its failing, but for storage that is unavailable, which readiness tells of.
    """
    loop = asyncio.get_running_loop()
    due_s = loop.time()
    while True:
        now_s = loop.time()
        due_s = pause_s + (due_s if now_s - due_s < pause_s else now_s)
        await asyncio.sleep(max(due_s - now_s, 0))
        try:
            await work()
        except Unavailable:
            continue
        except Exception:
            log.exception(failing)


async def rounds(round_s: float, parts: int, work: Callable[[int], int]) -> None:
    """Do each of many parts of a work once in a round, evenly spread, on a loop that is late too.

    `work` does a part, by its number from 0, and returns how many it reached. Each part is due at a time of its own: of pauses one
    after the other the delays add up, and the heartbeats of a busy node would come too late for its clients.
    A part that fails is logged and done again in the next round. After a stall of more than a round one is made up for.
    """
    loop = asyncio.get_running_loop()
    step_s = round_s / parts
    at_once = min(PARTS_AT_ONCE, parts)
    due_s, part = loop.time(), 0
    while True:
        due_s = max(due_s, loop.time() - round_s + step_s)
        late = int((loop.time() - due_s) / step_s)
        done = reached = 0
        while done < MOST_AT_ONCE and (done <= late or (done < at_once and reached < FEW)):
            try:
                reached += work(part)
            except Exception:
                log.exception("background_work_missed", part=part)
            part = (part + 1) % parts
            done += 1
        due_s += done * step_s
        await asyncio.sleep(max(due_s - loop.time(), 0))
