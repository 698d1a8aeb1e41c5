"""What must hold of a log after faults; each checker returns the faults it found, so that it can be shown to find them.

Not here: making the faults (`cutting`, the tests).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tests.races.people import Event


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
