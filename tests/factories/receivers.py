"""Somebody who receives webhooks: a small web server on this machine that keeps what came."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CHUNK = b"x" * 65_536


@dataclass(frozen=True)
class Received:
    """A request as it came; names of headers are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came so far, and how it answers: status, where a redirect leads, when to come again."""

    port: int = 0
    answer: tuple[int, str] = (200, "")
    retry_after: str = ""
    body_bytes: int = 0
    bytes_sent: int = 0
    connections: int = 0
    requests: list[Received] = field(default_factory=list)


@contextmanager
def receiving(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Receive on a port of this machine, with TLS when a context is given."""
    there = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            there.requests.append(Received(self.path, headers, body))
            status, location = there.answer
            self.send_response(status)
            if there.retry_after:
                self.send_header("Retry-After", there.retry_after)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(there.body_bytes))
            self.end_headers()
            try:
                while there.bytes_sent < there.body_bytes:
                    there.bytes_sent += self.connection.send(CHUNK)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  framework
            """Write nothing."""

    class Server(ThreadingHTTPServer):
        def get_request(self) -> tuple[Any, Any]:
            """Accept, and make it TLS here, so that a refusal of the other side ends nothing."""
            line, address = super().get_request()
            there.connections += 1
            if context is not None:
                line = context.wrap_socket(line, server_side=True)
            return line, address

    with Server(("127.0.0.1", 0), Handler) as server:
        there.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield there
        finally:
            server.shutdown()
            thread.join()
