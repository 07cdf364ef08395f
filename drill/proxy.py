"""A network that fails: passes HTTP on, and resets some requests and some answers.

Run as `python -m drill.proxy PORT SERVER_PORT`; tells what it cut, as JSON, when it is stopped.
Of what it cuts, half is cut in the middle and half as a whole.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import socket
import struct
import sys

REQUESTS_CUT = 0.03
ANSWERS_CUT = 0.05
HOST = "127.0.0.1"
_LENGTH = b"content-length:"


class Proxy:
    """Counts what it passed and what it cut."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._chance = random.Random(server_port)  # noqa: S311  framework
        self.counts = {"passed": 0, "requests cut": 0, "answers cut": 0}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass the messages of one connection on until one is cut or somebody closes."""
        upstream: asyncio.StreamWriter | None = None
        try:
            answers, upstream = await asyncio.open_connection(HOST, self._server_port)
            while True:
                await self._pass_on(reader, upstream, REQUESTS_CUT, "requests cut")
                await self._pass_on(answers, writer, ANSWERS_CUT, "answers cut")
                self.counts["passed"] += 1
        except (OSError, EOFError, asyncio.LimitOverrunError):
            for one in (upstream, writer):
                _reset(one)

    async def _pass_on(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, cut: float, name: str
    ) -> None:
        message = await _message(source)
        if self._chance.random() < cut:
            self.counts[name] += 1
            if self._chance.randrange(2):
                target.write(message[: len(message) // 2])
                await target.drain()
            raise EOFError
        target.write(message)
        await target.drain()


async def _message(source: asyncio.StreamReader) -> bytes:
    """Read one request or answer with its body."""
    head = await source.readuntil(b"\r\n\r\n")
    _, found, rest = head.lower().partition(_LENGTH)
    length = int(rest.partition(b"\r\n")[0]) if found else 0
    return head + await source.readexactly(length)


def _reset(writer: asyncio.StreamWriter | None) -> None:
    """Close a connection the hard way: the other side sees a reset."""
    if writer is None:
        return
    opened: socket.socket = writer.get_extra_info("socket")
    linger = struct.pack("ii", 1, 0)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    except OSError:
        return
    finally:
        writer.transport.abort()


async def main(port: int, server_port: int) -> None:
    """Serve until SIGTERM."""
    proxy = Proxy(server_port)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await asyncio.start_server(proxy.serve, HOST, port, backlog=200)
    await stopped.wait()
    sys.stdout.write(json.dumps(proxy.counts))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
