"""In-memory parts for tests of Relevo and of what is built on it: a clock to turn by hand, counted ids, a whole node.

Not here: anything that production uses. The parts keep the same contracts as the real ones.
"""

from relevo.testing.node import MemoryNode, memory_node
from relevo.testing.parts import CountedIds, ManualClock, OneWorkspace, ScriptedAssistant

__all__ = ["CountedIds", "ManualClock", "MemoryNode", "OneWorkspace", "ScriptedAssistant", "memory_node"]
