"""What lists of conversations can be asked, and filters that are kept under a name.

Not here: the conversations (`conversations`).
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from relevo.ports import Order
from relevo.ports import View as Tab

Id = Annotated[str, Meta(max_length=200)]
MOST_LABELS = 20


class FilterQuery(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which conversations, in which order; every given filter must hold."""

    view: Tab = Tab.ALL
    agent_type: Annotated[Literal["ai", "human"], Meta(description="Who has control.")] | None = None
    responded_by: (
        Annotated[str, Meta(max_length=200, description="The agent or assistant who answered last.")] | None
    ) = None
    label: Annotated[
        tuple[Id, ...], Meta(max_length=MOST_LABELS, description="May stand there several times: all must be there.")
    ] = ()
    channel: Annotated[str, Meta(max_length=40)] | None = None
    status: Literal["active", "closed"] | None = None
    inbox_id: Id | None = None
    assistant_id: Annotated[str, Meta(max_length=200, description="Who has control, or gets it back.")] | None = None
    team_id: Annotated[str, Meta(max_length=200, description="The team that the visitor waits for.")] | None = None
    q: (
        Annotated[
            str,
            Meta(
                max_length=200,
                description="Words of the name, subject, labels, messages or notes; the last may be unfinished.",
            ),
        ]
        | None
    ) = None
    order: (
        Annotated[
            Order,
            Meta(
                description="`urgency`: who waits for a person first, the longest wait on top; the default of handoff, "
                "unassigned and mine. `recent`: the latest change first. With `q` the best match comes first."
            ),
        ]
        | None
    ) = None


class SavedFilter(Struct, frozen=True):
    """A list of conversations under a name. What `query` leaves out has its default; `mine` means whoever looks."""

    id: str
    name: str
    query: FilterQuery
    is_shared: bool
    owner_id: str
    position: int
    count: (
        Annotated[int, Meta(description="With `counts=true`: how many conversations it holds.", ge=0)] | UnsetType
    ) = UNSET


class SavedFilters(Struct, frozen=True):
    """The caller's own and the shared ones, by position."""

    items: list[SavedFilter]
