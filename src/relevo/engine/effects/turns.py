"""The assistant's turns: one run of an assistant for the visitor's unanswered messages, fenced by the epoch.

A turn belongs to the control it began under. When control changes its draft ends at once, whatever the back end does; what
comes later goes nowhere, and the commit would be refused anyway (rule 5). Every failure ends in the offer of a person.
Not here: talking to a model (`assistants`), or deciding (`core`).
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol, assert_never

import structlog

from relevo.core.actors import Actor, ActorKind
from relevo.core.commands import Command, OfferHuman, PostMessage, RequestHuman, Turn
from relevo.core.conversation import Conversation
from relevo.core.errors import Closed, InvalidText, Refusal, StaleEpoch
from relevo.core.events import HumanOffered, Recorded
from relevo.core.ids import ConversationId, Epoch, Millis, Seq, TurnId
from relevo.core.react import Effect
from relevo.engine.effects.runner import Committed, Done
from relevo.engine.effects.transcript import transcript
from relevo.engine.handle import Handle, Outcome
from relevo.engine.live.drafts import Drafts
from relevo.engine.turnstile import Turnstile
from relevo.ports import (
    AskHuman,
    AssistantFailed,
    Assistants,
    Chunk,
    Clock,
    EventLog,
    NewId,
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
    """What turns are made with, and how long one may take; a node's ports are such."""

    @property
    def log(self) -> EventLog: ...
    @property
    def workspace(self) -> Workspace: ...
    @property
    def assistants(self) -> Assistants: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> NewId: ...
    @property
    def first_token_s(self) -> float: ...
    @property
    def whole_turn_s(self) -> float: ...


@dataclass(slots=True)
class _Progress:
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
        return "".join(self.pieces).strip()


class Turns:
    """Runs turns, one at a time for each conversation."""

    def __init__(self, handle: Handle, drafts: Drafts, means: "Means") -> None:
        self._handle = handle
        self._drafts = drafts
        self._log = means.log
        self._workspace = means.workspace
        self._assistants = means.assistants
        self._clock = means.clock
        self._ids = means.ids
        self._means = means
        self._turnstile = Turnstile()
        self._running: dict[ConversationId, _Progress] = {}
        self._abandoned: set[asyncio.Task[None]] = set()

    def committed(self, outcome: Outcome) -> None:
        """End a running turn whose control is over, or that an offer of a person has overtaken."""
        conversation = outcome.conversation
        self.moved(conversation.id, conversation.epoch)
        progress = self._running.get(conversation.id)
        if progress is None or progress.is_over.done() or not any(map(_is_offered_by_others, outcome.records)):
            return
        # The visitor has yes or no before them: words of the answer they did not wait for must not follow.
        progress.is_over.set_result(None)
        self._drafts.end(conversation.id, progress.turn.id, is_cut=True)

    def moved(self, conversation_id: ConversationId, epoch: Epoch) -> None:
        """The same for a change of control on another node."""
        progress = self._running.get(conversation_id)
        if progress is not None and progress.turn.epoch < epoch and not progress.is_over.done():
            progress.is_over.set_result(None)

    async def __call__(self, effect: Effect) -> Done:
        """Answer, unless somebody has or it is not the assistant's business any more."""
        async with self._turnstile.through(effect.conversation_id):
            conversation = await self._handle.load(effect.workspace_id, effect.conversation_id)
            is_due = conversation.epoch == effect.epoch and conversation.answered_seq < effect.seq
            if not is_due or conversation.answering_assistant() is None:
                return None
            return await self._take_turn(conversation, effect)

    async def _take_turn(self, conversation: Conversation, effect: Effect) -> Done:
        loop = asyncio.get_running_loop()
        turn = Turn(TurnId(self._ids.new_id("turn")), conversation.epoch, conversation.head_seq)
        progress = _Progress(turn, conversation, loop.create_future(), loop.create_future())
        self._running[conversation.id] = progress
        self._drafts.begin(conversation.workspace_id, conversation.id, turn.id, turn.epoch)
        try:
            is_answered = await self._answer(progress)
            if progress.is_over.done():
                return None
            return await self._conclude(progress, effect, is_answered=is_answered)
        except (StaleEpoch, Closed):
            return None
        finally:
            self._running.pop(conversation.id, None)
            self._drafts.end(conversation.id, turn.id, is_cut=True)

    async def _answer(self, progress: _Progress) -> bool:
        """Run the assistant to its end, its deadlines or the end of its control; return whether it came to an end."""
        conversation = progress.conversation
        try:
            asked = await self._transcript(conversation)
        except AssistantFailed as failure:
            return _failed(conversation, failure)
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
                        return _failed(conversation, AssistantFailed("the assistant cancelled itself"))
                    work.result()
                    return True
                if until and not progress.has_begun.done():
                    return _failed(conversation, AssistantFailed("no first token in time"))
            return _failed(conversation, AssistantFailed("the turn took too long"))
        except AssistantFailed as failure:
            return _failed(conversation, failure)
        finally:
            self._abandon(work)

    def _phases(self, progress: _Progress) -> tuple[tuple[tuple[asyncio.Future[None], ...], float], ...]:
        """Return what is waited for until when: the first token, then the rest; both counted from the turn's begin."""
        now = asyncio.get_running_loop().time()
        return (((progress.has_begun,), now + self._means.first_token_s), ((), now + self._means.whole_turn_s))

    def _abandon(self, work: "asyncio.Task[None]") -> None:
        """Cancel the work and never wait for it: a back end that ignores cancellation must not hold anything up."""
        if work.done():
            return
        work.cancel()
        self._abandoned.add(work)
        work.add_done_callback(self._forget)

    def _forget(self, work: "asyncio.Task[None]") -> None:
        self._abandoned.discard(work)
        if not work.cancelled() and (error := work.exception()) is not None:
            log.info("abandoned_turn_failed", error=type(error).__name__)

    async def _transcript(self, conversation: Conversation) -> Transcript:
        assistant = conversation.answering_assistant() or conversation.assistant
        rules = await self._workspace.rules(conversation.workspace_id, assistant.id, conversation.locale)
        after = Seq(max(0, conversation.head_seq - READ_BACK))
        records: list[Recorded] = list(
            await self._log.read(conversation.workspace_id, conversation.id, after, conversation.head_seq - after)
        )
        may_ask = rules.handoff.enabled and not rules.handoff.is_plan_locked
        return transcript(conversation, records, may_ask_human=may_ask)

    async def _consume(self, progress: _Progress, asked: Transcript) -> None:
        conversation = progress.conversation
        assistant_id = (conversation.answering_assistant() or conversation.assistant).id
        profile = await self._workspace.assistant(conversation.workspace_id, assistant_id)
        if profile is None:
            raise AssistantFailed("the assistant is not configured any more")
        try:
            replies = self._assistants.get(profile).reply(asked)
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

    def _take(self, progress: _Progress, reply: Reply) -> bool:
        """Take one piece of an answer; return whether more is wanted."""
        if not progress.has_begun.done():
            progress.has_begun.set_result(None)
        match reply:
            case Chunk(text=text):
                piece = text[: ANSWER_CHARS - progress.size]
                if not self._drafts.add(progress.conversation.id, progress.turn.id, piece):
                    return False
                progress.pieces.append(piece)
                progress.size += len(piece)
                return progress.size < ANSWER_CHARS
            case AskHuman() | OfferPerson():
                progress.wish = reply
                return False
            case _ as never:
                assert_never(never)

    async def _conclude(self, progress: _Progress, effect: Effect, *, is_answered: bool) -> Done:
        """Commit what the turn came to; the effect disappears in the same transaction."""
        command = self._command(progress, is_answered=is_answered)
        if command is None:
            return None
        conversation = progress.conversation
        place = (conversation.workspace_id, conversation.id)
        try:
            outcome = await self._handle(*place, command, finished=effect)
        except InvalidText as refusal:
            _failed(conversation, AssistantFailed(str(refusal)))
            outcome = await self._handle(*place, self._offer(progress, "failure"), finished=effect)
        self._drafts.end(conversation.id, progress.turn.id, is_cut=not progress.text)
        if isinstance(progress.wish, OfferPerson) and is_answered and progress.text:
            await self._offer_after_words(progress)
        return Committed() if outcome.records else None

    def _command(self, progress: _Progress, *, is_answered: bool) -> Command | None:
        """Return what to say: the answer, the wish for a person with last words, an offer, or nothing for silence."""
        if not is_answered:
            return self._offer(progress, "failure")
        by, at, turn = self._credentials(progress)
        message_id = self._ids.new_id("msg")
        match progress.wish:
            case AskHuman(reason=reason):
                return RequestHuman(
                    by=by,
                    at=at,
                    turn=turn,
                    trigger="assistant",
                    reason=reason,
                    message_id=message_id,
                    text=progress.text,
                )
            case OfferPerson() if not progress.text:
                return self._offer(progress, "unknown_answer")
            case _ if progress.text:
                return PostMessage(by=by, at=at, turn=turn, message_id=message_id, text=progress.text)
            case _:
                return None

    def _offer(self, progress: _Progress, cause: str) -> OfferHuman:
        by, at, turn = self._credentials(progress)
        draft = self._drafts.seen(progress.conversation.id)
        message_id = self._ids.new_id("msg")
        is_failure = cause == "failure"
        return OfferHuman(
            by=by,
            at=at,
            turn=turn,
            draft=draft,
            message_id=message_id,
            cause="failure" if is_failure else "unknown_answer",
        )

    async def _offer_after_words(self, progress: _Progress) -> None:
        by, at, _ = self._credentials(progress)
        conversation = progress.conversation
        offer = OfferHuman(by=by, at=at, cause="unknown_answer", message_id=self._ids.new_id("msg"))
        try:
            await self._handle(conversation.workspace_id, conversation.id, offer)
        except Refusal as refusal:
            log.info("offer_refused", conversation=conversation.id, code=refusal.code)

    def _credentials(self, progress: _Progress) -> tuple[Actor, Millis, Turn]:
        by = progress.conversation.answering_assistant() or progress.conversation.assistant
        return by, Millis(self._clock.now_ms()), progress.turn


def _failed(conversation: Conversation, failure: AssistantFailed) -> bool:
    log.warning("turn_failed", conversation=conversation.id, reason=str(failure))
    return False


def _is_offered_by_others(recorded: Recorded) -> bool:
    return isinstance(recorded.event, HumanOffered) and recorded.actor.kind is not ActorKind.ASSISTANT
