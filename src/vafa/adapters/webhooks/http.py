"""One POST to a public address, by the standard library.

The name is resolved once and the connection goes to the address that was checked, with the name
in SNI and Host: a name that changes its address in between changes nothing. A proxy of the
environment is not used, no redirect is followed, and whatever the other side does, all is over
after fifteen seconds. Of the answer only the status and at most 64 kB are read.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from vafa.domain.webhooks.addresses import is_public
from vafa.domain.webhooks.records import Sending, Sent

SECONDS = 15
LARGEST_ANSWER = 65_536
AGENT = "Vafa-Webhooks/1"
_PORTS = {"https": 443, "http": 80}


def resolve(host: str, port: int) -> Sequence[str]:
    """Give the addresses of a name, as the system's resolver says.

    :raises OSError: when it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class HttpSender:
    """Sends webhooks; who may be reached, who resolves and who is trusted can be given."""

    def __init__(
        self,
        *,
        is_allowed: Callable[[str], bool] = is_public,
        resolver: Callable[[str, int], Sequence[str]] = resolve,
        trust: ssl.SSLContext | None = None,
        seconds: int = SECONDS,
    ) -> None:
        self._is_allowed = is_allowed
        self._resolver = resolver
        self._trust = trust or ssl.create_default_context()
        self._seconds = seconds

    def __call__(self, sending: Sending) -> Sent:
        """Send, and tell what was answered."""
        parts = urlsplit(sending.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and sending.may_be_plain):
            return Sent(0, "plain_refused")
        try:
            return self._send(sending, parts)
        except ssl.SSLError:
            return Sent(0, "tls")
        except TimeoutError:
            return Sent(0, "timeout")
        except (OSError, http.client.HTTPException):
            return Sent(0, "connection")

    def _send(self, sending: Sending, parts: SplitResult) -> Sent:
        port = parts.port or _PORTS[parts.scheme]
        try:
            addresses = self._resolver(parts.hostname or "", port)
        except (OSError, UnicodeError):
            return Sent(0, "name_unknown")
        if not addresses or not all(self._is_allowed(address) for address in addresses):
            return Sent(0, "address_refused")
        return self._post(sending, parts, (addresses[0], port))

    def _post(self, sending: Sending, parts: SplitResult, address: tuple[str, int]) -> Sent:
        line = socket.create_connection(address, timeout=self._seconds)
        with line, _cut_after(self._seconds, line) as is_cut:
            try:
                return self._ask(sending, parts, line)
            finally:
                if is_cut.is_set():  # then neither an error nor a status says anything
                    raise TimeoutError

    def _ask(self, sending: Sending, parts: SplitResult, line: socket.socket) -> Sent:
        host = parts.hostname or ""
        if parts.scheme == "https":
            line = self._trust.wrap_socket(line, server_hostname=host)
        connection = http.client.HTTPConnection(
            host, parts.port or _PORTS[parts.scheme], timeout=self._seconds
        )
        connection.sock = line
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with contextlib.closing(connection):
            connection.putrequest("POST", target, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", parts.netloc)
            connection.putheader("User-Agent", AGENT)
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(sending.body)))
            connection.putheader("Connection", "close")
            for name, value in sending.headers:
                connection.putheader(name, value)
            connection.endheaders(sending.body)
            with connection.getresponse() as answer:
                answer.read(LARGEST_ANSWER)
                told = answer.headers
                wait = asked_wait(told.get("Retry-After", ""), told.get("Date", ""))
                return Sent(answer.status, "", wait)


def asked_wait(retry_after: str, date: str) -> int:
    """Give the seconds that Retry-After asks for: as a number, or as a moment against Date."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - framework
        return int(text)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return 0
    return max(int(wait.total_seconds()), 0)


@contextlib.contextmanager
def _cut_after(seconds: int, line: socket.socket) -> Iterator[threading.Event]:
    """Shut the connection down when the time is over, however slowly the other side goes on."""
    is_cut = threading.Event()
    with line.dup() as handle:

        def cut() -> None:
            is_cut.set()
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield is_cut
        finally:
            timer.cancel()
            timer.join()
