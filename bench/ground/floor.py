"""The floor: a bare ASGI chat. One row a message, committed with FULL by one grouping writer thread, then SSE to the room.

No authorisation, no rules, no idempotency, no resume: whatever Relevo costs more, it costs for these. With `&raw` in the
address nothing is stored either. Run it as `python -m bench.ground.floor PORT FILE`.
"""

import asyncio
import queue
import sys
import threading
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

import apsw
import uvicorn
import uvloop

rooms: dict[bytes, set[asyncio.Queue[bytes]]] = defaultdict(set)
waiting: "queue.SimpleQueue[tuple[asyncio.Future[None], bytes, bytes]]" = queue.SimpleQueue()


def write(path: str, loop: asyncio.AbstractEventLoop) -> None:
    """Group what waits into one durable commit."""
    database = apsw.Connection(path)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, room BLOB, text BLOB)")
    while True:
        batch = [waiting.get()]
        while not waiting.empty() and len(batch) < 64:
            batch.append(waiting.get())
        database.execute("BEGIN IMMEDIATE")
        database.executemany(
            "INSERT INTO messages (room, text) VALUES (?, ?)", [(room, text) for _, room, text in batch]
        )
        database.execute("COMMIT")
        loop.call_soon_threadsafe(settle, [future for future, _, _ in batch])


def settle(futures: "list[asyncio.Future[None]]") -> None:
    for future in futures:
        future.set_result(None)


async def app(scope: Any, receive: Any, send: Any) -> None:
    room = parse_qs(scope["query_string"])[b"room"][0]
    if scope["method"] == "POST":
        await post(room, scope, receive, send)
    else:
        await stream(room, receive, send)


async def post(room: bytes, scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"]
    if b"&raw" not in scope["query_string"]:
        future = asyncio.get_running_loop().create_future()
        waiting.put((future, room, body))
        await future
    frame = b"event: message\ndata: " + body + b"\n\n"
    for reader in rooms[room]:
        reader.put_nowait(frame)
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})


async def stream(room: bytes, receive: Any, send: Any) -> None:
    reader: asyncio.Queue[bytes] = asyncio.Queue()
    rooms[room].add(reader)
    leaving = asyncio.get_running_loop().create_task(until_gone(receive, reader))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        chunk = b": hello\n\n"
        while chunk:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await reader.get()
    finally:
        leaving.cancel()
        rooms[room].discard(reader)


async def until_gone(receive: Any, reader: asyncio.Queue[bytes]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.put_nowait(b"")


async def main(port: int, path: str) -> None:
    threading.Thread(target=write, args=(path, asyncio.get_running_loop()), daemon=True).start()
    config = uvicorn.Config(
        app, port=port, loop="uvloop", http="httptools", lifespan="off", log_level="error", access_log=False, backlog=2048
    )  # fmt: skip
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
