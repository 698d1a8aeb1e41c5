"""P9: replies and lists on a database that has grown, beside an empty start.

Not here: what each statement costs (`bench.storage`).
"""

import asyncio
import hashlib
import os
import shutil
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

import msgspec

from bench.ground.cast import Cast, Wanted, assembled
from bench.ground.processes import relevo
from bench.ground.replying import Replies
from bench.ground.rounds import quantile
from bench.ground.sites import RelevoSite, bearer
from bench.ground.wire import Ages, in_crowds
from bench.stage import Stage
from relevo import storage

MESSAGES = 10
"""In each stored conversation."""
COLD = 5


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A past of so many conversations; then `open` visitors watch, of whom `busy` are replied to, as all of the empty start's."""

    conversations: int
    open: int
    busy: int
    agents: int
    rate: int
    seconds: float
    flat_out_s: float
    rounds: int
    reads: int


async def run(load: Load, stage: Stage) -> None:
    """Measure by turns: the empty start, then the grown server."""
    begun = time.perf_counter()
    await _copied(load, stage)
    built_s = time.perf_counter() - begun
    grown = await _cast(
        stage, "grown", Wanted(agents=load.agents, visitors=load.open, taken=load.busy, messages=MESSAGES)
    )
    empty = await _cast(stage, "empty", Wanted(agents=load.agents, visitors=load.busy, taken=load.busy))
    size = (stage.folder / "grown" / "relevo.db").stat().st_size
    stage.rounds.remark(
        f"{load.conversations + load.open:,} conversations of {MESSAGES} messages, {size / 1e6:,.0f} MB; made in {built_s:.0f} s"
    )
    with relevo(stage.folder / "empty") as small, relevo(stage.folder / "grown") as large:
        low, high = [
            Replies(RelevoSite(target, cast), Ages(), stage.texts, load.busy)
            for target, cast in ((small, empty), (large, grown))
        ]
        for replies, watching in ((low, load.busy), (high, load.open)):
            await in_crowds(watching, partial(replies.site.watch, hear=replies.ages.hear))
        await _replies(load, stage, low, high)
        await _reads(load, stage, RelevoSite(large, grown))


async def _cast(stage: Stage, name: str, wanted: Wanted) -> Cast:
    return await assembled(stage.folder / name, wanted, stage.texts)


async def _copied(load: Load, stage: Stage) -> None:
    """Make the past, or copy the one that an earlier run has kept; it is made anew for every other schema."""
    schema = hashlib.blake2b(digest_size=6)
    for file in sorted((Path(storage.__file__).parent / "migrations").glob("*.sql")):
        schema.update(file.read_bytes())
    kept = stage.cache / f"past-{load.conversations}-{MESSAGES}-{schema.hexdigest()}"
    if not kept.exists():
        making = stage.cache / f"{kept.name}.{os.getpid()}"
        await assembled(making, Wanted(visitors=0, strangers=load.conversations, messages=MESSAGES), stage.texts)
        making.rename(kept)
    shutil.copytree(kept, stage.folder / "grown")


async def _replies(load: Load, stage: Stage, low: Replies, high: Replies) -> None:
    for replies in (low, high):
        await replies.paced(load.rate, load.seconds / 2)
    for _ in range(load.rounds):
        small, large = [await replies.paced(load.rate, load.seconds) for replies in (low, high)]
        stage.rounds.add("p50", large.p50_ms, small.p50_ms)
        few, many = [await replies.flat_out(load.flat_out_s, stage.effort) for replies in (low, high)]
        stage.rounds.add("rate", many.per_s, few.per_s)
        stage.rounds.add("cpu_flat_out", many.cpu_us, few.cpu_us)


async def _reads(load: Load, stage: Stage, site: RelevoSite) -> None:
    """Read pages of each view, search for words that are common, rare and nowhere, and ask for the counts."""
    words = {word for text in stage.texts for word in text.lower().split() if word.isalpha()}
    rare = max(words, key=lambda word: (len(word), word))
    searches = [f"view=all&q={quote(text)}" for text in ("order", rare, "nothing like it", stage.texts[-1][:40])]
    pages = [f"view={view}" for view in ("all", "assistant", "mine", "handoff", "unassigned", "closed")]
    for name, queries in (("page", pages), ("search", searches), ("counts", ["limit=1"])):
        waits = await _timed(site, queries, load.reads)
        stage.rounds.add(name, quantile(waits, 0.99))


async def _timed(site: RelevoSite, queries: list[str], reads: int) -> list[float]:
    """Return how long reads take one after the other, in milliseconds; the first few are cold."""
    waits = []
    agent = bearer(site.cast.agents[0])
    async with site.caller() as caller:
        for number in range(-COLD, reads):
            begun = time.perf_counter()
            status, _ = await caller.get(f"/v1/conversations?{queries[number % len(queries)]}", agent)
            if number >= 0:
                waits.append((time.perf_counter() - begun) * 1000)
            assert status == 200, status
            await asyncio.sleep(0)
    return waits
