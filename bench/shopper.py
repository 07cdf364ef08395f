"""The clients of row 2: some kept-alive connections in one process that asks for purchases.

Run as `python -m bench.shopper`: takes the order as JSON on stdin, gives what happened as JSON on
stdout. One thread waits for all sockets, so that the load costs the machine as little as it can.
"""

from __future__ import annotations

import json
import resource
import secrets
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from bench.basket import basket

READ_AT_ONCE = 65_536
END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Client:
    """One connection, and the request that is on its way."""

    socket: socket.socket
    asked_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.received.clear()
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> int:
        """Read what has come; give the status when the answer is whole, else 0."""
        some = self.socket.recv(READ_AT_ONCE)
        if not some:
            raise ConnectionError("the server closed the connection")
        self.received += some
        head, found, body = self.received.partition(END_OF_HEAD)
        if not found:
            return 0
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(head[9:12]) if len(body) >= length else 0


class Till:
    """Writes the requests, member after member, each under a key of its own."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._members = order["members"]
        # Letters alone: digits before the count might look like a bank card's.
        self._mark = "".join(secrets.choice(ascii_lowercase) for _ in range(8))
        self._count = order["first"]
        self._head = (
            f"POST /v1/purchases HTTP/1.1\r\nHost: 127.0.0.1:{order['port']}\r\n"
            f"Authorization: Bearer {order['secret']}\r\nContent-Type: application/json\r\n"
        )

    def next(self) -> bytes:
        """Give the next request."""
        self._count += 1
        name = f"{self._mark}-{self._count}"
        member = self._members[self._count * 7919 % len(self._members)]
        body = json.dumps({"member": {"id": str(member)}, **basket(name)}).encode()
        head = f"{self._head}Idempotency-Key: {name}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


def shop(order: dict[str, Any]) -> dict[str, Any]:
    """Keep every client asking until the time is over; give counts and latencies."""
    till = Till(order)
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    with selectors.DefaultSelector() as selector:
        for _ in range(order["clients"]):
            client = Client(socket.create_connection(("127.0.0.1", order["port"])))
            client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(client.socket, selectors.EVENT_READ, client)
        begun = time.perf_counter()
        end = begun + order["seconds"]
        for key in list(selector.get_map().values()):
            key.data.ask(till.next())
        waiting = order["clients"]
        while waiting:
            for key, _ in selector.select():
                client = key.data
                status = client.answered()
                if not status:
                    continue
                now = time.perf_counter()
                latencies.append(now - client.asked_at)
                statuses[status] = statuses.get(status, 0) + 1
                if now < end:
                    client.ask(till.next())
                else:
                    waiting -= 1
                    selector.unregister(client.socket)
                    client.socket.close()
        took = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": took,
        "statuses": statuses,
        "latencies_ms": [round(1000 * one, 3) for one in sorted(latencies)],
        "client_seconds": used.ru_utime + used.ru_stime,
    }


if __name__ == "__main__":
    json.dump(shop(json.load(sys.stdin)), sys.stdout)
