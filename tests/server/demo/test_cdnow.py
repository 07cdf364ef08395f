"""The CDNOW orders: the published counts, and what is refused of a faulty file."""

from datetime import date
from pathlib import Path

import pytest

from vafa.kit.calendar import day_of
from vafa.server.demo import cdnow
from vafa.server.demo.history import History, SampleDataMissing


def _account(history: History, kind: str) -> dict[str, int]:
    return {row.reason.code: row.count for row in history.account if row.kind == kind}


def test_counts_and_total_are_the_published_ones(discs: History) -> None:
    assert len(discs.members) == 23_570
    assert discs.count("orders") == discs.count("lines") == 69_659
    assert discs.amount_rials("orders") == 250_031_563 * 5_000
    assert _account(discs, "orders") == {"repeated": 255, "paid_nothing": 80, "as_read": 69_324}


def test_an_order_is_one_line_of_no_stated_group(discs: History) -> None:
    assert discs.amount_only
    assert {discs.groups[number].code for number in set(discs.lines.group)} == {"unspecified"}


def test_faulty_rows_are_refused_with_their_reason(tmp_path: Path) -> None:
    file = tmp_path / "orders.txt"
    rows = (
        " customer_id  date number_of_cds  dollar_value",
        " 00002 19970112  5   77.00",
        " 00002 19970112  1   12.00",
        " 00001 19970101  1   11.77",
        " 00000 19970101  1   10.00",
        " 00003 19980701  1    3.00",
        " 00003 19970701  1   -3.00",
        " 00002 19970112  5   77.00",
        " 00004 19970101  1    0.00",
    )
    file.write_text("\n".join(rows), encoding="ascii")

    history = cdnow.read(until=date(1998, 7, 1), rials_per_cent=10, file=file)

    assert _account(history, "orders") == {
        "no_member": 1,
        "outside_period": 1,
        "negative_line": 1,
        "repeated": 1,
        "paid_nothing": 1,
        "as_read": 3,
    }
    assert _account(history, "lines") == {"order_refused": 3, "paid_nothing": 1, "as_read": 4}
    assert [member.reference for member in history.members] == ["1", "2", "4"]
    assert history.orders.document.tolist() == [
        "cdnow-3",
        "cdnow-1",
        "cdnow-2",
        "cdnow-7",
        "cdnow-8",
    ]
    assert history.orders.minute.tolist() == [720, 720, 721, 722, 720]
    assert history.orders.day[1] == day_of(date(1997, 1, 12))
    assert history.lines.net_rials.tolist() == [11_770, 77_000, 12_000, 77_000, 0]
    assert history.lines.quantity_milli.tolist() == [1_000, 5_000, 1_000, 5_000, 1_000]
    assert history.amount_rials("orders", "refused") == 10_000


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdnow, "PACKAGE", "no_such_package")

    with pytest.raises(SampleDataMissing) as caught:
        cdnow.read(until=date(2026, 11, 21))

    assert caught.value.details == {"package": "no_such_package"}
