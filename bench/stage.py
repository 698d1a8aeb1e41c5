"""What a scenario is given beside its load: a folder, lines to say, chance from the seed, and where its figures go.

Not here: any scenario.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.ground.rounds import Effort, Rounds


@dataclass(frozen=True, slots=True)
class Stage:
    """Made anew for each scenario."""

    folder: Path
    """Empty, and removed afterwards."""
    cache: Path
    """Kept from run to run, for what takes long to build."""
    texts: Sequence[str]
    chance: Random
    rounds: Rounds = field(default_factory=Rounds)
    effort: Effort = field(default_factory=Effort)
