"""Turns: answers, the fence around them, and every way in which one can fail."""

import asyncio
import gc
from collections.abc import AsyncIterator

import pytest

from relevo.core.actors import ActorKind
from relevo.core.commands import DeclineHuman, PostMessage, Turn
from relevo.core.errors import StaleTurn
from relevo.core.events import AnswerCut, HumanOffered, HumanRequested, Message
from relevo.core.ids import TurnId
from relevo.core.rules import Handoff, Rules
from relevo.ports import AskHuman, AssistantFailed, DraftPiece, OfferPerson, Reply, Speaker, Transcript
from relevo.testing import ScriptedAssistant, memory_node
from tests.engine.given import BEAN, MARIA, VISITOR, WORKSPACE, Talk, a_talk
from tests.engine.waiting import until

LONG = [piece for n in range(200) for piece in (f"word{n} ", 0.005)]


async def answers(talk: Talk) -> list[str]:
    return [
        r.event.text for r in await talk.log() if isinstance(r.event, Message) and r.actor.kind is ActorKind.ASSISTANT
    ]


async def has_type(talk: Talk, type: str) -> bool:
    return type in await talk.types()


async def drafting(talk: Talk) -> bool:
    draft = talk.on.node.drafts.seen(talk.id)
    return draft is not None and len(draft.text) > 20


async def test_a_visitor_is_answered_once():
    async with memory_node(ScriptedAssistant(["Good ", "morning."])) as on:
        talk = await a_talk(on)

        await talk.visitor_says("Hi")

        await until(lambda: _answered(talk, 1))
        assert await answers(talk) == ["Good morning."]
        conversation = await talk.conversation()
        assert conversation.unanswered == 0
        assert await on.memory.effects.next_due() is None


async def _answered(talk: Talk, count: int) -> bool:
    return len(await answers(talk)) == count


async def test_a_takeover_ends_a_running_answer_and_keeps_what_was_seen():
    assistant = ScriptedAssistant(LONG)
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Tell me everything")
        await until(lambda: drafting(talk))

        outcome = await talk.take_over()

        types = [recorded.event.type for recorded in outcome.records]
        assert types == ["answer_cut", "taken_over"]
        cut = outcome.records[0]
        assert isinstance(cut.event, AnswerCut)
        assert cut.actor == BEAN
        assert cut.event.text == "".join(assistant.spoken)[: len(cut.event.text)]
        assert cut.epoch < outcome.records[1].epoch
        await asyncio.sleep(0.05)
        assert await answers(talk) == []
        assert on.node.drafts.seen(talk.id) is None


async def test_an_assistant_that_fails_in_the_moment_of_a_takeover_leaves_no_fault_behind():
    class Failing(ScriptedAssistant):
        async def reply(self, transcript: Transcript) -> AsyncIterator[Reply]:
            await talk.take_over()
            raise AssistantFailed("too late")
            yield

    faults: list[dict[str, object]] = []
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, fault: faults.append(fault))
    try:
        async with memory_node(Failing()) as on:
            talk = await a_talk(on)
            await talk.visitor_says("Hi")
            await until(lambda: has_type(talk, "taken_over"))
            await asyncio.sleep(0.05)
            gc.collect()
    finally:
        loop.set_exception_handler(before)
    assert not faults


@pytest.mark.parametrize("instant", range(25))
async def test_nothing_stale_is_said_whatever_the_instant_and_though_the_back_end_ignores_cancellation(instant):
    assistant = ScriptedAssistant(["a", 0.002, "b", 0.002, "c", 0.002, "d"], ["later"], ignores_cancellation=True)
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi")
        await asyncio.sleep(instant * 0.0005)

        outcome = await talk.take_over()

        await asyncio.sleep(0.02)
        after = [r for r in await talk.log() if r.seq > outcome.conversation.head_seq]
        assert not [r for r in after if r.actor.kind is ActorKind.ASSISTANT]


async def test_taken_and_released_within_one_answer_the_old_answer_never_lands():
    assistant = ScriptedAssistant([*LONG[:100], "OLD"], ["NEW"], ignores_cancellation=True)
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi")
        await until(lambda: drafting(talk))

        await talk.take_over()
        await talk.release()
        await talk.visitor_says("Still there?")

        await until(lambda: _answered(talk, 1))
        await asyncio.sleep(0.4)
        assert await answers(talk) == ["NEW"]


@pytest.mark.parametrize(
    "script",
    [
        [AssistantFailed("no")],
        ["some words", AssistantFailed("broke off")],
        [ValueError("a bug")],
        [5.0, "too late"],
        ["first", 5.0, "endless"],
        ["\u200b \u200b"],
    ],
    ids=["refused", "broken off", "crashed", "no first token", "endless", "invisible"],
)
async def test_a_failing_assistant_ends_in_the_offer_of_a_person(script):
    async with memory_node(ScriptedAssistant(script), first_token_s=0.05, whole_turn_s=0.1) as on:
        talk = await a_talk(on)

        await talk.visitor_says("Hi")

        await until(lambda: has_type(talk, "human_offered"))
        conversation = await talk.conversation()
        assert conversation.phase == "asked"
        assert await answers(talk) == []


async def test_where_no_person_can_be_offered_a_failure_is_apologised_for():
    async with memory_node(ScriptedAssistant([AssistantFailed("no")])) as on:
        on.workspace.current = Rules(handoff=Handoff(enabled=False))
        talk = await a_talk(on)

        await talk.visitor_says("Hi")

        await until(lambda: _answered(talk, 1))
        assert "Sorry" in (await answers(talk))[0]


async def test_an_assistant_asks_for_a_person_with_a_reason_and_last_words_in_one_commit():
    async with memory_node(ScriptedAssistant(["Let me get someone.", AskHuman("refund over limit")])) as on:
        talk = await a_talk(on)

        await talk.visitor_says("I want 5,000 back")

        await until(lambda: has_type(talk, "human_requested"))
        log = await talk.log()
        assert [r.event.type for r in log[-2:]] == ["message", "human_requested"]
        requested = log[-1].event
        assert isinstance(requested, HumanRequested)
        assert (requested.trigger, requested.reason) == ("assistant", "refund over limit")


async def test_an_assistant_that_does_not_know_says_so_and_offers_a_person():
    async with memory_node(ScriptedAssistant(["I don't know that.", OfferPerson()])) as on:
        talk = await a_talk(on)

        await talk.visitor_says("What is the meaning of life?")

        await until(lambda: has_type(talk, "human_offered"))
        log = await talk.log()
        assert await answers(talk) == ["I don't know that."]
        assert isinstance(log[-1].event, HumanOffered)


async def test_a_message_that_comes_during_an_answer_gets_an_answer_of_its_own():
    assistant = ScriptedAssistant(["one", 0.03], ["two"])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("first")
        await asyncio.sleep(0.01)

        await talk.visitor_says("second")

        await until(lambda: _answered(talk, 2))
        assert (await talk.conversation()).unanswered == 0
        assert [line.text for line in assistant.asked[1].lines if line.speaker is Speaker.VISITOR] == [
            "first",
            "second",
        ]


async def test_nobody_answers_for_the_assistant_while_a_person_has_it():
    assistant = ScriptedAssistant(["never"])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.take_over()

        await talk.visitor_says("Are you there?")

        await asyncio.sleep(0.05)
        assert assistant.asked == []
        assert (await talk.conversation()).unanswered == 1


async def test_after_a_release_the_next_message_is_answered_with_the_stretch_marked_and_noted():
    assistant = ScriptedAssistant(["Hello."], ["By Friday, as Maria said."])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("My grinder is broken")
        await until(lambda: _answered(talk, 1))
        await talk.take_over()
        await talk.agent_says("I promise: it arrives by Friday.")
        await talk.release()

        await talk.visitor_says("When does it come?")

        await until(lambda: _answered(talk, 2))
        lines = assistant.asked[-1].lines
        speakers = [line.speaker for line in lines]
        notices = [line.text for line in lines if line.speaker is Speaker.NOTICE]
        assert speakers == [
            Speaker.VISITOR, Speaker.ASSISTANT, Speaker.NOTICE, Speaker.AGENT, Speaker.NOTICE, Speaker.NOTICE, Speaker.VISITOR,
        ]  # fmt: skip
        assert "took over" in notices[0]
        assert "has left" in notices[1]
        assert "by Friday" in notices[2]
        assert not any("joined the conversation" in line.text for line in lines)


async def test_let_the_assistant_answer_now_answers_what_was_left_open():
    assistant = ScriptedAssistant(["Here is your answer."])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.take_over()
        await talk.visitor_says("One more question")

        await talk.release(answer_now=True)

        await until(lambda: _answered(talk, 1))


async def test_a_release_alone_says_nothing():
    assistant = ScriptedAssistant(["unasked"])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.take_over()
        await talk.visitor_says("One more question")

        await talk.release()

        await asyncio.sleep(0.05)
        assert assistant.asked == []


async def test_a_refused_takeover_lets_the_answer_go_on_as_if_nothing_had_been():
    assistant = ScriptedAssistant(["one ", 0.02, "two ", 0.02, "three"])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Hi")
        await asyncio.sleep(0.01)

        with pytest.raises(Exception, match="not allowed"):
            await on.node.handle(*_viewer_takes(talk))

        await until(lambda: _answered(talk, 1))
        assert await answers(talk) == ["one two three"]


def _viewer_takes(talk: Talk):
    from relevo.core.actors import Role
    from relevo.core.commands import TakeOver

    return "ws", talk.id, TakeOver(by=MARIA, role=Role.VIEWER, at=talk.now)


async def _says_asking(talk: Talk, text: str) -> None:
    message_id = talk.on.ids.new_id("msg")
    asking = PostMessage(by=VISITOR, at=talk.now, message_id=message_id, text=text, asks_for_human=True)
    await talk.on.node.handle(WORKSPACE, talk.id, asking)


async def test_an_offer_that_overtakes_an_answer_stays_and_the_answer_is_not_said():
    assistant = ScriptedAssistant([0.05, "Too late."], ["Here I am."])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await talk.visitor_says("How?")
        await until(lambda: _asked(assistant, 1))

        await _says_asking(talk, "I want a human")

        await asyncio.sleep(0.1)
        assert (await talk.conversation()).phase == "asked"
        assert await answers(talk) == []
        await on.node.handle(WORKSPACE, talk.id, DeclineHuman(by=VISITOR, at=talk.now))
        await until(lambda: _answered(talk, 1))


async def test_who_has_just_said_no_to_a_person_is_not_to_be_offered_one_by_the_answer_to_the_same_words():
    assistant = ScriptedAssistant(["What can I do for you?"], ["That is easy."])
    async with memory_node(assistant) as on:
        talk = await a_talk(on)
        await _says_asking(talk, "I want a human")
        await on.node.handle(WORKSPACE, talk.id, DeclineHuman(by=VISITOR, at=talk.now))
        await until(lambda: _answered(talk, 1))

        await talk.visitor_says("Then tell me how")
        await until(lambda: _answered(talk, 2))

        assert [transcript.may_ask_human for transcript in assistant.asked] == [False, True]


async def test_what_a_turn_says_that_began_before_an_offer_comes_too_late_on_whatever_node_it_runs():
    async with memory_node(ScriptedAssistant([5.0])) as on:
        talk = await a_talk(on)
        heard = (await talk.visitor_says("How?")).conversation
        await _says_asking(talk, "I want a human")

        turn = Turn(TurnId("elsewhere"), heard.epoch, heard.head_seq)
        late = PostMessage(by=BEAN, at=talk.now, message_id="late", text="Too late.", turn=turn)
        with pytest.raises(StaleTurn):
            await on.node.handle(WORKSPACE, talk.id, late)

        assert (await talk.conversation()).phase == "asked"


async def test_no_draft_is_shown_after_an_offer_has_cut_it():
    async with memory_node(ScriptedAssistant(LONG)) as on:
        talk = await a_talk(on)
        await talk.visitor_says("Tell me everything")
        await until(lambda: drafting(talk))
        shown: list[DraftPiece] = []
        on.node.drafts.watchers.append(shown.append)

        await _says_asking(talk, "I want a human")

        shown_until_then = len(shown)
        await asyncio.sleep(0.05)
        assert on.node.drafts.seen(talk.id) is None
        assert shown[-1].is_cut
        assert len(shown) == shown_until_then


class Cancelled(ScriptedAssistant):
    """A back end whose own cancellation comes out of it."""

    async def reply(self, transcript: Transcript) -> AsyncIterator[Reply]:
        self.asked.append(transcript)
        raise asyncio.CancelledError
        yield


async def test_an_assistant_that_cancels_itself_has_failed():
    async with memory_node(Cancelled()) as on:
        talk = await a_talk(on)

        await talk.visitor_says("Hi")

        await until(lambda: has_type(talk, "human_offered"))


async def _asked(assistant: ScriptedAssistant, count: int) -> bool:
    return len(assistant.asked) == count


async def test_the_whole_time_counts_from_the_turns_begin_not_from_its_first_token():
    async with memory_node(
        ScriptedAssistant([0.05, "late but ", 0.1, "whole"]), first_token_s=0.3, whole_turn_s=0.3
    ) as on:
        talk = await a_talk(on)

        await talk.visitor_says("Hi")

        await until(lambda: _answered(talk, 1))
        assert await answers(talk) == ["late but whole"]
