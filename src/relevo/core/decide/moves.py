"""The changes of control that more than one command leads to: waiting for a person, back to the assistant, reopening.

Not here: who may ask for them.
"""

from typing import Literal, assert_never

from relevo.core.actors import Actor
from relevo.core.commands import Command
from relevo.core.conversation import Conversation, WithAgent
from relevo.core.decide.rights import overridden
from relevo.core.events import Event, HandoffNote, HumanRequested, Released, Reopened, Trigger
from relevo.core.ids import Millis
from relevo.core.rules import AfterResolve, ContinueAs, ResumeOn, Rules, VisitorSees, WhileWaiting

Cause = Literal["released", "continued", "owner_lost", "reopened"]


def requesting(
    conversation: Conversation,
    at: Millis,
    trigger: Trigger,
    rules: Rules,
    *,
    reason: str | None = None,
    team_id: str | None = None,
) -> HumanRequested:
    """Return the request for a person with its deadline (R14), its text, and the assistant that keeps helping (R3).

    Whom an agent has talked to does not fall back to an assistant unasked (trust.md, G20): it stays silent meanwhile.
    """
    timeout_ms = rules.handoff.response_timeout_s * 1000
    keeps_helping = rules.policies.while_waiting is WhileWaiting.KEEP_HELPING
    is_relieved = isinstance(conversation.control, WithAgent) or conversation.has_human_part
    key = {"owner_lost": "requeued", "transfer": "transferred_to_team"}.get(trigger, "waiting")
    return HumanRequested(
        trigger=trigger,
        reason=reason,
        deadline=Millis(at + timeout_ms) if timeout_ms else None,
        text=rules.text(key),
        team_id=team_id,
        standby=conversation.assistant if keeps_helping and not is_relieved else None,
    )


def returning(
    conversation: Conversation,
    command: Command,
    rules: Rules,
    cause: Cause,
    *,
    to: Actor | None = None,
    answer_now: bool = False,
) -> tuple[Event, ...]:
    """Return control to an assistant, with the note on the human stretch if an agent spoke in it."""
    keeps_request = cause == "continued" and rules.policies.continue_as is ContinueAs.SAME_CONVERSATION
    released = Released(
        assistant=to or conversation.assistant,
        text=_farewell(conversation, rules),
        cause=cause,
        answers_now=answer_now or _resumes_now(conversation, rules, cause),
        keeps_request=keeps_request,
        overridden=overridden(conversation, command) if cause == "released" else None,
    )
    told = (HandoffNote(command.note),) if command.note and conversation.has_human_part else ()
    return (released, *told)


def reopening(conversation: Conversation, command: Command, rules: Rules) -> tuple[Event, ...]:
    """Open a closed conversation again, towards the assistant or the queue (R1), which a plan without handoff does not have."""
    reopened = Reopened(rules.text("reopened"))
    if rules.policies.after_resolve is AfterResolve.REOPEN_TO_QUEUE and not rules.handoff.is_plan_locked:
        return (reopened, requesting(conversation, command.at, "reopened", rules))
    return (reopened, *returning(conversation, command, rules, "reopened"))


def shown(rules: Rules, key: str, agent: str = "") -> str:
    """Return a notice for the visitor, empty where policy R6 says that takeovers are not announced in words."""
    return rules.text(key, agent) if VisitorSees.TEXT in rules.policies.visitor_sees else ""


def _farewell(conversation: Conversation, rules: Rules) -> str:
    owner = conversation.owner
    if owner is None or conversation.is_closed:
        return shown(rules, "assistant_back")
    return shown(rules, "agent_left", owner.name)


def _resumes_now(conversation: Conversation, rules: Rules, cause: Cause) -> bool:
    """R9. A visitor who chose to go on with the assistant, or whose agent is gone, is not left without an answer."""
    if conversation.unanswered and cause in ("continued", "owner_lost"):
        return True
    match rules.policies.resume_on:
        case ResumeOn.NEXT_VISITOR_MESSAGE:
            return False
        case ResumeOn.IF_UNANSWERED:
            return conversation.unanswered > 0
        case ResumeOn.AT_ONCE:
            return cause == "released"
        case never:
            assert_never(never)
