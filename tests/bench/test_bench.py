"""Every row of `make bench` works, at the smallest size. Nothing here judges a time."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser

from bench import (
    days,
    follow_ups,
    hot_wallet,
    importing,
    large_club,
    pages,
    postings,
    purchases,
    replaying,
    sealing,
    tills,
)
from bench.club import Club, ready_club
from bench.machine import this_machine
from bench.report import Measure, keep, table
from tests import house
from vafa.server import config as configuration
from vafa.server.config import Config


@pytest.fixture
def config(transactional_db: None) -> Iterator[Config]:
    """Have a migrated database of its own, and Django connected to it as vafa_app."""
    before = connection.settings_dict["NAME"]
    with house.another_database(f"vafa_bench_{os.getpid()}") as name:
        try:
            connection.close()
            connection.settings_dict["NAME"] = name
            yield replace(configuration.current(), database_name=name)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


@pytest.fixture
def club(config: Config) -> Club:
    """Open a club with a few members."""
    return ready_club(config, members=3)


def test_postings_are_measured_against_tpcb_and_in_a_grown_book(
    config: Config, club: Club, tmp_path: Path
) -> None:
    size = postings.Size(
        members=200, scale=1, rounds=1, seconds=1, clients=(1, 2), movements=(2_000, 4_000)
    )
    posting = postings.prepare(config, club, tmp_path, size)

    compared = list(postings.against_tpcb(posting, size))
    grown = list(postings.in_a_grown_book(posting, size))

    assert [one.what for one in compared if one.aim] == [
        "1 client: ratio, median of turns",
        "2 clients: ratio, median of turns",
    ]
    assert all(one.value > 0 for one in compared)
    assert all(one.value > 0 for one in grown)
    sizes = [int(one.what.partition(" ")[0].replace(",", "")) for one in grown if not one.aim]
    assert sizes[0] < sizes[1] < sizes[2]


def test_a_day_settles_who_is_due_and_nobody_else(config: Config, club: Club) -> None:
    found = {one.what: one.value for one in days.batched(config, club, days.Size(at_rest=50))}

    assert found["members due"] == 3
    assert found["members at rest"] == 50
    assert found["settled on it"] == 0


def test_purchases_over_http_are_measured(config: Config, club: Club, tmp_path: Path) -> None:
    size = purchases.Size(clients=2, warm_up_seconds=0.2, seconds=0.5)

    measured = {one.what: one.value for one in purchases.over_http(config, club, tmp_path, size)}

    assert measured["rate"] > 0
    assert 0 < measured["p50"] <= measured["p99"] <= measured["slowest"]


def test_purchases_over_http_are_measured_again_in_a_grown_book(
    config: Config, club: Club, tmp_path: Path
) -> None:
    size = purchases.Size(clients=2, warm_up_seconds=0.2, seconds=0.5, receipts=1000)
    grown = Measure("growth", "movements after", 2, "rows")

    measured = {
        one.what: one.value
        for one in purchases.in_a_grown_book(config, club, tmp_path, size, lambda: iter([grown]))
    }

    assert measured["movements after"] == 2
    assert measured["receipts and requests of the club"] == 1000
    assert measured["ratio of CPU"] > 0


def test_one_wallet_is_spent_by_many_tills_and_never_overspent(
    config: Config, club: Club, tmp_path: Path
) -> None:
    size = hot_wallet.Size(members=5, clients=3, seconds=1, scarce=7)

    rows = hot_wallet.spent_from_one_wallet(config, club, tmp_path, size)

    measured = {one.what: one.value for one in rows}
    assert measured["one wallet: postings"] > 0
    assert measured["refused where too little was left"] > 0
    assert measured["overspent"] == 0
    assert measured["units spent and held differ by"] == 0


def test_follow_ups_are_relayed_in_batches_and_one_by_one(config: Config, club: Club) -> None:
    size = follow_ups.Size(batch=50, batched=200, single=20)

    measured = list(follow_ups.relayed(config, club, size))

    assert all(one.value > 0 for one in measured)


def test_every_page_of_a_large_club_is_asked_for(config: Config, tmp_path: Path) -> None:
    size = large_club.Size(members=120, times=1)

    measured = {one.what: one.value for one in pages.shown(config, size, tmp_path)}

    assert {name for name, _ in pages.PAGES} < measured.keys()
    assert measured[pages.NEXT] > 0
    assert measured["loading"] > 0
    assert large_club.large_club(config, size, tmp_path).loading_seconds == 0


def test_sales_are_made_by_keyboard(
    config: Config, club: Club, tmp_path: Path, chromium: Browser
) -> None:
    size = tills.Size(warm_up=1, sales=2)

    sold = tills.by_keyboard(config, club, tmp_path, size, chromium)

    measured = {one.what: one.value for one in sold}

    assert all(value > 0 for value in measured.values())
    assert len(measured) == 5


def test_checkpoints_are_closed_beside_postings(
    config: Config, club: Club, tmp_path: Path
) -> None:
    posting = postings.prepare(config, club, tmp_path, postings.Size(members=200))
    size = sealing.Size(slices=1, seconds=1, every_seconds=0.2, clients=2)

    measured = {one.what: one.value for one in sealing.beside_postings(posting, size)}

    assert measured["movements sealed"] > 0
    assert measured["with / without, medians"] > 0


@pytest.mark.xdist_group("compiled")
def test_receipts_are_replayed_plain_and_compiled() -> None:
    size = replaying.Size(plain_members=2, compiled_members=4)

    measured = {one.what: one.value for one in replaying.replayed(size)}

    assert measured["lines, compiled"] > 0
    assert measured["compiled"] > 0
    assert measured["plain"] > 0


def test_the_table_names_the_machine_and_what_misses_its_aim(tmp_path: Path) -> None:
    measures = [
        Measure("posting", "ratio", 1.6, "x", at_least=1.5),
        Measure("posting", "wait", 60.0, "ms", at_most=50),
        Measure("replay", "rate", 12_345.6, "/s"),
    ]
    machine = this_machine()

    shown = table(machine, measures).splitlines()
    for _ in range(2):
        keep(machine, measures, tmp_path / "kept.jsonl")

    assert machine.commit in shown[0]
    assert shown[-3].split() == ["posting", "ratio", "1.60", "x", ">=", "1.50", "met"]
    assert shown[-2].split() == ["wait", "60", "ms", "<=", "50", "NOT", "MET"]
    assert shown[-1].split() == ["replay", "rate", "12,346", "/s"]
    assert len((tmp_path / "kept.jsonl").read_text().splitlines()) == 2


def test_a_file_goes_in_comes_out_and_goes_in_again(
    config: Config, club: Club, tmp_path: Path
) -> None:
    size = importing.Size(members=3, orders=2, read_lines=60)

    measured = {one.what: one.value for one in importing.imported(config, club, tmp_path, size)}

    assert (measured["lines"], measured["rows only read and sorted"]) == (18, 60)
    assert measured["undone"] > 0
    assert measured["in / COPY"] > 0
