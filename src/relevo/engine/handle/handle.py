"""The one writer: load, decide, append if the version is unchanged, announce.

Not here: any rule (`core`), any SQL (`storage`), and the answers of requests that come again (`repeating`). No other code writes the log (rule 1).
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from relevo.core.actors import ActorKind
from relevo.core.commands import (
    Assign,
    Command,
    ContinueWithAssistant,
    Draft,
    ExpireOwner,
    OfferHuman,
    PostMessage,
    Release,
    Reopen,
    RequestHuman,
)
from relevo.core.conversation import Conversation
from relevo.core.decide import decide
from relevo.core.errors import Refusal
from relevo.core.events import Event, Note, Recorded
from relevo.core.evolve import record
from relevo.core.ids import ConversationId, Millis, Seq, WorkspaceId
from relevo.core.react import Effect, react
from relevo.core.rules import Rules
from relevo.engine.handle.heads import Heads
from relevo.engine.handle.landing import Landing
from relevo.engine.handle.outcome import Attempt, Outcome
from relevo.engine.handle.repeating import raise_if_applied, replay
from relevo.engine.live.drafts import Drafts
from relevo.engine.patience import STORAGE_S
from relevo.engine.turnstile import Turnstile
from relevo.ports import (
    AlreadyApplied,
    Commit,
    EventLog,
    IdempotencyKey,
    Unavailable,
    VersionMoved,
    Workspace,
)

ATTEMPTS = 16
"""How often a command is decided anew when other nodes append first, before the caller is asked to come back."""
LEASE_MS = 90_000
"""How long effects that are due at once belong to the node that wrote them; longer than a whole turn may take."""

BuildNote = Callable[[Iterable[Recorded], Conversation], Note]
Announce = Callable[[Outcome], None]


class Handle:
    """Carries out commands. Call it with a command; what it announces after a commit goes to `announced`."""

    def __init__(
        self,
        log: EventLog,
        workspace: Workspace,
        drafts: Drafts,
        build_note: BuildNote,
        storage_s: float = STORAGE_S,
        *,
        is_alone: bool = False,
    ) -> None:
        """`is_alone`: nobody else appends to this log, so what is known of a conversation is how it stands."""
        self.announced: list[Announce] = []
        """Called after each commit, on the event loop's thread, in this order."""
        self._log = log
        self._workspace = workspace
        self._drafts = drafts
        self._build_note = build_note
        self._is_alone = is_alone
        self._landing = Landing(storage_s)
        self._turnstile = Turnstile()
        self._heads = Heads()

    async def __call__(
        self,
        workspace_id: WorkspaceId,
        conversation_id: ConversationId,
        command: Command,
        *,
        keys: tuple[IdempotencyKey, ...] = (),
        finished: Effect | None = None,
    ) -> Outcome:
        """Carry out a command in one transaction. `keys` are the caller's names for it: known ones get the first answer.

        Raises:
            Refusal: the domain says no; nothing was written.
            LookupError: there is no such conversation in the workspace.
            IdempotencyMismatch: a key belongs to another request.
            AlreadyOpen: the visitor has an open conversation in this inbox.
            Unavailable: the storage cannot answer, or other nodes were faster too often.
            Uncertain: the storage did not answer in time; the command may have been carried out, or may yet be.
        """
        attempt = Attempt(workspace_id, conversation_id, command, keys, finished)
        async with self._turnstile.through(conversation_id) as passage:
            for _ in range(ATTEMPTS):
                try:
                    return await self._once(attempt)
                except VersionMoved:
                    self._heads.forget(workspace_id, conversation_id)
                except AlreadyApplied as applied:
                    return await replay(self._log, attempt, applied.answer)
                except Unavailable:
                    # Or the last in a line would wait as many times the storage's patience as there are before them (G14).
                    passage.turn_away(lambda: Unavailable("the storage had no answer for those before"))
                    raise
        raise Unavailable("other nodes were faster too often")

    async def load(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation:
        """Return a conversation at its head. Raises LookupError."""
        conversation = await self._log.load(workspace_id, conversation_id)
        if conversation is None:
            raise LookupError("no such conversation")
        return conversation

    def known(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> Conversation | None:
        """Return a conversation as it was last seen here, None if that is long ago or never was. Nothing is read.

        For what is asked with every message and need not be exact: another node may have moved it a moment ago.
        """
        return self._heads.get(workspace_id, conversation_id)

    def forget(self, workspace_id: WorkspaceId, conversation_id: ConversationId) -> None:
        """Drop what is known of a conversation: another node has moved it."""
        self._heads.forget(workspace_id, conversation_id)

    async def _once(self, attempt: Attempt) -> Outcome:
        key = (attempt.workspace_id, attempt.conversation_id)
        known = self._heads.get(*key)
        before = known or await self._log.load(*key)
        held = self._hold(attempt)
        try:
            return await self._try(attempt, before, held)
        except Refusal:
            if known is not None and await self._has_moved(known):
                raise VersionMoved from None
            await raise_if_applied(self._log, attempt)
            raise
        finally:
            if held is not None:
                self._drafts.resume(attempt.conversation_id, held.turn)

    async def _try(self, attempt: Attempt, before: Conversation | None, held: Draft | None) -> Outcome:
        command = attempt.command
        if held is not None:
            command = replace(command, draft=held)
        rules = Rules()
        if before is not None:
            rules = await self._workspace.rules(before.workspace_id, before.assistant.id, before.locale)
            if before.has_human_part and _may_return_control(command, before):
                command = replace(command, note=await self._note(before))
        events = decide(before, command, rules)
        if not events and before is not None:
            return await self._nothing(attempt, before)
        commit, outcome = _commit(attempt, before, events)
        await self._append(commit, outcome)
        return outcome

    async def _nothing(self, attempt: Attempt, before: Conversation) -> Outcome:
        """There is nothing to do. That is an answer too: a request with a key is remembered with it."""
        if attempt.keys:
            lease_until = Millis(attempt.command.at + LEASE_MS)
            await self._append(Commit(before, before, (), (), lease_until, attempt.keys), Outcome(before))
        elif await self._has_moved(before):
            raise VersionMoved
        return Outcome(before)

    def _append(self, commit: Commit, outcome: Outcome) -> Awaitable[None]:
        """Write a commit and announce it. What lands after the caller has gone or lost patience is announced all the same."""
        return self._landing(self._log.append(commit), lambda: self._announce(commit, outcome))

    def _announce(self, commit: Commit, outcome: Outcome) -> None:
        before, after = commit.before, commit.after
        if not commit.records:
            return
        self._heads.keep(after)
        if before is not None and after.epoch != before.epoch:
            self._drafts.cut_before(after.id, after.epoch)
        for announce in self.announced:
            announce(outcome)

    async def _note(self, conversation: Conversation) -> Note:
        """Build the note from the committed events of the human stretch; the version check makes sure it has them all."""
        after = Seq((conversation.stretch_from or Seq(1)) - 1)
        stretch = await self._log.read(conversation.workspace_id, conversation.id, after, conversation.head_seq - after)
        return self._build_note(stretch, conversation)

    def _hold(self, attempt: Attempt) -> Draft | None:
        """Hold a running draft while somebody other than its own turn asks for something."""
        command = attempt.command
        is_turn = isinstance(command, _OF_TURNS) and command.turn is not None
        return None if is_turn else self._drafts.hold(attempt.conversation_id)

    async def _has_moved(self, known: Conversation) -> bool:
        """Has another node appended since? A no, or "nothing to do", must not be told from an old state."""
        if self._is_alone:
            return False
        stored = await self._log.load(known.workspace_id, known.id)
        return stored is not None and stored.head_seq != known.head_seq


_OF_TURNS = PostMessage | OfferHuman | RequestHuman
"""What an assistant's turn can ask for."""


def _commit(attempt: Attempt, before: Conversation | None, events: tuple[Event, ...]) -> tuple[Commit, Outcome]:
    """Return what is to be written, and what the command has led to once it is."""
    command = attempt.command
    after, records = record(attempt.conversation_id, before, events, command)
    effects = tuple([effect for recorded in records for effect in react(after, recorded)])
    lease_until = Millis(command.at + LEASE_MS)
    commit = Commit(before, after, records, effects, lease_until, attempt.keys, attempt.finished)
    return commit, Outcome(after, records, effects)


def _may_return_control(command: Command, conversation: Conversation) -> bool:
    match command:
        case PostMessage():
            return conversation.is_closed
        case Assign(to=to):
            return to is not None and to.kind is ActorKind.ASSISTANT
        case _:
            return isinstance(command, Release | ContinueWithAssistant | ExpireOwner | Reopen)
