"""A lock is held alone or shared, and is free as soon as its holder is gone."""

import os
from pathlib import Path

from vafa.server.embedded import locks


def test_take_gives_the_lock_to_one_only(tmp_path: Path) -> None:
    first = locks.take(tmp_path / "lock")
    second = locks.take(tmp_path / "lock")

    assert first is not None
    assert second is None
    os.close(first)


def test_a_lock_is_free_when_its_holder_closes_it(tmp_path: Path) -> None:
    first = locks.take(tmp_path / "lock")
    assert first is not None
    held = locks.is_held(tmp_path / "lock")
    os.close(first)

    assert held
    assert not locks.is_held(tmp_path / "lock")


def test_a_shared_lock_is_shared_but_keeps_others_from_holding_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with locks.holding(path, shared=True), locks.holding(path, shared=True):
        alone = locks.take(path)
        held = locks.is_held(path)

    assert alone is None
    assert not held
    again = locks.take(path)
    assert again is not None
    os.close(again)


def test_a_lock_file_is_its_owners_only(tmp_path: Path) -> None:
    with locks.holding(tmp_path / "lock", shared=False):
        mode = (tmp_path / "lock").stat().st_mode & 0o777

    assert mode == 0o600
