"""Ids: 63-bit numbers that grow with time and are made without asking anybody.

From the top: 41 bits of milliseconds since 2024-01-01 UTC (until 2093), 10 bits of the node that
makes them, 12 bits that count within the millisecond. Ids name rows; they never prove that a
request is new (repeats are caught by the directories).
"""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock

NODES = 1 << 10

_EPOCH_MS = 1_704_067_200_000
_NODE_BITS = 10
_COUNTER_BITS = 12
_COUNTERS = 1 << _COUNTER_BITS


class Ids:
    """A source of ids for one node, safe to share between threads.

    ``clock_ms`` gives Unix milliseconds. Ids only ever grow, also when the clock goes back or
    more than 4,096 are asked in a millisecond: the source then runs ahead of the clock. Two
    sources never meet while each holds its node number alone.
    """

    def __init__(self, *, node: int, clock_ms: Callable[[], int]) -> None:
        assert 0 <= node < NODES
        self._node = node
        self._clock_ms = clock_ms
        self._lock = Lock()
        self._ticks = 0  # milliseconds and counter as one growing number

    def next(self) -> int:
        """Make one id."""
        with self._lock:
            now = (self._clock_ms() - _EPOCH_MS) << _COUNTER_BITS
            self._ticks = max(self._ticks + 1, now)
            milliseconds, counter = divmod(self._ticks, _COUNTERS)
        return (milliseconds << _NODE_BITS | self._node) << _COUNTER_BITS | counter


def made_at_ms(id_: int) -> int:
    """Give the Unix milliseconds at which an id was made."""
    return (id_ >> (_NODE_BITS + _COUNTER_BITS)) + _EPOCH_MS


def ids_of(time: timedelta) -> int:
    """Give by how much ids grow in a time."""
    return (time // timedelta(milliseconds=1)) << (_NODE_BITS + _COUNTER_BITS)
