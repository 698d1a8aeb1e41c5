"""The floor: a bare ASGI chat. One row a message, committed with FULL by one grouping writer thread, then SSE to the room.

No authorisation, no rules, no idempotency, no resume: whatever Relevo costs more, it costs for these. Run it as
`python -m bench.load.floor PORT FILE`.
"""

import asyncio
import queue
import sys
import threading
from collections import defaultdict
from urllib.parse import parse_qs

import apsw
import uvicorn

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
        loop.call_soon_threadsafe(lambda done=batch: [future.set_result(None) for future, _, _ in done])


async def app(scope, receive, send) -> None:
    if scope["type"] != "http":
        return
    room = parse_qs(scope["query_string"])[b"room"][0]
    if scope["method"] == "POST":
        body = (await receive())["body"]
        future = asyncio.get_running_loop().create_future()
        waiting.put((future, room, body))
        await future
        frame = b"event: message\ndata: " + body + b"\n\n"
        for reader in rooms[room]:
            reader.put_nowait(frame)
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})
        return
    reader: asyncio.Queue[bytes] = asyncio.Queue()
    rooms[room].add(reader)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b": hello\n\n", "more_body": True})
    while True:
        await send({"type": "http.response.body", "body": await reader.get(), "more_body": True})


async def main(port: int, path: str) -> None:
    loop = asyncio.get_running_loop()
    threading.Thread(target=write, args=(path, loop), daemon=True).start()
    await uvicorn.Server(
        uvicorn.Config(
            app, port=port, loop="uvloop", http="httptools", lifespan="off", log_level="warning", access_log=False
        )
    ).serve()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
