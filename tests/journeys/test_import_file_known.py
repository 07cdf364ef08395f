"""A file of orders names people whom the club knows already, as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from tests.factories.households import Household
from tests.factories.merging import merge, unmerge
from tests.factories.messy_files import Row, jalali, write_csv
from tests.factories.whole import erase
from tests.journeys.test_import_file import bring, undo
from vafa.interfaces.web import sources
from vafa.journeys.import_file import ImportFinished
from vafa.journeys.leave_club import leave_club
from vafa.journeys.undo_import import preview_undo
from vafa.kit.calendar import local_day
from vafa.ledger.totals import totals
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

SARA, ALI, MINA = "09125550001", "09999990002", "09300000003"


@pytest.fixture
def club() -> Club:
    """Give a club that knows Sara, who once joined as Ali too."""
    made = a_club(at=sources.now())
    made.join("Sara", mobile=SARA)
    made.join("Ali", mobile=ALI)
    return made


def orders(club: Club, folder: Path, *bought: tuple[str, str, int]) -> Path:
    """Write a file: who (a mobile), which document, so many days ago."""
    today = local_day(club.at, "Asia/Tehran")
    rows = [
        Row(("", "", mobile, document, jalali(today - ago), "", "5,000,000", "", ""))
        for mobile, document, ago in bought
    ]
    return write_csv(folder / "orders.csv", rows)


def test_orders_of_both_numbers_of_a_merged_member_come_in(club: Club, tmp_path: Path) -> None:
    """In order of time, whichever number they were made with; and out, and in again."""
    done = merge(club)
    path = orders(
        club, tmp_path, (SARA, "1", 50), (ALI, "2", 40), (SARA, "3", 30), (ALI, "4", 20)
    )  # fmt: skip

    first = bring(club, path)

    assert (first.members, first.orders) == (1, 4)
    assert totals(club_id=club.club_id).sales == 4
    held = club.outstanding()
    assert verify(club_id=club.club_id).differences == 0
    with pytest.raises(ImportFinished):
        bring(club, path)
    undo(club, first.run_id)
    assert club.outstanding() == 0
    assert bring(club, path).orders == 4
    assert club.outstanding() == held
    unmerge(club, done.merge_id)
    assert verify(club_id=club.club_id).differences == 0


def test_orders_of_a_household_go_to_its_wallet(club: Club, tmp_path: Path) -> None:
    """What they bought counts where they earn, for what was brought in and what comes back."""
    home = Household(club)
    home.open()
    home.add("Ali")
    club.at = sources.now()

    done = bring(club, orders(club, tmp_path, (SARA, "1", 50), (ALI, "2", 40)))

    assert (done.members, done.orders) == (2, 2)
    held = club.available("credit")
    assert held > 0
    assert club.available("credit", "Ali") == held
    assert preview_undo(principal=club.principal, run_id=done.run_id or 0).stay == ()
    assert undo(club, done.run_id).sales == 2
    assert club.available("credit") == 0
    assert verify(club_id=club.club_id).differences == 0


def test_balances_of_a_household_go_to_its_wallet(club: Club, tmp_path: Path) -> None:
    """An older club's balances too."""
    home = Household(club)
    home.open()
    path = tmp_path / "balances.csv"
    path.write_text(f"موبایل,امتیاز\n{SARA},70\n", encoding="utf-8")

    done = bring(club, path, kind="balances")

    assert club.available("points") == 70
    undo(club, done.run_id)
    assert club.available("points") == 0
    assert verify(club_id=club.club_id).differences == 0


def test_nothing_of_who_left_or_was_erased_comes_in(club: Club, tmp_path: Path) -> None:
    """Their rows go back to the shop with the reason, whichever file they are in."""
    club.join("Mina", mobile=MINA)
    leave(club, "Ali")
    erase(club, "Mina")
    path = orders(club, tmp_path, (SARA, "1", 50), (ALI, "2", 40), (MINA, "3", 30))

    done = bring(club, path)

    assert (done.orders, dict(done.refused)) == (1, {"member_left": 1, "member_erased": 1})
    members = tmp_path / "members.csv"
    members.write_text(f"موبایل\n{MINA}\n", encoding="utf-8")
    assert bring(club, members, kind="members").accepted == 0
    club.join("Mina again", mobile=MINA)
    (tmp_path / "again").mkdir()
    assert bring(club, orders(club, tmp_path / "again", (MINA, "4", 30))).orders == 1


def leave(club: Club, name: str) -> None:
    """Let somebody leave the club."""
    with clock(club.at):
        leave_club(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.members[name], source="portal",
        )  # fmt: skip
