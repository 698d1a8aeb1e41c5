"""The options of an OpenAI-compatible assistant, each with its default, limits and meaning.

Not here: what they lead to.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class OpenAIOptions(Struct, frozen=True, kw_only=True):
    """See the README of this folder for examples."""

    url: Annotated[
        str,
        Meta(
            pattern=r"^https?://[^\s]+$",
            description="Base URL of the endpoint; `/chat/completions` is added unless it ends so.",
        ),
    ]
    model: Annotated[str, Meta(min_length=1, description="The model's name, as the endpoint knows it.")] = "default"
    key: Annotated[str, Meta(pattern=r"^[!-~]*$", description="Bearer key, if the endpoint asks for one.")] = ""
    prompt: Annotated[
        str,
        Meta(
            max_length=100_000,
            description="Who the assistant is and what it knows; empty: a short text for customer care. "
            "How to treat colleagues, notices and the visitor's language is always added.",
        ),
    ] = ""
    temperature: Annotated[float, Meta(ge=0, le=2, description="How freely the model chooses its words.")] = 0.3
    max_tokens: Annotated[int, Meta(ge=16, le=8192, description="The most tokens of one answer; always sent.")] = 600
    max_answer_bytes: Annotated[
        int, Meta(ge=256, le=8192, description="An answer is ended there, in bytes of UTF-8.")
    ] = 8192
    history_chars: Annotated[
        int,
        Meta(
            ge=1000,
            le=1_000_000,
            description="Budget of the conversation in a request; notes on human parts always stay.",
        ),
    ] = 16_000
    tools: Annotated[
        Literal["on", "text", "off"],
        Meta(
            description="How the model can ask for a person: `on` offers it a tool, `text` tells it to write the call, "
            "`off` leaves it out. An endpoint that refuses tools gets `text` by itself."
        ),
    ] = "on"
    system_messages: Annotated[
        Literal["inline", "first"],
        Meta(
            description="`inline` puts notices between the messages as system messages; `first` is for models that take "
            "only one, at the start. An endpoint that refuses the one gets the other by itself."
        ),
    ] = "inline"
    ids: Annotated[
        Literal["same", "any"],
        Meta(description="Must all chunks of an answer bear the same id? `any` is for endpoints that change it."),
    ] = "same"
    first_token_ms: Annotated[int, Meta(ge=10, le=300_000, description="The longest wait for the first token.")] = (
        15_000
    )
    idle_ms: Annotated[int, Meta(ge=10, le=300_000, description="The longest silence in mid-answer.")] = 15_000
    turn_ms: Annotated[int, Meta(ge=10, le=600_000, description="The longest a whole answer is waited for.")] = 60_000
    max_connections: Annotated[int, Meta(ge=1, le=10_000, description="Answers at once; more wait.")] = 500
    rest_after_failures: Annotated[
        int,
        Meta(ge=1, le=1000, description="After so many failures in a row the endpoint is left alone for a while."),
    ] = 5
    rest_ms: Annotated[
        int, Meta(ge=0, le=600_000, description="For how long; visitors get their offer at once then.")
    ] = 15_000
