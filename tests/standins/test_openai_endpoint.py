"""The stand-in endpoint can be scripted from a test, from another process and by what a visitor writes."""

import json
import subprocess
import sys
from typing import Any

import httpx2

from tests.architecture.sources import ROOT
from tests.standins.openai_answers import Plan
from tests.standins.openai_endpoint import OpenAIEndpoint, running


def asked(text: str = "hello", model: str = "m") -> dict[str, Any]:
    return {"model": model, "stream": True, "messages": [{"role": "user", "content": text}]}


async def test_plans_are_used_up_in_order_before_the_default() -> None:
    async with OpenAIEndpoint(Plan(text="by default")) as endpoint, httpx2.AsyncClient(base_url=endpoint.url) as client:
        endpoint.plan("server_error", Plan("json_answer", "planned"))
        answers = [await client.post("/chat/completions", json=asked()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [500, 200, 200]
    assert answers[1].json()["choices"][0]["message"]["content"] == "planned"
    assert '"by"' in answers[2].text
    assert answers[2].text.endswith("data: [DONE]\n\n")
    assert len(endpoint.requests) == 3


async def test_a_visitor_or_the_models_name_can_wish_for_a_behaviour() -> None:
    async with OpenAIEndpoint() as endpoint, httpx2.AsyncClient(base_url=endpoint.url) as client:
        wished = await client.post("/chat/completions", json=asked("please #rate_limited now"))
        named = await client.post("/chat/completions", json=asked(model="overloaded"))
        neither = await client.post("/chat/completions", json=asked("#nothing_known"))
    assert [answer.status_code for answer in (wished, named, neither)] == [429, 503, 200]


def test_it_runs_in_a_thread_for_tests_without_a_loop() -> None:
    with running(Plan(text="from a thread")) as endpoint:
        assert "thread" in httpx2.post(f"{endpoint.url}/chat/completions", json=asked()).text
        assert httpx2.get(f"{endpoint.url}/models").json()["data"]


def test_it_runs_as_a_process_that_is_scripted_over_http() -> None:
    command = [sys.executable, "-m", "tests.standins.openai_endpoint", "--text", "from afar", "--delay-ms", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = json.loads(process.stdout.readline())["url"]
            root = url.removesuffix("/v1")
            httpx2.put(f"{root}/standin/plans", json=[{"behaviour": "length", "text": "planned"}])
            answers = [httpx2.post(f"{url}/chat/completions", json=asked()).text for _ in range(2)]
            told = httpx2.get(f"{root}/standin/requests").json()
        finally:
            process.terminate()
    assert '"planned"' in answers[0]
    assert '"length"' in answers[0]
    assert '"afar"' in answers[1].replace(" ", "")
    assert [request["body"]["messages"][0]["content"] for request in told] == ["hello", "hello"]
