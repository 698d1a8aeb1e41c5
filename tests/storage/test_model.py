"""Whatever is done to them in whatever order, SQLite and memory answer alike, also over restarts.

Memory is the model: it is short enough to be read and believed.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec import structs

from relevo.core.commands import Command
from relevo.core.conversation import Conversation
from relevo.core.errors import Refusal
from relevo.core.ids import ConversationId, Epoch, Millis, Seq, WorkspaceId
from relevo.core.react import Effect, EffectKind
from relevo.engine.codec import decode_conversation
from relevo.ports import AlreadyApplied, AlreadyOpen, Commit, Filter, IdempotencyKey, Page, VersionMoved, View
from relevo.storage.memory import Memory
from relevo.storage.sqlite import open_database
from relevo.storage.statements import start_values
from tests.contract import given
from tests.contract.given import MARIA, TOM, Start
from tests.contract.storages import Storage

WORKSPACES = st.sampled_from(["ws_1", "ws_2"])
IDS = st.sampled_from(["c_1", "c_2", "c_3"])
VISITORS = st.sampled_from(["v_1", "v_2"])
KEYS = st.none() | st.builds(IdempotencyKey, st.sampled_from("pq"), st.sampled_from("kl"), st.sampled_from("fg"))
AGENTS = st.sampled_from([MARIA, TOM])
TIMES = st.integers(0, 30).map(lambda second: Millis(second * 500))
STEPS: dict[str, Callable[[Conversation], Command]] = {
    "says": given.said,
    "asks": given.asked_for_human,
    "takes": given.taken,
    "replies": lambda one: given.said(one, "Hi 100%", by=MARIA),
    "releases": given.released,
    "resolves": given.resolved,
    "reopens": given.reopened,
    "labels": lambda one: given.labelled(one, "vip"),
}
FILTERS = st.builds(
    Filter,
    view=st.sampled_from(View),
    agent_id=st.sampled_from([MARIA.id, TOM.id]),
    responded_by=st.sampled_from([None, None, MARIA.id]),
    agent_type=st.sampled_from([None, None, "ai", "human"]),
    labels=st.sampled_from([(), (), ("vip",)]),
    status=st.sampled_from([None, None, "active", "closed"]),
    text=st.sampled_from([None, None, "ANN", "100%", "x"]),
)

COLUMNS = (
    "workspace_id, conversation_id, head_seq, stage, control_kind, owner_id, responder_id, labels, updated_at, waiting_since,"
    " assistant_id, team_id, status, inbox_id, channel, visitor_id, created_at"
)
"""In the order of START, the state left out."""

T = TypeVar("T")


class TwoStorages(RuleBasedStateMachine):
    """Does the same to both and compares what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="relevo-")
        self.memory = Memory("n")
        self.sqlite = open_database(self.path, "n")
        self.now = Millis(0)
        self.effects: list[Effect] = []

    @property
    def path(self) -> Path:
        return Path(self.folder.name) / "relevo.db"

    def teardown(self) -> None:
        self.runner.run(self.sqlite.close())
        self.runner.close()
        self.folder.cleanup()

    def both(self, method: Callable[[Storage], Callable[..., Awaitable[T]]], *arguments: object) -> T:
        """Ask both, require the same answer or the same refusal, and return it."""
        model, real = (self.runner.run(outcome(method(one), arguments)) for one in (self.memory, self.sqlite))
        assert real == model
        answer: T = model
        return answer

    def append(self, change: Commit) -> None:
        self.both(lambda one: one.log.append, change)
        self.effects += change.effects

    # --- the log ---

    @rule(workspace=WORKSPACES, id=IDS, visitor=VISITORS, key=KEYS)
    def start(self, workspace: str, id: str, visitor: str, key: IdempotencyKey | None) -> None:
        self.append(given.started(Start(workspace=workspace, id=id, visitor=visitor, at=self.now), key))

    @rule(
        workspace=WORKSPACES, id=IDS, step=st.sampled_from(sorted(STEPS)), key=KEYS, back=st.sampled_from([0, 0, 0, 1])
    )
    def go_on(self, workspace: str, id: str, step: str, key: IdempotencyKey | None, back: int) -> None:
        """One more step, sometimes decided on a state that is no longer the present one."""
        conversation = self.loaded(workspace, id)
        if conversation is None:
            return
        try:
            change = given.commit(conversation, STEPS[step](conversation), key=key)
        except Refusal:
            return
        if back:
            change = structs.replace(change, before=replace(conversation, head_seq=Seq(conversation.head_seq - 1)))
        self.append(change)
        self.now = Millis(max(self.now, change.after.updated_at))

    @rule(which=st.integers(0, 99), key=KEYS)
    def complete(self, which: int, key: IdempotencyKey | None) -> None:
        one = self.effect(which)
        conversation = self.loaded(one.workspace_id, one.conversation_id)
        if conversation is not None:
            self.append(given.without_events(conversation, key=key, finished=one))

    @rule(workspace=WORKSPACES, id=IDS, after=st.integers(0, 12), limit=st.integers(0, 12))
    def read(self, workspace: str, id: str, after: int, limit: int) -> None:
        self.both(lambda one: one.log.read, workspace, id, after, limit)

    @rule(before=TIMES)
    def purge(self, before: Millis) -> None:
        self.both(lambda one: one.log.purge_answers, before)

    # --- effects ---

    @rule(now=TIMES, until=TIMES, limit=st.integers(0, 4))
    def lease(self, now: Millis, until: Millis, limit: int) -> None:
        self.both(lambda one: one.effects.lease, "m", now, until, limit)

    @rule(which=st.integers(0, 99), due_at=TIMES, error=st.sampled_from([None, "failed"]))
    def postpone(self, which: int, due_at: Millis, error: str | None) -> None:
        self.both(lambda one: one.effects.postpone, self.effect(which), due_at, error)

    @rule(which=st.integers(0, 99))
    def finish(self, which: int) -> None:
        self.both(lambda one: one.effects.finish, self.effect(which))

    @rule(which=st.integers(0, 99))
    def bury(self, which: int) -> None:
        self.both(lambda one: one.effects.bury, self.effect(which), "gave up")

    # --- lists ---

    @rule(workspace=WORKSPACES, chosen=FILTERS, limit=st.integers(1, 3))
    def list(self, workspace: str, chosen: Filter, limit: int) -> None:
        """Read up to four pages, each storage going on with the cursor that it gave: what it means is its own affair."""
        real = model = None
        for _ in range(4):
            shown = self.page(self.sqlite, workspace, chosen, real, limit)
            expected = self.page(self.memory, workspace, chosen, model, limit)
            assert shown.items == expected.items
            assert shown.matches == expected.matches
            real, model = shown.next_cursor, expected.next_cursor
            assert (real is None) == (model is None)
            if real is None:
                break

    def page(self, storage: Storage, workspace: str, chosen: Filter, cursor: str | None, limit: int) -> Page:
        return self.runner.run(storage.inbox.page(WorkspaceId(workspace), chosen, cursor, limit))

    # --- life ---

    @rule()
    def restart(self) -> None:
        """With the one process that may have the file, its leases end."""
        self.runner.run(self.sqlite.close())
        self.sqlite = open_database(self.path, "n")
        for kept in self.memory._shelf.effects.values():
            if kept.node is not None and not kept.is_buried:
                kept.ready_at, kept.node = kept.effect.due_at, None

    @invariant()
    def they_agree(self) -> None:
        self.both(lambda one: one.effects.next_due)
        for workspace in ("ws_1", "ws_2"):
            self.both(lambda one: one.inbox.counts, workspace, MARIA.id)
            for visitor in ("v_1", "v_2"):
                self.both(lambda one: one.log.open_conversation, workspace, "in_1", visitor)
                self.both(lambda one: one.log.latest_conversation, workspace, "in_1", visitor)
            for principal, key in ("pk", "pl", "qk", "ql"):
                self.both(lambda one: one.log.answer, workspace, principal, key)

    @invariant()
    def no_column_lags_behind_the_state(self) -> None:
        for row in self.runner.run(self.sqlite.tables.rows(f"SELECT {COLUMNS}, state FROM conversations")):
            standing = start_values(decode_conversation(str(row[-1])))
            assert [*row[:-1]] == [*standing[:12], *standing[13:]]

    def loaded(self, workspace: str, id: str) -> Conversation | None:
        return self.both(lambda one: one.log.load, workspace, id)

    def effect(self, which: int) -> Effect:
        """One that was written once, or one that never was."""
        return self.effects[which % len(self.effects)] if self.effects else NEVER_WRITTEN


async def outcome(method: Callable[..., Awaitable[Any]], arguments: tuple[object, ...]) -> Any:
    """Return the answer, or the refusal as a text that can be compared."""
    try:
        return await method(*arguments)
    except (VersionMoved, AlreadyApplied, AlreadyOpen) as refusal:
        return f"{type(refusal).__name__} {vars(refusal)}"


NEVER_WRITTEN = Effect(EffectKind.NOTIFY, WorkspaceId("ws_1"), ConversationId("c_1"), Seq(99), Epoch(0), Millis(0))

TestTwoStorages = TwoStorages.TestCase
# A step costs a flush to disk, so this is a fiftieth of what tests in memory do.
TestTwoStorages.settings = settings(max_examples=max(50, settings().max_examples // 50), stateful_step_count=40)
