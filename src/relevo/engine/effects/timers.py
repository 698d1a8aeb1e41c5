"""The clock's commands: a request or an assignment was not answered in time, an owner shows no sign of life.

A timer is an effect that is due later. Each names the epoch it was set under; the core ignores what no longer applies, so
firing twice or late does no harm. Not here: the rules (`core.decide.timer`) and the leases (`presence`).
"""

from relevo.core.actors import SYSTEM
from relevo.core.commands import ExpireAssignment, ExpireOwner, ExpireWait, ReportOwnerLost
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.ids import Millis, Seq
from relevo.core.react import OWNER_CHECK_MS, Effect
from relevo.core.rules import OwnerVanishes
from relevo.engine.effects.runner import Again, Committed, Done
from relevo.engine.handle import Handle
from relevo.ports import Clock, EventLog, Presence, Workspace

LATEST = 50
"""So many of the latest events tell whether an owner without a heartbeat is at work all the same."""


class Deadline:
    """Says that a deadline is over: a visitor has waited for it, or an agent has let it pass."""

    def __init__(self, handle: Handle, clock: Clock, expire: type[ExpireWait | ExpireAssignment]) -> None:
        """Take the command that is due then."""
        self._handle = handle
        self._clock = clock
        self._expire = expire

    async def __call__(self, effect: Effect) -> Done:
        now = Millis(self._clock.now_ms())
        if now < effect.due_at:
            return Again(effect.due_at)
        command = self._expire(by=SYSTEM, at=now, epoch=effect.epoch)
        outcome = await self._handle(effect.workspace_id, effect.conversation_id, command, finished=effect)
        return Committed() if outcome.records else None


class OwnerTimer:
    """Watches the owner of a conversation for as long as the control it was set under lasts."""

    def __init__(self, handle: Handle, log: EventLog, workspace: Workspace, presence: Presence, clock: Clock) -> None:
        self._handle = handle
        self._log = log
        self._workspace = workspace
        self._presence = presence
        self._clock = clock
        self._since = clock.now_ms()
        """A node that has just started has seen nobody yet: silence counts from here."""

    async def __call__(self, effect: Effect) -> Done:
        conversation = await self._handle.load(effect.workspace_id, effect.conversation_id)
        control = conversation.control
        if conversation.is_closed or conversation.epoch != effect.epoch or not isinstance(control, WithAgent):
            return None
        now = self._clock.now_ms()
        last_seen = await self._last_seen(conversation, control)
        if now - last_seen < OWNER_CHECK_MS:
            return Again(Millis(last_seen + OWNER_CHECK_MS))
        rules = await self._workspace.rules(effect.workspace_id, conversation.assistant.id, conversation.locale)
        grace_ms = max(OWNER_CHECK_MS, rules.policies.owner_grace_s * 1000)
        place = (effect.workspace_id, effect.conversation_id)
        is_held = rules.policies.owner_vanishes is OwnerVanishes.HOLD
        if now - last_seen >= grace_ms and not is_held:
            await self._handle(*place, ExpireOwner(by=SYSTEM, at=Millis(now), epoch=effect.epoch))
            return None
        await self._handle(*place, ReportOwnerLost(by=SYSTEM, at=Millis(now), epoch=effect.epoch))
        look_at = now + OWNER_CHECK_MS
        return Again(Millis(look_at if is_held else max(now + 1000, min(last_seen + grace_ms, look_at))))

    async def _last_seen(self, conversation: Conversation, control: WithAgent) -> int:
        """Return when somebody was last there who can answer; an owner who may only read by now is no such person."""
        owner = await self._workspace.agent(conversation.workspace_id, control.owner.id)
        may_act = owner is None or owner[1].may_act
        if not may_act:
            return max(control.since, self._since)
        seen = await self._presence.last_seen(conversation.workspace_id, control.owner.id)
        return max(seen or 0, await self._last_act(conversation, control), control.since, self._since)

    async def _last_act(self, conversation: Conversation, control: WithAgent) -> int:
        """Return when the owner last did something here: whoever writes is there, whatever became of their heartbeat."""
        after = Seq(max(0, conversation.head_seq - LATEST))
        page = await self._log.read(conversation.workspace_id, conversation.id, after, LATEST)
        return max((recorded.at for recorded in page if recorded.actor.is_same(control.owner)), default=0)
