"""Running an assistant for one turn: its words become the draft, until it ends, a deadline passes or control changes.

Not here: when a turn begins and what is committed in its end (`turns`), or talking to a model (`assistants`).
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol, assert_never

import structlog

from relevo.core.actors import Actor
from relevo.core.commands import Turn
from relevo.core.conversation import Conversation
from relevo.core.ids import Seq
from relevo.engine.effects.transcript import transcript
from relevo.engine.live.drafts import Drafts
from relevo.ports import (
    AskHuman,
    AssistantFailed,
    Assistants,
    Chunk,
    EventLog,
    OfferPerson,
    Reply,
    Transcript,
    Workspace,
)

FIRST_TOKEN_S = 15.0
WHOLE_TURN_S = 60.0
ANSWER_CHARS = 2_000
"""An answer is ended there. In the widest script it still fits the 8,192 bytes of a message."""
READ_BACK = 2_000
"""Events that a turn reads: the newest."""

log = structlog.get_logger(__name__)


class Means(Protocol):
    """What an answer is made with, and how long it may take; a node's ports are such."""

    @property
    def log(self) -> EventLog: ...
    @property
    def workspace(self) -> Workspace: ...
    @property
    def assistants(self) -> Assistants: ...
    @property
    def first_token_s(self) -> float: ...
    @property
    def whole_turn_s(self) -> float: ...


@dataclass(slots=True)
class Progress:
    """How far a running turn has come."""

    turn: Turn
    conversation: Conversation
    has_begun: asyncio.Future[None]
    is_over: asyncio.Future[None]
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    wish: AskHuman | OfferPerson | None = None

    @property
    def text(self) -> str:
        """What has been said so far."""
        return "".join(self.pieces).strip()

    @property
    def speaker(self) -> Actor:
        """The assistant whose turn it is."""
        return self.conversation.answering_assistant() or self.conversation.assistant


class Answering:
    """Runs assistants. Cancels those that are not waited for any more, and never waits for the end of that."""

    def __init__(self, drafts: Drafts, means: Means) -> None:
        self._drafts = drafts
        self._means = means
        self._abandoned: set[asyncio.Task[None]] = set()

    async def __call__(self, progress: Progress) -> bool:
        """Run the assistant to its end, its deadlines or the end of its control; return whether it came to an end."""
        conversation = progress.conversation
        try:
            asked = await self._transcript(progress)
        except AssistantFailed as failure:
            return has_failed(conversation, failure)
        work = asyncio.get_running_loop().create_task(self._consume(progress, asked))
        try:
            for until, end in self._phases(progress):
                left_s = max(0.0, end - asyncio.get_running_loop().time())
                await asyncio.wait(
                    (work, progress.is_over, *until), timeout=left_s, return_when=asyncio.FIRST_COMPLETED
                )
                if progress.is_over.done():
                    return False
                if work.done():
                    if work.cancelled():
                        return has_failed(conversation, AssistantFailed("the assistant cancelled itself"))
                    work.result()
                    return True
                if until and not progress.has_begun.done():
                    return has_failed(conversation, AssistantFailed("no first token in time"))
            return has_failed(conversation, AssistantFailed("the turn took too long"))
        except AssistantFailed as failure:
            return has_failed(conversation, failure)
        finally:
            self._abandon(work)

    def _phases(self, progress: Progress) -> tuple[tuple[tuple[asyncio.Future[None], ...], float], ...]:
        """Return what is waited for until when: the first token, then the rest; both counted from the turn's begin."""
        now = asyncio.get_running_loop().time()
        return (((progress.has_begun,), now + self._means.first_token_s), ((), now + self._means.whole_turn_s))

    def _abandon(self, work: "asyncio.Task[None]") -> None:
        """Cancel the work and never wait for it: a back end that ignores cancellation must not hold anything up."""
        if work.done():
            # A failure in the very moment in which the turn was over is nobody's: taken here, or asyncio logs it as a fault.
            _ = work.cancelled() or work.exception()
            return
        work.cancel()
        self._abandoned.add(work)
        work.add_done_callback(self._forget)

    def _forget(self, work: "asyncio.Task[None]") -> None:
        self._abandoned.discard(work)
        if not work.cancelled() and (error := work.exception()) is not None:
            log.info("abandoned_turn_failed", error=type(error).__name__)

    async def _transcript(self, progress: Progress) -> Transcript:
        conversation = progress.conversation
        rules = await self._means.workspace.rules(conversation.workspace_id, progress.speaker.id, conversation.locale)
        after = Seq(max(0, conversation.head_seq - READ_BACK))
        records = await self._means.log.read(
            conversation.workspace_id, conversation.id, after, conversation.head_seq - after
        )
        may_ask = rules.handoff.enabled and not rules.handoff.is_plan_locked
        return transcript(conversation, records, may_ask_human=may_ask)

    async def _consume(self, progress: Progress, asked: Transcript) -> None:
        conversation = progress.conversation
        profile = await self._means.workspace.assistant(conversation.workspace_id, progress.speaker.id)
        if profile is None:
            raise AssistantFailed("the assistant is not configured any more")
        try:
            replies = self._means.assistants.get(profile).reply(asked)
            async for reply in replies:
                if not self._take(progress, reply):
                    # More is not wanted: close now, not when the garbage collector comes by, so that the back end is freed.
                    if isinstance(replies, AsyncGenerator):
                        await replies.aclose()
                    return
        except (AssistantFailed, asyncio.CancelledError):
            raise
        except Exception as error:
            log.exception("assistant_crashed", conversation=conversation.id)
            raise AssistantFailed(type(error).__name__) from error

    def _take(self, progress: Progress, reply: Reply) -> bool:
        """Take one piece of an answer; return whether more is wanted."""
        if not progress.has_begun.done():
            progress.has_begun.set_result(None)
        if not isinstance(reply, Chunk):
            return _wish(progress, reply)
        piece = reply.text[: ANSWER_CHARS - progress.size]
        if not self._drafts.add(progress.conversation.id, progress.turn.id, piece):
            return False
        progress.pieces.append(piece)
        progress.size += len(piece)
        return progress.size < ANSWER_CHARS


def _wish(progress: Progress, reply: AskHuman | OfferPerson) -> bool:
    match reply:
        case AskHuman() | OfferPerson():
            progress.wish = reply
            return False
        case _ as never:  # a plug-in's fault
            assert_never(never)


def has_failed(conversation: Conversation, failure: AssistantFailed) -> bool:
    """Keep in the log why a turn came to nothing; the answer to whether it came to an end."""
    log.warning("turn_failed", conversation=conversation.id, reason=str(failure))
    return False
