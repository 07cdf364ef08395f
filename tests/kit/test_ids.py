"""Ids: shape, order, and threads that share a source."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from vafa.kit.ids import NODES, Ids, ids_of, made_at_ms

NOW_MS = 1_795_327_200_000  # 2026-11-22
EPOCH_MS = 1_704_067_200_000


def test_id_is_time_then_node_then_counter() -> None:
    ids = Ids(node=5, clock_ms=lambda: NOW_MS)

    first, second = ids.next(), ids.next()

    assert first == (NOW_MS - EPOCH_MS) << 22 | 5 << 12
    assert second == first + 1


def test_ids_grow_when_the_clock_goes_back() -> None:
    clock = iter([NOW_MS, NOW_MS - 60_000, NOW_MS + 1])
    ids = Ids(node=0, clock_ms=lambda: next(clock))

    made = [ids.next() for _ in range(3)]

    assert [made_at_ms(id_) - NOW_MS for id_ in made] == [0, 0, 1]
    assert made == sorted(set(made))


def test_ids_run_ahead_of_the_clock_when_a_millisecond_is_full() -> None:
    ids = Ids(node=NODES - 1, clock_ms=lambda: NOW_MS)

    made = [ids.next() for _ in range(4097)]

    assert made == sorted(set(made))
    assert made_at_ms(made[-2]) == NOW_MS
    assert made_at_ms(made[-1]) == NOW_MS + 1


def test_threads_never_share_an_id() -> None:
    ids = Ids(node=1, clock_ms=lambda: NOW_MS)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ids.next(), range(5_000)))

    assert len(set(made)) == 5_000


def test_ids_fit_63_bits_until_2093() -> None:
    last_ms = EPOCH_MS + 2**41 - 1

    assert Ids(node=NODES - 1, clock_ms=lambda: last_ms).next() < 2**63


@pytest.mark.parametrize("node", [-1, NODES])
def test_node_out_of_range_is_a_programmer_error(node: int) -> None:
    with pytest.raises(AssertionError):
        Ids(node=node, clock_ms=lambda: NOW_MS)


def test_ids_grow_by_as_much_as_time_passes() -> None:
    later = NOW_MS + 24 * 3_600_000
    first, second = (Ids(node=2, clock_ms=iter([now]).__next__).next() for now in (NOW_MS, later))

    assert second - first == ids_of(timedelta(days=1))
