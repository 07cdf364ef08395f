"""The request over real connections: what is checked, what is sent, what is refused."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.factories.receivers import Receiver, receiving
from vafa.adapters.webhooks.http import HttpSender, asked_wait
from vafa.domain.webhooks.records import Sending, Sent

HOST = "hooks.example.com"


def here(_host: str, _port: int) -> Sequence[str]:
    """Resolve every name to this machine."""
    return ["127.0.0.1"]


def anywhere(_address: str) -> bool:
    """Let every address be reached: the receiver of a test is on this machine."""
    return True


def a_sending(url: str, *, may_be_plain: bool = True) -> Sending:
    return Sending(url, (("webhook-id", "msg_1_1"),), b'{"a":1}', may_be_plain)


def sender(**more: object) -> HttpSender:
    return HttpSender(**{"is_allowed": anywhere, "resolver": here, **more})  # type: ignore[arg-type]  # framework: keywords by name


def test_request_arrives_with_its_name_path_and_headers() -> None:
    with receiving() as there:
        sent = sender()(a_sending(f"http://{HOST}:{there.port}/vafa?x=1"))

    assert sent == Sent(200)
    (request,) = there.requests
    assert (request.path, request.body) == ("/vafa?x=1", b'{"a":1}')
    assert request.headers["host"] == f"{HOST}:{there.port}"
    assert request.headers["webhook-id"] == "msg_1_1"
    assert request.headers["content-type"] == "application/json"


def test_name_is_resolved_once_and_the_checked_address_is_reached() -> None:
    """A name that would answer with another address the second time is not asked again."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with receiving() as there:
        sent = sender(resolver=rebinding)(a_sending(f"http://{HOST}:{there.port}/"))

    assert (sent.status, asked) == (200, [HOST])


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:127.0.0.1"], ["fe80::1"], []]
)
def test_name_with_any_private_address_is_not_reached(addresses: list[str]) -> None:
    with receiving() as there:
        refusing = HttpSender(resolver=lambda _host, _port: addresses)
        sent = refusing(a_sending(f"http://{HOST}:{there.port}/"))

    assert sent == Sent(0, "address_refused")
    assert there.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]"])
def test_own_machine_is_not_reached_under_any_spelling(host: str) -> None:
    with receiving() as there:
        sent = HttpSender()(a_sending(f"http://{host}:{there.port}/"))

    assert sent.error in {"address_refused", "name_unknown"}
    assert there.connections == 0


def test_plain_http_is_refused_where_it_may_not_be() -> None:
    with receiving() as there:
        url = f"http://{HOST}:{there.port}/"
        sent = sender()(a_sending(url, may_be_plain=False))

    assert (sent, there.connections) == (Sent(0, "plain_refused"), 0)


def test_redirect_is_not_followed() -> None:
    with receiving() as elsewhere, receiving() as there:
        there.answer = (302, f"http://127.0.0.1:{elsewhere.port}/")
        sent = sender()(a_sending(f"http://{HOST}:{there.port}/"))

    assert (sent.status, elsewhere.connections) == (302, 0)


def test_endless_answer_is_not_read_to_its_end() -> None:
    with receiving() as there:
        there.body_bytes = 200_000_000
        sent = sender()(a_sending(f"http://{HOST}:{there.port}/"))

    assert sent == Sent(200)
    assert there.bytes_sent < 20_000_000


@pytest.mark.parametrize("part", ["status", "headers", "body"])
def test_answer_that_drips_is_cut_off(part: str) -> None:
    """Each byte comes well within a socket's patience; all of it never would."""
    with dripping(part) as port:
        began = time.monotonic()
        sent = sender(seconds=1)(a_sending(f"http://{HOST}:{port}/"))

    assert sent == Sent(0, "timeout")
    assert time.monotonic() - began < 3


def test_nobody_there_is_told_apart_from_no_such_name() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    with receiving() as there:
        port = there.port

    assert sender()(a_sending(f"http://{HOST}:{port}/")) == Sent(0, "connection")
    assert sender(resolver=unknown)(a_sending(f"http://{HOST}/")) == Sent(0, "name_unknown")


def test_https_names_the_host_and_checks_its_certificate(tmp_path: Path) -> None:
    certificate, key = certificate_for(HOST, tmp_path)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    names: list[str | None] = []
    theirs.sni_callback = lambda _socket, name, _context: names.append(name)
    trust = ssl.create_default_context(cafile=str(certificate))

    with receiving(theirs) as there:
        right = sender(trust=trust)(a_sending(f"https://{HOST}:{there.port}/"))
        other = sender(trust=trust)(a_sending(f"https://other.example.com:{there.port}/"))
        unknown = sender()(a_sending(f"https://{HOST}:{there.port}/"))

    assert (right, other, unknown) == (Sent(200), Sent(0, "tls"), Sent(0, "tls"))
    assert names[:2] == [HOST, "other.example.com"]
    assert len(there.requests) == 1


@contextmanager
def dripping(part: str) -> Iterator[int]:
    """Listen, and answer one byte at a time without end."""
    opening = {
        "status": b"H",
        "headers": b"HTTP/1.1 200 OK\r\nX: ",
        "body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
    }
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            line, _ = listener.accept()
            with line:
                try:
                    line.sendall(opening[part])
                    while not stopped.wait(0.1):
                        line.sendall(b"x")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        yield listener.getsockname()[1]
        stopped.set()
        thread.join()


def certificate_for(host: str, folder: Path) -> tuple[Path, Path]:
    """Make a certificate that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


def test_receiver_counts_what_it_got() -> None:
    """The receiver of these tests is itself honest: a request that came is counted."""
    with receiving() as there:
        assert isinstance(there, Receiver)
        sender()(a_sending(f"http://{HOST}:{there.port}/"))

    assert (there.connections, len(there.requests)) == (1, 1)


@pytest.mark.parametrize(
    ("told", "date", "seconds"),
    [
        ("120", "", 120),
        (" 7 ", "", 7),
        ("", "", 0),
        ("soon", "", 0),
        ("-5", "", 0),
        ("9" * 30, "", 0),
        ("Sun, 22 Nov 2026 08:00:30 GMT", "Sun, 22 Nov 2026 08:00:00 GMT", 30),
        ("Sun, 22 Nov 2026 07:00:00 GMT", "Sun, 22 Nov 2026 08:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 08:00:30 GMT", "", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_moment(told: str, date: str, seconds: int) -> None:
    assert asked_wait(told, date) == seconds


def test_wait_that_a_busy_receiver_asks_for_is_told() -> None:
    with receiving() as there:
        there.answer, there.retry_after = (503, ""), "90"
        sent = sender()(a_sending(f"http://{HOST}:{there.port}/vafa"))

    assert sent == Sent(503, "", 90)
