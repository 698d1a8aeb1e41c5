"""The stream to an endpoint against real sockets: pieces, ends, deadlines, too much at once, TLS."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from relevo.assistants.openai.connecting.stream import MOST_BUFFERED, Stream, connect

Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LONG = bytes(range(256)) * 16_384
"""Four MiB: more than any buffer on the way takes."""


@asynccontextmanager
async def to(peer: Peer, context: ssl.SSLContext | None = None) -> AsyncIterator[Stream]:
    """A stream to somebody who does this."""
    meetings: list[asyncio.Task[None]] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await peer(reader, writer)
        finally:
            writer.transport.abort()

    def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        meetings.append(asyncio.create_task(meet(reader, writer)))

    server = await asyncio.start_server(met, "127.0.0.1", 0, ssl=context)
    stream = await connect("127.0.0.1", server.sockets[0].getsockname()[1])
    try:
        yield stream
    finally:
        await stream.aclose()
        server.close()
        for meeting in meetings:
            meeting.cancel()
        await asyncio.gather(*meetings, return_exceptions=True)
        await asyncio.sleep(0.01)  # the event loop closes what was aborted


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65_536):
        writer.write(piece)
        await writer.drain()
    writer.close()


async def read_all(stream: Stream, length: int) -> bytes:
    found = b""
    while len(found) < length and (piece := await stream.read(65_536, 5)):
        found += piece
    return found


async def test_what_was_sent_comes_back_in_pieces_no_longer_than_asked_for() -> None:
    async with to(echo) as stream:
        await stream.write(b"one two")
        assert await stream.read(3) == b"one"
        assert await stream.read(100) == b" two"
        assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
        assert stream.get_extra_info("ssl_object") is None
        assert stream.get_extra_info("something") is None


async def test_the_end_comes_after_all_that_was_sent() -> None:
    async def last_words(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"good bye")
        writer.close()

    async with to(last_words) as stream:
        assert await read_all(stream, 100) == b"good bye"
        assert await stream.read(100) == b""
        assert stream.get_extra_info("is_readable"), "httpcore drops an idle connection that its peer has closed"
        with pytest.raises(httpcore2.WriteError):
            await stream.write(b"still there?")


async def test_a_connection_that_is_cut_is_an_error_and_no_end() -> None:
    async def cut(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        socket = writer.get_extra_info("socket")
        socket.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER of no time: a reset
        writer.transport.abort()

    async with to(cut) as stream:
        with pytest.raises(httpcore2.ReadError):
            await stream.read(100, 5)


async def test_waiting_ends_at_its_deadline_and_can_be_begun_again() -> None:
    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(b"at last")
        await asyncio.sleep(5)

    async with to(slow) as stream:
        assert not stream.get_extra_info("is_readable")
        with pytest.raises(httpcore2.ReadTimeout):
            await stream.read(100, 0.01)
        waiting = asyncio.create_task(stream.read(100))
        await asyncio.sleep(0.01)
        waiting.cancel()
        assert await stream.read(100, 5) == b"at last"


async def test_a_peer_that_sends_faster_than_it_is_read_is_held_back_and_nothing_is_lost() -> None:
    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LONG)
        await writer.drain()
        writer.close()

    async with to(flood) as stream:
        await asyncio.sleep(0.3)
        assert len(stream._buffer) < 2 * MOST_BUFFERED + 262_144, "one more piece of the event loop at most"
        assert await read_all(stream, len(LONG)) == LONG


async def test_a_peer_that_reads_nothing_lets_a_write_wait_and_time_out() -> None:
    async with to(silence) as stream:
        with pytest.raises(httpcore2.WriteTimeout):
            await stream.write(LONG * 4, 0.1)


async def test_a_write_that_waits_goes_on_once_there_is_room_or_fails_with_the_connection() -> None:
    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        await reader.readexactly(len(LONG))
        writer.transport.abort()

    async with to(late) as stream:
        await stream.write(LONG, 5)
        with pytest.raises(httpcore2.WriteError):
            await stream.write(LONG * 8, 5)


async def test_nobody_there_is_told_as_such() -> None:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(httpcore2.ConnectError):
        await connect("127.0.0.1", port)


async def test_over_tls_it_is_the_same(tmp_path: Path) -> None:
    server, client = contexts(tmp_path, "shop.example")
    async with to(echo, server) as stream:
        secure = await stream.start_tls(client, "shop.example", 5)
        assert secure.get_extra_info("ssl_object").version() == "TLSv1.3"
        sending = asyncio.create_task(secure.write(LONG, 10))
        assert await read_all(secure, len(LONG)) == LONG
        await sending


async def test_what_comes_before_it_is_encrypted_is_no_answer(tmp_path: Path) -> None:
    """Whoever is on the way answers in clear, then lets the real handshake through."""
    server, client = contexts(tmp_path, "shop.example")

    async def forge(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nFORGED")
        await writer.drain()
        await asyncio.sleep(0.05)
        await writer.start_tls(server)

    async with to(forge) as stream:
        await asyncio.sleep(0.02)
        with pytest.raises(httpcore2.ConnectError):
            await stream.start_tls(client, "shop.example", 5)


async def test_a_peer_who_is_gone_before_it_is_encrypted_is_told_at_once(tmp_path: Path) -> None:
    _, client = contexts(tmp_path, "shop.example")

    async def leave(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with to(leave) as stream:
        await asyncio.sleep(0.05)
        with pytest.raises(httpcore2.ConnectError):
            await stream.start_tls(client, "shop.example", 5)


async def test_a_certificate_of_somebody_else_is_refused(tmp_path: Path) -> None:
    server, client = contexts(tmp_path, "other.example")
    async with to(echo, server) as stream:
        with pytest.raises(httpcore2.ConnectError):
            await stream.start_tls(client, "shop.example", 5)


async def test_tls_with_somebody_who_does_not_answer_times_out(tmp_path: Path) -> None:
    _, client = contexts(tmp_path, "shop.example")
    async with to(silence) as stream:
        with pytest.raises(httpcore2.ConnectTimeout):
            await stream.start_tls(client, "shop.example", 0.1)


def contexts(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's context with a certificate for this host that both believe."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
