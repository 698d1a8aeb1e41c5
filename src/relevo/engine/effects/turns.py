"""The assistant's turns: one run of an assistant for the visitor's unanswered messages, fenced by the epoch.

A turn belongs to the control it began under. When control changes its draft ends at once, whatever the back end does; what
comes later goes nowhere, and the commit would be refused anyway (rule 5). Every failure ends in the offer of a person.
Not here: running the assistant (`answering`), or deciding (`core`).
"""

import asyncio
from contextlib import suppress
from typing import Protocol

import structlog

from relevo.core.actors import ActorKind
from relevo.core.commands import OfferHuman, Turn
from relevo.core.conversation import Conversation
from relevo.core.errors import Closed, InvalidText, Refusal, StaleEpoch
from relevo.core.events import HumanOffered, Recorded
from relevo.core.ids import ConversationId, Epoch, Millis, TurnId
from relevo.core.react import Effect
from relevo.engine.effects import answering
from relevo.engine.effects.answering import Answering, Progress, has_failed
from relevo.engine.effects.conclusions import conclusion, offer, offer_after_words
from relevo.engine.effects.runner import Committed, Done
from relevo.engine.handle import Handle, Outcome
from relevo.engine.live.drafts import Drafts
from relevo.engine.turnstile import Turnstile
from relevo.ports import AssistantFailed, Clock, NewId

log = structlog.get_logger(__name__)


class Means(answering.Means, Protocol):
    """What turns are made with; a node's ports are such."""

    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> NewId: ...


class Turns:
    """Runs turns, one at a time for each conversation."""

    def __init__(self, handle: Handle, drafts: Drafts, means: Means) -> None:
        self._handle = handle
        self._drafts = drafts
        self._clock = means.clock
        self._ids = means.ids
        self._answer = Answering(drafts, means)
        self._turnstile = Turnstile()
        self._running: dict[ConversationId, Progress] = {}

    def committed(self, outcome: Outcome) -> None:
        """End a running turn whose control is over, or that an offer of a person has overtaken."""
        conversation = outcome.conversation
        progress = self._running.get(conversation.id)
        if progress is None:
            return
        self.moved(conversation.id, conversation.epoch)
        if progress.is_over.done() or not any(map(_is_offered_by_others, outcome.records)):
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
            return await self._take_turn(conversation, effect) if _is_due(conversation, effect) else None

    async def give_up(self, effect: Effect) -> None:
        """Offer a person, or apologise, for a turn that could not even be tried: nobody waits in silence (G19)."""
        async with self._turnstile.through(effect.conversation_id):
            conversation = await self._handle.load(effect.workspace_id, effect.conversation_id)
            if not _is_due(conversation, effect):
                return
            command = offer(self._begun(conversation), self._now(), self._ids.new_id("msg"), None, "failure")
            with suppress(StaleEpoch, Closed):
                await self._handle(effect.workspace_id, effect.conversation_id, command)

    async def _take_turn(self, conversation: Conversation, effect: Effect) -> Done:
        progress = self._begun(conversation)
        turn = progress.turn
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

    async def _conclude(self, progress: Progress, effect: Effect, *, is_answered: bool) -> Done:
        """Commit what the turn came to; the effect disappears in the same transaction."""
        conversation = progress.conversation
        place = (conversation.workspace_id, conversation.id)
        now, message_id, draft = self._now(), self._ids.new_id("msg"), self._drafts.seen(conversation.id)
        command = conclusion(progress, now, message_id, draft, is_answered=is_answered)
        if command is None:
            return None
        try:
            outcome = await self._handle(*place, command, finished=effect)
        except InvalidText as refusal:
            has_failed(conversation, AssistantFailed(str(refusal)))
            failed = offer(progress, now, message_id, draft, "failure")
            outcome = await self._handle(*place, failed, finished=effect)
        self._drafts.end(conversation.id, progress.turn.id, is_cut=not progress.text)
        after = offer_after_words(progress, self._now(), self._ids.new_id("msg")) if is_answered else None
        if after is not None:
            await self._offer(conversation, after)
        return Committed() if outcome.records else None

    async def _offer(self, conversation: Conversation, command: OfferHuman) -> None:
        try:
            await self._handle(conversation.workspace_id, conversation.id, command)
        except Refusal as refusal:
            log.info("offer_refused", conversation=conversation.id, code=refusal.code)

    def _begun(self, conversation: Conversation) -> Progress:
        loop = asyncio.get_running_loop()
        turn = Turn(TurnId(self._ids.new_id("turn")), conversation.epoch, conversation.head_seq)
        return Progress(turn, conversation, loop.create_future(), loop.create_future())

    def _now(self) -> Millis:
        return Millis(self._clock.now_ms())


def _is_due(conversation: Conversation, effect: Effect) -> bool:
    is_open = conversation.epoch == effect.epoch and conversation.answered_seq < effect.seq
    return is_open and conversation.answering_assistant() is not None


def _is_offered_by_others(recorded: Recorded) -> bool:
    return isinstance(recorded.event, HumanOffered) and recorded.actor.kind is not ActorKind.ASSISTANT
