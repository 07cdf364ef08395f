"""Work in threads, each with a connection of its own, while the next parts of it are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

from django.db import connection

Part = TypeVar("Part")
Done = TypeVar("Done")


def done_ahead(
    *, work: Callable[[Part], Done], parts: Iterable[Part], threads: int
) -> Iterator[Done]:
    """Give what came of each part, in the order of the parts; some more are made meanwhile.

    What `work` raises is raised here, for the first part that failed. By then the parts that
    were being worked on are done, or failed, and no other is begun.
    """
    with _threads(threads) as pool:
        ahead: deque[Future[Done]] = deque()
        try:
            for part in parts:
                ahead.append(pool.submit(work, part))
                if len(ahead) > threads:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Give a pool whose threads close their connections when all is done."""
    with ThreadPoolExecutor(max_workers=count) as pool:
        try:
            yield pool
        finally:
            everyone = Barrier(count)

            def close(_: int) -> None:
                everyone.wait()  # so that each thread comes here once
                connection.close()

            list(pool.map(close, range(count)))
