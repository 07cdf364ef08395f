"""The secrets of a home are made once and readable by their owner only."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from vafa.server import keys


def test_kept_in_makes_secrets_once(tmp_path: Path) -> None:
    first = keys.kept_in(tmp_path / "home")
    again = keys.kept_in(tmp_path / "home")
    other = keys.kept_in(tmp_path / "other")

    assert first == again
    assert len({first.field_key, first.hash_pepper, other.field_key, other.hash_pepper}) == 4


def test_kept_in_leaves_one_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    keys.kept_in(tmp_path)

    (file,) = tmp_path.iterdir()
    assert file.name == keys.FILE
    assert file.stat().st_mode & 0o777 == 0o600


def test_kept_in_gives_everybody_who_comes_at_once_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: keys.kept_in(tmp_path), range(16)))

    assert len(set(found)) == 1
