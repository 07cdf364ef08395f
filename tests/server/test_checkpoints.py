"""Closing checkpoints beside the relay, and the files in which their heads are kept."""

import time
from pathlib import Path

import pytest

from tests.factories.shops import Shop, open_shop
from vafa.journeys.close_checkpoint import closed_checkpoints
from vafa.ledger.verify import verify
from vafa.server.checkpoints import close_all, closing, heads_kept

pytestmark = pytest.mark.django_db(transaction=True)


def shop_with_a_purchase() -> Shop:
    """Open a shop where somebody bought."""
    shop = open_shop()
    shop.purchase(shop.member(), 5_000_000)
    return shop


def heads_of(shop: Shop) -> dict[int, str]:
    """Give the heads as the book has them."""
    return {one.number: one.head for one in closed_checkpoints(club_id=shop.club_id)}


def test_rounds_close_what_is_new_and_add_a_line(tmp_path: Path) -> None:
    shop = shop_with_a_purchase()
    with closing(every_seconds=1, folder=tmp_path / "heads") as look:
        until = time.monotonic() + 20
        while len(heads_of(shop)) < 2 and time.monotonic() < until:
            look()
            if len(heads_of(shop)) == 1:
                shop.purchase(shop.member(), 7_000_000)
            time.sleep(0.1)

    assert sorted(heads_of(shop)) == [1, 2]
    assert heads_kept(tmp_path / "heads")[shop.club_id] == heads_of(shop)
    assert verify(club_id=shop.club_id, heads=heads_kept(tmp_path / "heads")).differences == 0


def test_a_folder_that_was_away_gets_every_head_later(tmp_path: Path) -> None:
    shop = shop_with_a_purchase()
    close_all(folder=None, is_whole=True)
    shop.purchase(shop.member(), 7_000_000)

    made = close_all(folder=tmp_path, is_whole=False)
    close_all(folder=tmp_path, is_whole=False)

    assert [one.number for one in made if one.club_id == shop.club_id] == [2]
    file = tmp_path / f"{shop.club_id}.txt"
    assert len(file.read_text().splitlines()) == 2
    assert heads_kept(file) == {shop.club_id: heads_of(shop)}


def test_a_head_that_differs_is_told(tmp_path: Path) -> None:
    shop = shop_with_a_purchase()
    close_all(folder=tmp_path, is_whole=True)
    file = tmp_path / f"{shop.club_id}.txt"
    file.write_text(file.read_text().replace(heads_of(shop)[1], "0" * 64))

    report = verify(club_id=shop.club_id, heads=heads_kept(tmp_path))

    assert report.differences == 1
    assert "checkpoint 1: not the head that was kept elsewhere" in str(report)
