"""What a run of the benchmark says: a table to read, a JSON document to compare with.

Not here: measuring.
"""

from pathlib import Path
from typing import Any

import msgspec

from bench.ground.rounds import Effort, Rounds, quantile
from bench.scenario import Figure, Judged, Scenario

HEADER = (
    "| | what | beside | Relevo | counts | rounds from – to | must | goal | |\n|---|---|---|---|---|---|---|---|---|"
)
SIGNS = {"goal": "goal reached", "must": "must kept", "missed": "MISSED", "": ""}


class Line(msgspec.Struct, frozen=True):
    """One figure of one scenario, with each round of it as `[Relevo, beside]`."""

    figure: Figure
    judged: Judged
    rounds: tuple[tuple[float, float | None], ...]

    def row(self) -> str:
        """Return it as a row of the table."""
        figure, judged = self.figure, self.judged
        besides = [beside for _, beside in self.rounds if beside is not None]
        relevo = quantile([relevo for relevo, _ in self.rounds], 0.5)
        unit = "×" if figure.judged == "ratio" else f" {figure.unit}"
        cells = (
            figure.id,
            figure.what,
            f"{short(quantile(besides, 0.5))} {figure.unit}" if besides else "–",
            f"{short(relevo)} {figure.unit}",
            f"**{short(judged.value)}{unit}**",
            f"{short(judged.least)} – {short(judged.most)}",
            limit(figure, figure.must),
            limit(figure, figure.goal),
            SIGNS[judged.verdict],
        )
        return f"| {' | '.join(cells)} |"


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario's outcome. `load_average` is the machine's, before and after; `effort` the generator's share of its core."""

    name: str
    about: str
    took_s: float
    load_average: tuple[float, float]
    effort: float
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]

    def text(self) -> str:
        """Return it to be read."""
        before, after = self.load_average
        told = f"{self.took_s:.0f} s, load of the machine {before:.1f} → {after:.1f}, generator at most {self.effort:.0%} of its core"
        rows = "\n".join(line.row() for line in self.lines)
        remarks = "".join(f"\n- {remark}" for remark in self.remarks)
        return f"### {self.name}\n\n{self.about} ({told})\n\n{HEADER}\n{rows}\n{remarks}\n"

    @property
    def missed(self) -> list[str]:
        """The limits that were not kept."""
        return [f"{line.figure.id} {line.figure.what}" for line in self.lines if line.judged.verdict == "missed"]


def chapter(
    scenario: Scenario, rounds: Rounds, effort: Effort, *, took_s: float, load_average: tuple[float, float]
) -> Chapter:
    """Judge what a scenario has measured. Raises KeyError when it has not measured a figure of its file, or one more."""
    if unknown := set(rounds.pairs) - {figure.name for figure in scenario.figures}:
        raise KeyError(f"{scenario.name}.toml says nothing of {', '.join(sorted(unknown))}")
    lines = (
        Line(figure, figure.judge(pairs), tuple((pair.relevo, pair.beside) for pair in pairs))
        for figure in scenario.figures
        for pairs in [rounds.pairs[figure.name]]
    )
    return Chapter(
        name=scenario.name,
        about=scenario.about,
        took_s=took_s,
        load_average=load_average,
        effort=effort.most,
        lines=tuple(lines),
        remarks=tuple(rounds.remarks),
    )


def write_json(file: Path, circumstances: dict[str, Any], chapters: list[Chapter]) -> None:
    """Write everything, each round too."""
    file.write_bytes(msgspec.json.format(msgspec.json.encode({**circumstances, "scenarios": chapters})))


def short(value: float) -> str:
    """Return three significant digits, whole thousands with commas."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"


def limit(figure: Figure, value: float | None) -> str:
    if value is None:
        return ""
    unit = "×" if figure.judged == "ratio" else f" {figure.unit}"
    return f"{'≤' if figure.better == 'less' else '≥'} {short(value)}{unit}"
