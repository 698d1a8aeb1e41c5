"""Every setting of an installation with its default, limits and meaning, by sections.

Not here: where a value comes from (`loading`), and what a workspace decides about its own conversations; those settings are
rows in the database.
"""

from ipaddress import ip_network
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

URL_OR_NOTHING = r"^(https?://[^/\s]+/?)?$"
URL = r"^(https?://[^/\s]+(/\S*)?)?$"


def _about(text: str, *, is_secret: bool = False, **limits: Any) -> Meta:
    return Meta(description=text, extra={"is_secret": is_secret}, **limits)


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of `relevo.toml`."""


class Server(Section, frozen=True, kw_only=True):
    """Where Relevo listens and how the world reaches it."""

    host: Annotated[
        str, _about("Address to listen on. Keep it on loopback unless a proxy or a firewall stands in front.")
    ] = "127.0.0.1"
    port: Annotated[int, _about("Port to listen on; 0 takes a free one.", ge=0, le=65535)] = 8080
    public_url: Annotated[
        str,
        _about(
            "How browsers reach this server; `https://` makes the cookie secure. Empty means `http://HOST:PORT`.",
            pattern=URL_OR_NOTHING,
        ),
    ] = ""
    trusted_proxies: Annotated[
        tuple[str, ...],
        _about("Addresses or networks (CIDR) whose `X-Forwarded-For` is believed. Everybody else's is ignored."),
    ] = ()
    connections: Annotated[int, _about("Requests and streams at the same time; more get 503.", ge=10, le=1_000_000)] = (
        20_000
    )
    stop_timeout_s: Annotated[int, _about("Seconds that a stop may take before what is left is cut.", ge=1, le=300)] = 8

    def __post_init__(self) -> None:
        for network in self.trusted_proxies:
            ip_network(network)

    def base_url(self, port: int | None = None) -> str:
        """Return `public_url` without a slash at its end, or what follows from the address listened on."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{port or self.port}"


class Database(Section, frozen=True, kw_only=True):
    """Where conversations are kept."""

    url: Annotated[
        str, _about("`sqlite:///FILE` (three slashes and a relative path, four for an absolute one).", is_secret=True)
    ] = "sqlite:///relevo.db"


class Fanout(Section, frozen=True, kw_only=True):
    """How several nodes wake each other up."""

    url: Annotated[str, _about("`memory://` for one node.", is_secret=True)] = "memory://"


class Assistant(Section, frozen=True, kw_only=True):
    """The AI that answers in a new workspace; each assistant can be changed later."""

    url: Annotated[
        str,
        _about(
            "Base URL of an OpenAI-compatible API, such as `http://127.0.0.1:11434/v1`. Empty means the built-in FAQ. As long as it"
            " stands here, assistants may connect to it, and to nothing beside it, also where it is not public."
        ),
    ] = ""
    key: Annotated[str, _about("The API key for it, if it wants one.", is_secret=True)] = ""
    model: Annotated[str, _about("The model to ask for.")] = ""


class Outgoing(Section, frozen=True, kw_only=True):
    """What the server connects to because somebody has named the address, such as an assistant's endpoint."""

    private_networks: Annotated[
        tuple[str, ...],
        _about("Networks (CIDR), such as `10.0.0.0/8`, that assistants may connect to although they are not public."),
    ] = ()

    def __post_init__(self) -> None:
        for network in self.private_networks:
            ip_network(network)


class Handoff(Section, frozen=True, kw_only=True):
    """How it is found that a visitor asks for a person."""

    recognition: Annotated[
        Literal["rules", "encoder"],
        _about(
            "`encoder` asks a multilingual sentence encoder where the rules find nothing; it needs `relevo[triggers]`, 140 MiB and"
            " about 40 ms of a processor for such a message."
        ),
    ] = "rules"


class Limits(Section, frozen=True, kw_only=True):
    """What one caller may use. Numbers for each minute refill steadily; `burst` is how many may come at once."""

    body_bytes: Annotated[int, _about("Longest body of a request.", ge=1024, le=16_777_216)] = 65_536
    body_timeout_s: Annotated[
        int, _about("Seconds a client has to send its headers, and again its body.", ge=1, le=120)
    ] = 10
    per_visitor: Annotated[
        int, _about("Changes a minute for each visitor: messages, requests; as many again for typing and pages.", ge=1)
    ] = 60
    per_visitor_burst: Annotated[int, _about("… of which so many at once.", ge=1)] = 20
    per_address: Annotated[int, _about("Requests a minute for each IP address (a /64 for IPv6).", ge=1)] = 1200
    per_address_burst: Annotated[int, _about("… of which so many at once.", ge=1)] = 400
    new_visitors: Annotated[int, _about("New visitors a minute for each IP address.", ge=1)] = 30
    new_visitors_burst: Annotated[int, _about("… of which so many at once.", ge=1)] = 30
    exempt_loopback: Annotated[
        bool, _about("Let clients on this machine through without counting. For demos and load tests.")
    ] = False


class Streams(Section, frozen=True, kw_only=True):
    """Open event streams."""

    per_visitor: Annotated[int, _about("Streams that one visitor may hold; the next one gets 429.", ge=1, le=1000)] = 5
    per_agent: Annotated[int, _about("Streams that one agent or API key may hold.", ge=1, le=10_000)] = 50
    send_timeout_s: Annotated[
        int, _about("Seconds a reader may leave what was sent unread before it is cut off.", ge=1, le=300)
    ] = 20
    recheck_s: Annotated[int, _about("Seconds until a lost right ends an open stream, at most.", ge=1, le=15)] = 10


class Log(Section, frozen=True, kw_only=True):
    """What the server writes about itself, to standard error."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], _about("The least serious lines that are written.")
    ] = "info"
    format: Annotated[Literal["console", "json"], _about("For people, or one JSON object a line.")] = "console"
    requests: Annotated[bool, _about("Write a line for each request: method, route, status, time. Never a body.")] = (
        False
    )


class Plans(Section, frozen=True, kw_only=True):
    """Plans that leave handoff out, for whoever sells Relevo as a service; a workspace of your own has everything."""

    upgrade_url: Annotated[
        str,
        _about("Where the console sends a workspace that wants a larger plan. Empty means nowhere.", pattern=URL),
    ] = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them."""

    server: Server = Server()
    database: Database = Database()
    fanout: Fanout = Fanout()
    assistant: Assistant = Assistant()
    outgoing: Outgoing = Outgoing()
    handoff: Handoff = Handoff()
    limits: Limits = Limits()
    streams: Streams = Streams()
    log: Log = Log()
    plans: Plans = Plans()
