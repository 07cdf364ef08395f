"""How often one key may ask: a token bucket per key, in the memory of one worker process.

With W workers a key may therefore send up to W times the rate. The bound protects the service
from a runaway client; it is no quota, so it needs no shared memory.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Buckets:
    """Token buckets by name: `burst` at once, refilled with `per_second`."""

    def __init__(
        self,
        *,
        per_second: float,
        burst: int,
        kept: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._kept = kept
        self._clock = clock
        self._lock = Lock()
        self._levels: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def take(self, name: object) -> float:
        """Take one token and give 0, or give the seconds until there is one."""
        now = self._clock()
        with self._lock:
            level, since = self._levels.pop(name, (float(self._burst), now))
            level = min(float(self._burst), level + (now - since) * self._per_second)
            wait = 0.0 if level >= 1 else (1 - level) / self._per_second
            self._levels[name] = (level if wait else level - 1, now)
            if len(self._levels) > self._kept:
                self._levels.popitem(last=False)
        return wait
