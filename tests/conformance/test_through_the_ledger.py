"""Every case again, as a till would send it: through the journeys, on the real database."""

import pytest

from tests.conformance.case import Case, Outcome
from tests.conformance.kit import CASES, account
from tests.conformance.ledger_runner import LedgerRunner
from tests.conformance.listing import NOT_YET

pytestmark = pytest.mark.django_db


def run(case: Case) -> Outcome:
    return LedgerRunner(case).run()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_holds_in_the_book(case: Case) -> None:
    assert run(case).differences == ()


def test_a_wrong_outcome_is_told() -> None:
    """A kit that could not fail would prove nothing."""
    case = Case("E1", (("purchase", {"net": 100_000}, {"points": 2, "balance": {"points": 3}}),))

    assert run(case).differences == (
        "step 1: points is 1, not 2", "step 1: balance is {'points': 1}, not {'points': 3}",
    )  # fmt: skip


def test_with_the_book_only_rows_of_later_issues_are_open(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = account(ledger=run)

    with capsys.disabled():
        print("", *found.lines(), sep="\n")  # noqa: T201  framework
    assert set(found.open) == set(NOT_YET)
