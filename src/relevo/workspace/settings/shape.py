"""What can be set in a workspace: the shape of `GET` and `PATCH /v1/settings`, with limits.

Not here: the defaults, merging and what one field says of another (`document`). Names are those of `core.rules`.
"""

from typing import Annotated

from msgspec import Meta, Struct

from relevo.core.messages import LINE_CHARS
from relevo.core.react import OWNER_CHECK_MS
from relevo.core.rules import (
    AfterResolve,
    AnnounceJoin,
    Assignment,
    ContinueAs,
    OnKeyword,
    OwnerVanishes,
    ReleaseRights,
    ResumeOn,
    Tickets,
    TransferOffline,
    VisitorSees,
    WhileWaiting,
)

TEXT_CHARS = 1000
LEAST_GRACE_S = OWNER_CHECK_MS // 1000
Text = Annotated[str, Meta(min_length=1, max_length=TEXT_CHARS)]
Keyword = Annotated[str, Meta(min_length=2, max_length=80)]
Language = Annotated[str, Meta(max_length=35)]
Label = Annotated[str, Meta(min_length=1, max_length=LINE_CHARS)]
PagePath = Annotated[str, Meta(max_length=200, pattern=r"^/[^\s?#]*$", description="A path; `*` stands for anything.")]


Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object in the settings; every field is there."""


class HandoffSettings(Section, frozen=True, kw_only=True):
    """Asking for a person. An assistant's own values stand above the workspace's."""

    enabled: bool
    keywords: Annotated[dict[Language, Annotated[tuple[Keyword, ...], Meta(max_length=50)]], Meta(max_length=100)]
    """Phrases that ask for a person, by language. A list with all shipped ones adds to the rules, any other replaces them."""
    waiting_texts: Annotated[dict[Language, Text], Meta(max_length=100)]
    """What a visitor reads while they wait, by language."""
    response_timeout_s: Seconds
    """R14: 0 means that the visitor is never told that the team is busy."""
    busy_texts: Annotated[dict[Language, Text], Meta(max_length=100)]
    """What they read once nobody has come in time, by language."""
    show_queue_position: bool
    """Does a waiting visitor read which number they are?"""
    show_estimated_wait: bool
    """Does a waiting visitor read how long it may take?"""
    shares_drafts: bool
    """Do agents see what a visitor is typing? The visitor is told so."""
    offer_after_answers: Annotated[int, Meta(ge=0, le=100)]
    """A person is offered after so many answers of the assistant, and again after as many more; 0 means never."""
    ask_after_failures: Annotated[int, Meta(ge=0, le=20)]
    """Once so many answers in a row failed or were not known, a person is asked for and not only offered; 0 means never."""
    ask_on_labels: Annotated[tuple[Label, ...], Meta(max_length=20)]
    """A person is asked for when a conversation that an assistant has gets one of these labels."""
    offer_on_pages: Annotated[tuple[PagePath, ...], Meta(max_length=20)]
    """A visitor who writes from one of these pages is offered a person, once; `*` stands for anything."""
    amber_s: Seconds
    """After so many seconds a waiting row turns amber in the console."""
    red_s: Seconds
    """… and red."""


class PlainTexts(Section, frozen=True, kw_only=True):
    """The same in the workspace's language only, as one text each."""

    waiting_text: Text | None = None
    busy_text: Text | None = None


class Confirmations(Section, frozen=True, kw_only=True):
    """R11: which moves the console asks about first."""

    take_over: bool
    release: bool
    transfer: bool
    resolve: bool
    reopen: bool


class PolicySettings(Section, frozen=True, kw_only=True):
    """R1 to R19 by name."""

    after_resolve: AfterResolve
    release_rights: ReleaseRights
    while_waiting: WhileWaiting
    tickets: Tickets
    redirect_to_ticket: bool
    visitor_sees: Annotated[tuple[VisitorSees, ...], Meta(max_length=3)]
    announce_join: AnnounceJoin
    resume_on: ResumeOn
    continue_as: ContinueAs
    confirm: Confirmations
    on_keyword: OnKeyword
    transfer_offline: TransferOffline
    owner_vanishes: OwnerVanishes
    owner_grace_s: Annotated[int, Meta(ge=LEAST_GRACE_S, le=86_400)]
    """R19: so long an owner is waited for who shows no sign of life; never less than it takes to notice."""
    assignment: Assignment
    """Who gets a new request: nobody until it is claimed, or an agent who is there and has room."""
    assignment_timeout_s: Seconds
    """Whoever was given a conversation has so many seconds for their first words, before it goes back; 0 means for ever."""
    capacity: Annotated[int, Meta(ge=0, le=100)]
    """Most conversations that an agent is given, where their own capacity does not say otherwise."""


class WorkspaceSettings(Section, frozen=True, kw_only=True):
    """All settings of a workspace."""

    language: Language
    """What visitors read whose own language is not spoken here."""
    text_preset: Annotated[str, Meta(max_length=40)]
    handoff: HandoffSettings
    policies: PolicySettings
    texts: Annotated[dict[Language, Annotated[dict[str, Text], Meta(max_length=200)]], Meta(max_length=100)]
    """What the workspace words otherwise, by language and key; everything else is as shipped."""
