"""The demo as somebody starts it who wants to look around."""

from pathlib import Path
from typing import Any

import httpx2

from tests.running import Demo, demo


def test_the_demo_comes_with_a_furnished_desk_once(tmp_path: Path) -> None:
    for _ in range(2):
        with demo(tmp_path) as running, httpx2.Client(base_url=running.url, headers=bearer(running)) as http:
            assert [team["name"] for team in items(http, "teams")] == ["Repairs"]
            assert {label["name"] for label in items(http, "labels")} == {"repair", "order", "promised"}
            assert {reply["shortcut"] for reply in items(http, "canned-replies")} == {"hello", "serial", "solved"}
            assert [assistant["name"] for assistant in items(http, "assistants")] == ["Bean", "Crank"]
            assert items(http, "conversations") == []


def bearer(running: Demo) -> dict[str, str]:
    return {"Authorization": f"Bearer {running.told['api_key']}"}


def items(http: httpx2.Client, what: str) -> list[Any]:
    found: list[Any] = http.get(f"/v1/{what}").raise_for_status().json()["items"]
    return found
