"""Measures what `docs/design.md` promises: purchases through HTTP, beside pgbench on this machine.

Usage: `make bench`. It starts a Vafa of its own in a temporary home, with real durability, and
prints one line per figure. The load runs on the same cores as what it measures.
"""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vafa.server.embedded import binaries, cluster, joining

SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
CLIENTS = 8
CLIENT_PROCESSES = 2
MEMBERS = 400


def main() -> None:
    """Measure, and print each figure as it is known."""
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        with running(home) as port:
            key = open_shop(home, port)
            members = [join(port, key, number) for number in range(MEMBERS)]
            report("purchases through HTTP", purchases(port, key, members))
            print(f"{'pgbench TPC-B, same server':<32}{pgbench(home):>10.0f} /s")
            check = vafa(home, port, "ledger", "verify")
            print(check.stdout.strip().splitlines()[-1])


def report(name: str, seconds: list[float]) -> None:
    """Print a rate with its middle and its 99th percentile."""
    ordered = sorted(seconds)
    middle, worst = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    rate = len(ordered) / SECONDS
    print(f"{name:<32}{rate:>10.0f} /s   p50 {middle * 1000:.1f} ms   p99 {worst * 1000:.1f} ms")


@contextmanager
def running(home: Path) -> Iterator[int]:
    """Run `vafa start` for the time of the block; give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "vafa.server.cli", "start", "--no-demo"]
    with subprocess.Popen(command, env=environment(home, port), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if b"Ctrl-C" in line:
                    break
            yield port
        finally:
            process.send_signal(signal.SIGINT)


def environment(home: Path, port: int) -> dict[str, str]:
    """Give the environment of the Vafa that is measured."""
    limits = {"VAFA_API_REQUESTS_PER_SECOND": "1000000"}
    return {**os.environ, "VAFA_HOME": str(home), "VAFA_PORT": str(port), **limits}


def vafa(home: Path, port: int, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a `vafa` command."""
    command = [sys.executable, "-m", "vafa.server.cli", *words]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment(home, port)
    )


def open_shop(home: Path, port: int) -> str:
    """Open a club with the reference programme published; give its key."""
    from vafa.programme.presets import reference_programme

    opened = vafa(home, port, "club", "open", "bench", "Bench")
    key = opened.stdout.split("key")[1].strip()
    document = reference_programme().model_dump(mode="json", by_alias=True)
    saved = call(connection(port), key, "/v1/programme/versions", {"document": document})
    call(connection(port), key, f"/v1/programme/versions/{saved['version']['number']}/publish", {})
    return key


def join(port: int, key: str, number: int) -> str:
    """Have one person join; give the member's id."""
    body = {"mobile": f"0912{number:07}", "first_name": "سارا", "consent_source": "till"}
    joined = call(connection(port), key, "/v1/members", body)
    return str(joined["member"]["member_id"])


def purchases(port: int, key: str, members: list[str]) -> list[float]:
    """Have all clients buy for the time of the measurement; give how long each purchase took."""
    each = CLIENTS // CLIENT_PROCESSES
    with ProcessPoolExecutor(CLIENT_PROCESSES) as pool:
        shops = [pool.submit(shop_of, port, key, members, each) for _ in range(CLIENT_PROCESSES)]
        return [seconds for shop in shops for seconds in shop.result()]


def shop_of(port: int, key: str, members: list[str], clients: int) -> list[float]:
    """Run some clients as threads of this process."""
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(clients) as threads:
        tills = [threads.submit(till, port, key, members, until) for _ in range(clients)]
        return [seconds for one in tills for seconds in one.result()]


def till(port: int, key: str, members: list[str], until: float) -> list[float]:
    """Sell over one connection until the time is over."""
    line = connection(port)
    took = []
    while (began := time.monotonic()) < until:
        call(line, key, "/v1/purchases", purchase(secrets.choice(members)))
        took.append(time.monotonic() - began)
    return took


def purchase(member: str) -> dict[str, object]:
    """Give the body of a purchase of two lines under a document of its own."""
    lines = [{"net_rials": 1_250_000, "group": "bakery"}, {"net_rials": 740_000, "group": "dairy"}]
    document = secrets.token_hex(8)
    sale = {"source": "till-1", "document": document, "currency": "IRR", "lines": lines}
    return {"member": {"id": member}, **sale}


def connection(port: int) -> http.client.HTTPConnection:
    """Open a connection that is kept."""
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def call(line: http.client.HTTPConnection, key: str, path: str, body: object) -> Any:
    """Post and give the answer; anything but success ends the measurement."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": secrets.token_hex(16),
    }
    line.request("POST", path, json.dumps(body), headers)
    answer = line.getresponse()
    text = answer.read()
    if answer.status >= http.client.BAD_REQUEST:
        sys.exit(f"{path} answered {answer.status}: {text.decode()}")
    return json.loads(text)


def pgbench(home: Path) -> float:
    """Run PostgreSQL's own benchmark on the server that carries the club."""
    with joining.serving(home) as place:
        program = binaries.programs_for(place.account, print) / "pgbench"
        to = ["-h", str(place.socket), "-U", cluster.SUPERUSER, "postgres"]
        cluster.run_as(place.account, [str(program), "-i", "-q", "-s", "10", *to])
        load = ["-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS)]
        done = cluster.run_as(place.account, [str(program), *load, *to])
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("tps =")]
    return float(line.split()[2])


if __name__ == "__main__":
    main()
