"""Every scenario runs and measures what its file says, with tiny counts; no time is looked at, only that nothing is lost."""

import math

import msgspec
import pytest

from bench.__main__ import play
from bench.ground.rounds import Pair
from bench.report import write_json
from bench.scenario import Figure, names, read, run_of


@pytest.fixture
def anyio_backend():
    return "asyncio", {"use_uvloop": True}


@pytest.mark.parametrize("name", names())
async def test_a_scenario_measures_what_its_file_says(name, tmp_path) -> None:
    chapter = await play(name, seed=1, is_small=True, cache=tmp_path / "cache")

    assert [line.figure for line in chapter.lines] == list(read(name).figures)
    assert all(line.rounds for line in chapter.lines)
    assert all(line.judged.value == 0 for line in chapter.lines if line.figure.must == 0), chapter.remarks
    assert chapter.name in chapter.text()
    file = tmp_path / "figures.json"
    write_json(file, {"commit": "abc"}, [chapter])
    assert msgspec.json.decode(file.read_bytes())["scenarios"][0]["name"] == name


@pytest.mark.parametrize("name", names())
def test_a_load_is_checked_before_anything_starts(name) -> None:
    scenario = read(name)
    mistaken = msgspec.structs.replace(scenario, load=scenario.load | {"visitor": 3})
    with pytest.raises(msgspec.ValidationError, match="visitor"):
        run_of(mistaken, is_small=False)


@pytest.mark.parametrize(
    ("figure", "pairs", "verdict"),
    [
        (Figure(name="p50", what="", judged="ratio", must=4, goal=2), [(1, 1), (9, 3), (50, 1)], "must"),
        (Figure(name="p50", what="", judged="ratio", must=4, goal=3), [(1, 1), (9, 3), (50, 1)], "goal"),
        (Figure(name="p50", what="", judged="value", must=4), [(9, 3)], "missed"),
        (Figure(name="rate", what="", judged="ratio", better="more", must=0.25, goal=0.4), [(30, 100)], "must"),
        (Figure(name="rate", what="", judged="ratio", better="more", must=0.25, goal=0.4), [(20, 100)], "missed"),
        (Figure(name="told", what=""), [(20, 100)], ""),
        (Figure(name="none", what="", must=1), [(math.nan, None)], "missed"),
    ],
)
def test_the_median_of_the_rounds_is_judged(figure, pairs, verdict) -> None:
    assert figure.judge([Pair(*pair) for pair in pairs]).verdict == verdict
