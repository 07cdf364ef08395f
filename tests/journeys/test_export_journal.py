"""The journal sums to zero and says what the liability says, under the club's own codes."""

from __future__ import annotations

import pytest

from tests.factories.accounts import close, figures
from tests.factories.clubs import a_club, claim
from vafa.domain.accounting.journal import JournalLine
from vafa.domain.accounting.operations import UnknownAccount
from vafa.journeys.export_journal import export_journal, set_account_codes

pytestmark = pytest.mark.django_db(transaction=True)

ABAN, AZAR = "1405-08", "1405-09"


def balance(journal: tuple[JournalLine, ...], account: str) -> int:
    """Give an account's credits less its debits."""
    return sum(line.credit_rials - line.debit_rials for line in journal if line.account == account)


@pytest.mark.parametrize("step", ["day", "month"])
def test_journal_moves_each_account_by_what_was_reported(step: str) -> None:
    club = a_club()
    sale = club.buy(20_000_000)
    club.redeem(100_000)
    club.pass_days(2)
    close(club, ABAN)
    club.refund(sale)

    journal = export_journal(
        principal=club.principal, at=club.at, first=ABAN, last=AZAR,
        step="day" if step == "day" else "month", language="fa",
    )  # fmt: skip

    units = [figures(club, AZAR, unit) for unit in ("points", "credit")]
    assert balance(journal, "liability") == sum(unit.closing_rials for unit in units)
    # The refund takes back 400,000 of credit; the 100,000 that were used are owed.
    assert balance(journal, "receivable") == -100_000
    for day in {line.day for line in journal}:
        assert (
            sum(line.debit_rials - line.credit_rials for line in journal if line.day == day) == 0
        )
    assert {line.month for line in journal} == {ABAN, AZAR}


def test_codes_of_accounts_are_the_clubs_own() -> None:
    club = a_club()
    club.buy(1_000_000)
    key = claim("codes")
    given = {"liability": "2/104", "revenue": "۶/۱۰۱"}

    codes, replayed = set_account_codes(
        principal=club.principal, claim=key, at=club.at, codes=given
    )
    again = set_account_codes(principal=club.principal, claim=key, at=club.at, codes=given)

    assert (codes["liability"], codes["breakage"], replayed) == ("2/104", "breakage", False)
    assert again == (codes, True)
    journal = export_journal(
        principal=club.principal, at=club.at, first="", last="", step="month", language="en"
    )
    assert {line.code for line in journal} == {"2/104", "۶/۱۰۱"}
    for wrong in ({"cash": "1"}, {"liability": ""}, {"liability": "9" * 41}):
        with pytest.raises(UnknownAccount):
            set_account_codes(principal=club.principal, claim=claim(), at=club.at, codes=wrong)
