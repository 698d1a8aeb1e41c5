"""What must hold of logs and streams after faults and races; `test_checkers` shows that the checkers find what is wrong.

Not here: making the faults (`streams/cutting`, the tests).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.races.answers import answered_in
from tests.races.people import Event, Frame

MOVES = frozenset({"human_requested", "taken_over", "transferred", "released", "resolved", "reopened"})
"""The events that change control."""


def faults_of_log(acknowledged: Sequence[tuple[str, int]], log: Sequence[Event]) -> list[str]:
    """Compare what the server acknowledged to one writer, as (client_id, seq) in the order of sending, with the log."""
    found: list[str] = []
    seqs = [event["seq"] for event in log]
    if seqs != sorted(set(seqs)):
        found.append("the log is not in strictly increasing order")
    said = [event["data"]["client_id"] for event in log if event["data"].get("client_id")]
    times = Counter(said)
    found += [f"{client_id} is there {count} times" for client_id, count in times.items() if count > 1]
    found += [f"{client_id} was acknowledged and is lost" for client_id, _ in acknowledged if not times[client_id]]
    sent = [client_id for client_id, _ in acknowledged]
    stored = [client_id for client_id in said if client_id in set(sent)]
    if list(dict.fromkeys(stored)) != [client_id for client_id in sent if times[client_id]]:
        found.append("the messages are in another order than they were sent in")
    where = {event["data"].get("client_id"): event["seq"] for event in log}
    found += [
        f"{client_id} was acknowledged at {seq} and is at {where[client_id]}"
        for client_id, seq in acknowledged
        if client_id in where and where[client_id] != seq
    ]
    return found


def faults_of_transcript(seen: Sequence[Event], page: Sequence[Event]) -> list[str]:
    """Compare the events that a reader was shown over many connections with the page of the same log."""
    found: list[str] = []
    ids = [event["seq"] for event in seen]
    found += [f"{late} came after {early}" for early, late in pairwise(ids) if late <= early]
    expected = {event["seq"]: event for event in page}
    found += [f"{seq} was never shown" for seq in expected if seq not in set(ids)]
    found += [f"{seq} is in no page" for seq in ids if seq not in expected]
    shown: Mapping[int, Event] = {event["seq"]: event for event in seen}
    found += [
        f"{seq} was shown with other contents" for seq in shown if seq in expected and shown[seq] != expected[seq]
    ]
    return found


def check_stream(frames: Sequence[Frame], tally: Counter[str]) -> None:
    """Read a stream as a client does: drafts only of the question that is open, and cuts that say what was shown."""
    epoch, open_question, shown = 0, 0, ""
    for frame in frames:
        match frame.type:
            case "message" if frame.fields["actor"]["kind"] == "visitor":
                open_question = int(frame.fields["data"]["text"].split()[-1])
            case "message" if frame.fields["actor"]["kind"] == "assistant":
                assert answered_in(frame.fields["data"]["text"]) == {open_question}, "an answer after its takeover"
                assert frame.fields["epoch"] == epoch
                tally["answered in time"] += 1
                shown = ""
            case "draft":
                assert frame.fields["epoch"] >= epoch, "a draft of an earlier control"
                shown = frame.fields["text_so_far"] if "text_so_far" in frame.fields else shown + frame.fields["delta"]
                assert answered_in(shown) <= {open_question}, "a draft after its takeover"
                tally["drafts"] += 1
            case "answer_cut":
                assert frame.fields["data"]["text"].strip() == shown.strip(), "the cut is not what was shown"
                assert shown.strip()
                tally["cut in the middle"] += 1
                shown = ""
            case "taken_over":
                assert not shown, "what was shown of an answer was neither said nor recorded"
                open_question = 0
            case _:
                pass
        if frame.id is not None:
            epoch = max(epoch, frame.fields["epoch"])


def check_log(log: Sequence[Event]) -> None:
    """No assistant speaks while a person has control, nor in a later stretch about what came before it."""
    open_question, has_agent = 0, False
    for event in log:
        kind = event["actor"]["kind"]
        if event["type"] == "message" and kind == "visitor":
            open_question = int(event["data"]["text"].split()[-1])
        elif event["type"] in {"message", "human_offered"} and kind == "assistant":
            assert not has_agent, "the assistant spoke while an agent had control"
            assert answered_in(event["data"]["text"]) == {open_question}
        elif event["type"] == "taken_over":
            has_agent, open_question = True, 0
        elif event["type"] == "released":
            has_agent = False


def faults_of_moves(log: Sequence[Event]) -> list[str]:
    """Follow who has control from move to move, by a smaller account than the server's own."""
    moves = _Moves()
    for event in log:
        moves.follow(event)
    return moves.found


@dataclass(slots=True)
class _Moves:
    party: tuple[str, str] = ("assistant", "")
    deadline: int | None = None
    epoch: int = 0
    found: list[str] = field(default_factory=list)

    def follow(self, event: Event) -> None:
        self.epoch += event["type"] in MOVES
        self._fault_if(event["epoch"] != self.epoch, f"{event['type']} at {event['seq']} bears another epoch")
        match event["type"]:
            case "human_requested":
                is_again = self.party[0] == "waiting" and event["data"]["trigger"] not in ("transfer", "queued")
                self._fault_if(is_again, "a person was asked for twice")
                self.party, self.deadline = ("waiting", ""), event["data"]["deadline"]
            case "wait_expired":
                self._expire(event)
            case "taken_over" | "transferred" as kind:
                before = event["data"]["from"]
                was = (before["kind"], before["id"] if before["kind"] == "agent" else "")
                self._fault_if(was != self.party, f"{kind} from {was}, but {self.party} had control")
                self.party = ("agent", event["data"]["owner" if kind == "taken_over" else "to"]["id"])
            case "released":
                had = {"continued": "waiting", "owner_lost": "agent"}.get(event["data"]["cause"], self.party[0])
                self._fault_if(self.party[0] != had, "released by somebody who could not")
                self._fault_if(self.party[0] == "assistant", "an assistant's conversation was released")
                self.party = ("assistant", "")
            case _:
                pass

    def _expire(self, event: Event) -> None:
        is_open = self.party[0] == "waiting" and self.deadline is not None
        self._fault_if(not is_open, "a wait expired twice, or after it was over")
        self._fault_if(is_open and event["at"] < (self.deadline or 0), "a wait expired early")
        self.deadline = None

    def _fault_if(self, is_fault: bool, told: str) -> None:
        if is_fault:
            self.found.append(told)
