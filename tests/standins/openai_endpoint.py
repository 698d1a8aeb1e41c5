"""A scripted OpenAI-compatible endpoint on loopback: real HTTP, no model, every behaviour by name.

In a test: `async with OpenAIEndpoint() as endpoint`, then `endpoint.plan("hang_mid")` for the next request; `running()` does
the same in a thread for tests without a loop. As a process: `python -m tests.standins.openai_endpoint`, which prints its URL;
then `PUT /standin/plans` (a JSON list of plans) scripts it and `GET /standin/requests` tells what it was asked.
A visitor who writes `#hang_mid` anywhere in the last message picks a behaviour too, and so does a model of that name.

Not here: the behaviours themselves (`openai_answers`, `openai_misbehaviours`).
"""

import argparse
import asyncio
import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any, Self

from tests.standins import openai_misbehaviours
from tests.standins.http_server import Exchange, HttpServer, Request
from tests.standins.openai_answers import BEHAVIOURS, Plan

assert openai_misbehaviours.LEAK  # imported so that its behaviours are registered

WISH = re.compile(r"#([a-z_]+)")


class OpenAIEndpoint:
    """Answers `POST /v1/chat/completions` by the next plan, else by the visitor's or the model's wish, else by the default."""

    def __init__(self, default: Plan | None = None, port: int = 0) -> None:
        self.default = default or Plan()
        self.requests: list[Request] = []
        self._plans: deque[Plan] = deque()
        self._server = HttpServer(self._answer, port)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def plan(self, *plans: Plan | str) -> None:
        """Answer the next requests like this, one plan each."""
        self._plans.extend(Plan(plan) if isinstance(plan, str) else plan for plan in plans)

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._server.__aexit__(*exc)

    async def _answer(self, exchange: Exchange) -> None:
        request = exchange.request
        match request.method, request.path:
            case "POST", "/v1/chat/completions":
                self.requests.append(request)
                plan = self._chosen(request)
                await BEHAVIOURS[plan.behaviour](exchange, plan)
            case "GET", "/v1/models":
                await exchange.whole(200, b'{"object":"list","data":[{"id":"stand-in","object":"model"}]}')
            case "PUT", "/standin/plans":
                self.plan(*(Plan(**plan) for plan in request.json))
                await exchange.whole(204, b"")
            case "PUT", "/standin/default":
                self.default = Plan(**request.json)
                await exchange.whole(204, b"")
            case "GET", "/standin/requests":
                await exchange.whole(200, json.dumps([_told(each) for each in self.requests]).encode())
            case _:
                await exchange.whole(404, b'{"error":{"message":"no such path"}}')

    def _chosen(self, request: Request) -> Plan:
        if self._plans:
            return self._plans.popleft()
        wishes = [*WISH.findall(_last_text(request.json)), str(request.json.get("model", ""))]
        named = next((wish for wish in wishes if wish in BEHAVIOURS), self.default.behaviour)
        return replace(self.default, behaviour=named)


@contextmanager
def running(default: Plan | None = None) -> Iterator[OpenAIEndpoint]:
    """Run an endpoint in a thread of its own, for tests that have no event loop."""
    endpoint, started, loop = OpenAIEndpoint(default), threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        async with endpoint:
            started.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    if not started.wait(10):
        raise TimeoutError("the stand-in endpoint did not start")
    try:
        yield endpoint
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)
        loop.close()


def _last_text(body: dict[str, Any]) -> str:
    messages = [message for message in body.get("messages", ()) if message.get("role") == "user"]
    return str(messages[-1].get("content", "")) if messages else ""


def _told(request: Request) -> dict[str, Any]:
    return {"body": request.json, "at": request.at, "left_at": request.left_at, "after": request.sent_after_leaving}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    chosen = vars(parser.parse_args())
    asyncio.run(_serve(chosen.pop("port"), Plan(**chosen)))


async def _serve(port: int, default: Plan) -> None:
    async with OpenAIEndpoint(default, port) as endpoint:
        print(json.dumps({"url": endpoint.url}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
