"""The rules of a workspace as data: policies R1 to R19, handoff settings, and the texts that visitors read.

Not here: where they are stored and edited (`workspace`), or their translations. `decide` gets them as an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class AfterResolve(StrEnum):
    """R1: after resolve, the visitor writes again."""

    NEW_CONVERSATION = "new_conversation"
    REOPEN_TO_AI = "reopen_to_ai"
    REOPEN_TO_QUEUE = "reopen_to_queue"


class ReleaseRights(StrEnum):
    """R2: who may release, transfer, resolve or take a conversation that a colleague owns."""

    OWNER = "owner"
    OWNER_OR_SUPERVISOR = "owner_or_supervisor"
    ANYONE = "anyone"


class WhileWaiting(StrEnum):
    """R3: the assistant while the visitor waits for a person."""

    SILENT = "silent"
    KEEP_HELPING = "keep_helping"


class Tickets(StrEnum):
    """R5: does a takeover open a ticket?"""

    OFF = "off"
    ON_TAKEOVER = "on_takeover"


class VisitorSees(StrEnum):
    """R6: how a takeover shows in the widget; none of them means a silent takeover."""

    TEXT = "text"
    SEPARATOR = "separator"
    BADGE = "badge"


class AnnounceJoin(StrEnum):
    """R7: when the visitor reads that an agent joined."""

    TAKE = "take"
    FIRST_MESSAGE = "first_message"


class ResumeOn(StrEnum):
    """R9: what makes the assistant speak again after a release."""

    NEXT_VISITOR_MESSAGE = "next_visitor_message"
    IF_UNANSWERED = "if_unanswered"
    AT_ONCE = "at_once"


class ContinueAs(StrEnum):
    """R10: does the request for a person stay claimable after "Continue with AI"?"""

    SAME_CONVERSATION = "same_conversation"
    FRESH = "fresh"


class OnKeyword(StrEnum):
    """R12: a keyword asks first, or requests a person at once."""

    ASK = "ask"
    IMMEDIATE = "immediate"


class TransferOffline(StrEnum):
    """R13: transfer to somebody who is offline."""

    BLOCK = "block"
    WARN = "warn"
    ALLOW = "allow"


class Assignment(StrEnum):
    """Who gets a new request: nobody until somebody claims it, or an agent who is there and has room."""

    OFF = "off"
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"


class OwnerVanishes(StrEnum):
    """R19: the owner's presence is lost for longer than the grace."""

    HOLD = "hold"
    REQUEUE = "requeue"
    AI = "ai"


def _confirmations() -> Mapping[str, bool]:
    return MappingProxyType({"resolve": True, "release": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """R1 to R19, as the console numbers them, with their defaults, and how requests are handed out."""

    after_resolve: AfterResolve = AfterResolve.NEW_CONVERSATION
    release_rights: ReleaseRights = ReleaseRights.OWNER_OR_SUPERVISOR
    while_waiting: WhileWaiting = WhileWaiting.SILENT
    tickets: Tickets = Tickets.OFF
    redirect_to_ticket: bool = False
    visitor_sees: tuple[VisitorSees, ...] = (VisitorSees.TEXT, VisitorSees.SEPARATOR, VisitorSees.BADGE)
    announce_join: AnnounceJoin = AnnounceJoin.TAKE
    resume_on: ResumeOn = ResumeOn.NEXT_VISITOR_MESSAGE
    continue_as: ContinueAs = ContinueAs.SAME_CONVERSATION
    confirm: Mapping[str, bool] = field(default_factory=_confirmations)
    on_keyword: OnKeyword = OnKeyword.ASK
    transfer_offline: TransferOffline = TransferOffline.WARN
    owner_vanishes: OwnerVanishes = OwnerVanishes.REQUEUE
    owner_grace_s: int = 180
    """Seconds without a sign of life until R19 applies; never sooner than a lease is lost, after 60."""
    assignment: Assignment = Assignment.OFF
    assignment_timeout_s: int = 180
    """Seconds that an agent who was given a conversation has for their first words, before it goes back; 0 means for ever."""
    capacity: int = 5
    """Most conversations that an agent is given without asking for them, where their own capacity does not say otherwise."""


TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "agent_joined": "{agent} joined the conversation.",
        "agent_left": "{agent} left the conversation. AI assistant is back.",
        "assistant_back": "AI assistant is back.",
        "offer": "Would you like to speak with a team member?",
        "offer_yes": "Yes, connect me",
        "offer_no": "No thanks",
        "offer_after_failure": "Sorry, I can't answer that right now. Would you like to speak with a team member?",
        "apology": "Sorry, I can't answer that right now. Please try again in a moment.",
        "waiting": "Connecting you with the team now…",
        "busy": "Our team is currently busy. Leave your mobile number and we will call you back, or continue with the AI.",
        "transferred": "{agent} is taking over this conversation.",
        "transferred_to_team": "You are being passed to another team.",
        "owner_lost": "Your agent seems to have lost the connection. Please hold on.",
        "requeued": "Your agent lost the connection. We are finding another team member for you.",
        "resolved": "Conversation resolved ✓",
        "reopened": "The conversation is open again.",
    }
)
"""The literal defaults of what `decide` writes into events; `{agent}` is the only placeholder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """Settings of asking for a person; an assistant's own replace the workspace's."""

    enabled: bool = True
    response_timeout_s: int = 180
    """R14: seconds until the visitor is told that the team is busy; 0 means never."""
    is_plan_locked: bool = False
    show_queue_position: bool = True
    """Does a waiting visitor read which number they are?"""
    show_estimated_wait: bool = True
    """Does a waiting visitor read how long it may take?"""
    shares_drafts: bool = False
    """Do agents see what a visitor is typing? The visitor is told so."""
    offer_after_answers: int = 0
    """A person is offered after so many answers of the assistant, and again after as many more; 0 means never."""
    ask_after_failures: int = 0
    """Once so many answers in a row have failed or were not known, a person is asked for and no longer offered; 0 means never."""
    ask_on_labels: tuple[str, ...] = ()
    """A person is asked for when a conversation that an assistant has gets one of these."""
    offer_on_pages: tuple[str, ...] = ()
    """A visitor who writes from a page with such a path is offered a person, once; `*` stands for anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that `decide` has to know of a workspace, in the visitor's language."""

    policies: Policies = Policies()
    handoff: Handoff = Handoff()
    texts: Mapping[str, str] = field(default_factory=lambda: TEXTS)

    def text(self, key: str, agent: str = "") -> str:
        """Return a text with the agent's name in it. Replaced, never formatted: a name may hold braces."""
        return self.texts.get(key, TEXTS[key]).replace("{agent}", agent)
