"""What every feature exposes as `plugin`.

Not here: finding features (`relevo.plugins`) or any feature.
"""

from collections.abc import Callable
from dataclasses import dataclass

from relevo.engine.node import Node


@dataclass(frozen=True, slots=True)
class FeaturePlugin:
    """One feature. `attach` connects it to a node before that starts.

    There it may listen to commits (`node.handle.announced`) and to presence (`node.attendance.changed`), and leave background
    work in `node.more_work`. It changes a conversation only by a command to `node.handle`.
    """

    kind: str
    attach: Callable[[Node], object]
