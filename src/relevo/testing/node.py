"""A whole node in memory: the real engine over in-memory ports.

Not here: HTTP; tests of that run the real server.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from relevo.engine.node import Node, Ports
from relevo.fanout.memory import MemoryFanout, MemoryPresence
from relevo.ports import Assistants
from relevo.storage.memory import Memory
from relevo.testing.parts import CountedIds, ManualClock, OneWorkspace, ScriptedAssistant


@dataclass(frozen=True, slots=True)
class MemoryNode:
    """A running node and the parts that a test steers."""

    node: Node
    clock: ManualClock
    ids: CountedIds
    workspace: OneWorkspace
    memory: Memory
    presence: MemoryPresence

    def advance(self, seconds: float) -> None:
        """Let time pass, and have what is due by then done soon."""
        self.clock.advance(seconds)
        self.node.effects.look_again()


@asynccontextmanager
async def memory_node(
    assistants: Assistants | None = None, *, first_token_s: float = 15.0, whole_turn_s: float = 60.0
) -> AsyncIterator[MemoryNode]:
    """Run a node in memory; the assistant says "Hello." unless another is given."""
    clock, ids, workspace, presence = ManualClock(), CountedIds(), OneWorkspace(), MemoryPresence()
    memory = Memory("memory")
    ports = Ports(
        log=memory.log,
        effects=memory.effects,
        inbox=memory.inbox,
        fanout=MemoryFanout(),
        presence=presence,
        workspace=workspace,
        assistants=assistants or ScriptedAssistant(["Hello."]),
        clock=clock,
        ids=ids,
        name="memory",
        first_token_s=first_token_s,
        whole_turn_s=whole_turn_s,
    )
    node = Node(ports)
    node.start()
    try:
        yield MemoryNode(node, clock, ids, workspace, memory, presence)
    finally:
        await node.stop()
