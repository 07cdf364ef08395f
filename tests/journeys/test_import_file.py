"""A shop's messy file goes in, is mended, undone, and goes in again; the book always holds."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club
from tests.factories.messy_files import Row, messy_orders, write_csv
from tests.factories.pictures import picture
from vafa.adapters.tables.reading import open_table
from vafa.domain.catalogue.operations import name_groups
from vafa.domain.catalogue.queries import group_names
from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports.columns import ColumnsUnknown
from vafa.domain.imports.reasons import PERSIAN
from vafa.domain.members import photos
from vafa.domain.members.listing import MembersSought
from vafa.domain.members.models import Member
from vafa.domain.rewards.records import SpendWish
from vafa.interfaces.web import sources
from vafa.journeys import import_file_posting
from vafa.journeys.import_file import (
    Imported,
    ImportFinished,
    ImportPlan,
    UnitSuspected,
    import_file,
)
from vafa.journeys.list_members import list_members
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.show_changes import show_changes
from vafa.journeys.undo_import import ImportUndone, Undone, preview_undo, undo_import
from vafa.kit.calendar import local_day
from vafa.ledger.models import SaleLine
from vafa.ledger.totals import totals
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def club() -> Club:
    """Give a club with the reference programme, now."""
    return a_club(at=sources.now())


def bring(club: Club, path: Path, **more: Any) -> Imported:
    """Bring a file in."""
    asked = {"kind": "orders", "unit": "rial", "source": "old-till", "gives_value": True, **more}
    return import_file(
        principal=club.principal,
        ids=IDS,
        vault=VAULT,
        at=club.at,
        table=open_table(path=path),
        plan=ImportPlan(file_name=path.name, **asked),
        folder=path.parent,
        progress=lambda _done: None,
    )


def undo(club: Club, run_id: int | None) -> Undone:
    """Take an import back."""
    assert run_id is not None
    return undo_import(
        principal=club.principal, ids=IDS, at=club.at, run_id=run_id,
        progress=lambda _members, _sales: None,
    )  # fmt: skip


def rows_of(club: Club) -> list[Row]:
    """Give the messy rows, dated from the club's day."""
    return messy_orders(today=local_day(club.at, "Asia/Tehran"))


def reasons_of(rows: list[Row]) -> Counter[str]:
    """Count the reasons for which rows have to be refused."""
    return Counter(row.reason for row in rows if row.reason not in {"", "-"})


def test_import_file_goes_in_is_undone_and_goes_in_again(club: Club, tmp_path: Path) -> None:
    """What is held after the second time is what was held after the first."""
    path = write_csv(tmp_path / "orders.csv", rows_of(club))

    first = bring(club, path)
    held = club.outstanding()
    assert (first.members, first.orders, first.posted_before) == (4, 24, 0)
    assert held > 0
    assert verify(club_id=club.club_id).differences == 0

    undone = undo(club, first.run_id)
    assert (undone.members, undone.sales, undone.unregistered, undone.stay) == (4, 24, 4, ())
    assert club.outstanding() == 0
    assert verify(club_id=club.club_id).differences == 0

    second = bring(club, path)
    assert (second.members, second.orders, second.posted_before) == (4, 24, 0)
    assert club.outstanding() == held
    assert verify(club_id=club.club_id).differences == 0


def test_import_file_accounts_for_every_row(club: Club, tmp_path: Path) -> None:
    """Every fault is refused for its own reason, and rows read are rows accepted and refused."""
    rows = rows_of(club)

    done = bring(club, write_csv(tmp_path / "orders.csv", rows), is_dry=True)

    assert Counter(done.refused) == reasons_of(rows)
    assert done.rows == done.accepted + sum(done.refused.values()) == len(rows) - 3
    assert done.amount_rials == sum(5_000_000 + 100_000 * number for number in range(24))
    assert done.run_id is None
    assert totals(club_id=club.club_id).sales == 0


def test_import_file_gives_the_refused_rows_back(club: Club, tmp_path: Path) -> None:
    """The refused file opens in Excel and names each reason in Persian; mended, it goes in."""
    rows = rows_of(club)
    bring(club, write_csv(tmp_path / "orders.csv", rows))

    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as file:
        assert file.read(1) == "\ufeff"
        refused = list(csv.reader(file))

    assert [row[-1] for row in refused[1:]] == [
        PERSIAN[row.reason] for row in rows if row.reason not in {"", "-"}
    ]
    mended = [row for row in rows if row.reason == "amount_of_other_unit"]
    cells = [*mended[0].cells[:6], "6000000", "", ""]
    done = bring(club, write_csv(tmp_path / "mended.csv", [Row(tuple(cells))]))
    assert (done.orders, done.refused) == (1, {})
    assert verify(club_id=club.club_id).differences == 0


def test_import_file_without_value_gives_tiers_only(club: Club, tmp_path: Path) -> None:
    """Tiers are computed, points come only when asked; nobody is told, nobody exposed (E15)."""
    rows = [*rows_of(club), *messy_orders(today=local_day(club.at, "Asia/Tehran"), first=2)]
    many = [replace(row, cells=(*row.cells[:6], "60,000,000", "", "")) for row in rows[:24]]

    bring(club, write_csv(tmp_path / "orders.csv", many), gives_value=False)

    found = totals(club_id=club.club_id)
    assert club.outstanding() == 0
    assert (found.sales, found.movements) == (24, 0)
    assert found.tiers == {"silver": 4}
    relay_changes(batch=1000)
    told = show_changes(principal=club.principal, cursor="", limit=100)
    assert told.entries == ()


def test_import_file_goes_on_after_a_crash(
    club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Members who were posted before the crash are left out; in the end each is there once."""
    path = write_csv(tmp_path / "orders.csv", rows_of(club))
    monkeypatch.setattr(import_file_posting, "ROWS_AT_ONCE", 1)
    bring_batch, calls = import_file_posting.Bringer.bring, iter(range(9))

    def fails_from_third(self: Any, batch: Any) -> Any:
        if next(calls) >= 2:
            raise MemoryError
        return bring_batch(self, batch)

    with monkeypatch.context() as patched:
        patched.setattr(import_file_posting.Bringer, "bring", fails_from_third)
        with pytest.raises(MemoryError):
            bring(club, path)
    assert totals(club_id=club.club_id).sales == 12

    done = bring(club, path)

    assert done.orders == 12
    assert totals(club_id=club.club_id).sales == 24
    assert verify(club_id=club.club_id).differences == 0
    with pytest.raises(ImportFinished):
        bring(club, path)


def test_undo_import_keeps_those_who_bought_since_and_lists_them(
    club: Club, tmp_path: Path
) -> None:
    """Sara bought again with what came: her orders come back, what she spent is owed (E92)."""
    done = bring(club, write_csv(tmp_path / "orders.csv", rows_of(club)))
    with club_scope(club.club_id):
        sara = Member.objects.get(first_name="سارا").id
    club.members = {"Sara": sara}
    credit = club.available("credit")
    club.buy(100_000_000, spend=(SpendWish("credit", credit),))
    earned = club.wallet()

    foreseen = preview_undo(principal=club.principal, run_id=done.run_id or 0)
    undone = undo(club, done.run_id)

    assert (foreseen.members, foreseen.sales, foreseen.stay) == (4, 24, (sara,))
    assert (undone.members, undone.sales, undone.stay) == (4, 24, (sara,))
    assert undone.unregistered == 3
    held = {one.unit: one.spendable - one.owed for one in club.wallet().balances}
    before = {one.unit: one.spendable - one.owed for one in earned.balances}
    assert before["credit"] - held["credit"] == credit
    assert verify(club_id=club.club_id).differences == 0
    with pytest.raises(ImportUndone):
        undo(club, done.run_id)


def test_import_file_adds_to_a_book_that_is_not_empty(club: Club, tmp_path: Path) -> None:
    """A second file of the same people adds its orders; documents of the first are not doubled."""
    rows = rows_of(club)
    bring(club, write_csv(tmp_path / "first.csv", rows[:12]))
    done = bring(club, write_csv(tmp_path / "second.csv", rows[:24]))

    assert (done.orders, done.posted_before) == (12, 12)
    assert totals(club_id=club.club_id).sales == 24
    assert verify(club_id=club.club_id).differences == 0


def test_import_file_suspects_toman_for_rial(club: Club, tmp_path: Path) -> None:
    """A file whose amounts are a tenth of the shop's own is refused until somebody is sure."""
    for _ in range(20):
        club.buy(60_000_000)
    path = write_csv(tmp_path / "orders.csv", rows_of(club))

    with pytest.raises(UnitSuspected):
        bring(club, path)
    assert totals(club_id=club.club_id).sales == 20
    assert bring(club, path, is_sure=True).orders == 25


def test_import_file_of_members_registers_and_undo_frees_their_mobiles(
    club: Club, tmp_path: Path
) -> None:
    """A mobile that came twice is one member; after the undo it can join anew."""
    path = tmp_path / "members.csv"
    path.write_text(
        "موبایل,نام,نام خانوادگی,تاریخ تولد\n"
        "09121110001,سارا,کریمی,1370/05/12\n"
        "۰۹۱۲۱۱۱۰۰۰۱,سارا,کریمی,\n"
        "09121110002,علی,رضایی,1370/13/12\n"
        "09121110003,مینا,,\n09121110004,مینا 6037991234567893,,\n",
        encoding="utf-8",
    )

    done = bring(club, path, kind="members")
    with club_scope(club.club_id):
        sara = Member.objects.get(first_name="سارا")
        photos.keep(club_id=club.club_id, member_id=sara.id, image=picture(), vault=VAULT)
    undone = undo(club, done.run_id)

    assert done.refused == {"member_twice": 1, "birthday_impossible": 1, "card_number": 1}
    assert (done.accepted, done.members, sara.birth_month, sara.birth_day) == (2, 2, 5, 12)
    with club_scope(club.club_id):
        gone = Member.objects.get(id=sara.id)
        assert photos.forget(club_id=club.club_id, member_ids=[sara.id]) is False
    listed = list_members(principal=club.principal, vault=VAULT, sought=MembersSought())

    assert (undone.members, undone.unregistered, undone.stay) == (2, 2, ())
    assert (bytes(gone.mobile_sealed), [one.member.member_id for one in listed]) == (b"", [])
    assert club.join("Sara", mobile="09121110001") != sara.id
    assert bring(club, path, kind="members").accepted == 2


def test_import_file_of_lines_fills_merged_cells_and_refuses_whole_orders(
    club: Club, tmp_path: Path
) -> None:
    """A merged cell counts for the lines below it; a bad line takes its order's others with it."""
    path = tmp_path / "lines.csv"
    path.write_text(
        "موبایل;شماره فاکتور;تاریخ;کالا;تعداد;مبلغ (تومان)\n"
        "09121110001;A-1;1404/01/05;شیر;2;120,000\n"
        ";;;نان;1;30,000\n"
        "09121110001;A-2;1404/01/06;شیر;1;60,000\n"
        "09121110001;A-2;1404/01/06;نان;1;-\n"
        "09121110002;A-2;1404/01/06;نان;1;30,000\n"
        ";;;جمع کل;;240,000\n",
        encoding="utf-8",
    )

    done = bring(club, path, kind="lines", unit="toman")

    assert done.refused == {
        "amount_unreadable": 1, "document_of_another": 1, "line_of_refused_order": 1
    }  # fmt: skip
    assert (done.accepted, done.amount_rials, done.orders) == (2, 1_500_000, 1)
    found = totals(club_id=club.club_id)
    assert (found.sales, found.lines) == (1, 2)
    assert verify(club_id=club.club_id).differences == 0


def test_import_file_remembers_what_columns_mean(club: Club, tmp_path: Path) -> None:
    """A column that was named by hand once is known in the next file of the same shape."""
    text = "موبایل;فاکتور;تاریخ;Betrag\n09121110001;{};1404/01/05;1,200,000\n"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(text.format("A-1"), encoding="utf-8")
    second.write_text(text.format("A-2"), encoding="utf-8")

    with pytest.raises(ColumnsUnknown):
        bring(club, second)
    bring(club, first, columns={"amount": "Betrag"})

    assert bring(club, second).amount_rials == 1_200_000


def test_import_file_of_balances_gives_what_members_had(club: Club, tmp_path: Path) -> None:
    """Points are counted, credit is money: Toman is asked for; every balance counts in totals."""
    path = tmp_path / "balances.csv"
    path.write_text(
        "شماره همراه;نام;مانده امتیاز;اعتبار (تومان);تاریخ انقضا\n"
        "09121110001;سارا;۱۲۰;۵٬۰۰۰;\n"
        "09121110002;علی;30;;1500/01/01\n"
        "09121110002;علی;40;;\n"
        "09121110003;مینا;0;0;\n"
        "09121110004;رضا;;;\n"
        "09121110005;رضا;-5;;\n"
        "09121110006;رضا;5;;1403/01/01\n"
        "09121110007;رضا;1.5;;\n"
        "09121110008;رضا;5;700 ریال;\n"
        "09121110001;سارا;۱۲۰;۵٬۰۰۰;\n",
        encoding="utf-8",
    )
    asked: dict[str, Any] = {"kind": "balances", "unit": "toman", "source": "old-club"}

    foreseen = bring(club, path, is_dry=True, **asked)
    done = bring(club, path, **asked)

    assert done.refused == {
        "balance_zero": 1, "balance_missing": 1, "amount_negative": 1, "expiry_over": 1,
        "units_unreadable": 1, "amount_of_other_unit": 1, "balance_twice": 1,
    }  # fmt: skip
    assert foreseen.refused == done.refused
    assert (foreseen.members, done.members, done.posted_before) == (2, 2, 0)
    units = totals(club_id=club.club_id).units
    assert sorted((unit.issued, unit.outstanding) for unit in units.values()) == [
        (190, 190), (50_000, 50_000)
    ]  # fmt: skip
    assert verify(club_id=club.club_id).differences == 0

    undone = undo(club, done.run_id)

    assert (undone.members, undone.sales, undone.unregistered, undone.stay) == (2, 2, 2, ())
    assert club.outstanding() == 0
    assert verify(club_id=club.club_id).differences == 0
    assert bring(club, path, **asked).members == 2
    assert club.outstanding() == 50_190
    with pytest.raises(ImportFinished):
        bring(club, path, **asked)


def test_undo_import_of_balances_leaves_owed_what_was_spent(club: Club, tmp_path: Path) -> None:
    """Sara spent what she had brought: it is owed, and she stays a member."""
    path = tmp_path / "balances.csv"
    path.write_text("موبایل,کیف پول\n09121110001,50000\n", encoding="utf-8")
    done = bring(club, path, kind="balances", source="old-club")
    with club_scope(club.club_id):
        club.members = {"Sara": Member.objects.get().id}
    club.redeem(20_000)

    undone = undo(club, done.run_id)

    held = next(one for one in club.wallet().balances if one.unit == "credit")
    assert (held.spendable, held.owed) == (0, 20_000)
    assert undone.stay == (club.members["Sara"],)
    assert verify(club_id=club.club_id).differences == 0


def test_import_file_learns_what_groups_are_called(club: Club, tmp_path: Path) -> None:
    """A group's Persian name is the catalogue's; another is told, named once, and remembered."""
    text = (
        "موبایل;فاکتور;تاریخ;گروه کالا;مبلغ\n"
        "09121110001;A-{0}1;1404/01/05;لبنيات;1,200,000\n"
        "09121110001;A-{0}2;1404/01/06;نان و شیرینی;1,200,000\n"
        "09121110001;A-{0}3;1404/01/07;ابزار;1,200,000\n"
    )
    with club_scope(club.club_id):
        name_groups(club_id=club.club_id, ids=IDS, groups=[NamedGroup("food.dairy", "لبنیات")])
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_text(text.format(number), encoding="utf-8")

    first = bring(club, paths[0], kind="lines", is_dry=True)
    second = bring(club, paths[1], kind="lines", groups={"نان و شیرینی": "food.bakery"})
    third = bring(club, paths[2], kind="lines", adds_groups=True)

    assert first.unknown_groups == {"نان و شیرینی": 1, "ابزار": 1}
    assert second.unknown_groups == {"ابزار": 1}
    assert third.unknown_groups == {}
    with club_scope(club.club_id):
        names = group_names(club_id=club.club_id)["fa"]
        lines = SaleLine.objects.values_list("product_group", flat=True)
        counted = Counter(lines)
    tools = next(code for code, name in names.items() if name == "ابزار")
    assert counted == {"food.dairy": 2, "food.bakery": 2, "unspecified": 1, tools: 1}
