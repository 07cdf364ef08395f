"""Every case of the kit runs; every row of the lists is either claimed or says why not."""

from pathlib import Path

import pytest

from tests.conformance.case import EXPECTED, WORDS, Case
from tests.conformance.kit import CASES, account, run_pure
from tests.conformance.listing import NOT_YET, PROVED_BY, ROW_IDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.needs == "pure"], ids=lambda case: case.name
)
def test_case_holds(case: Case) -> None:
    assert run_pure(case).differences == ()


def test_every_row_is_listed_and_no_other() -> None:
    assert {case.id for case in CASES} | set(NOT_YET) | set(PROVED_BY) <= set(ROW_IDS)


def test_cases_use_known_words_only() -> None:
    """A misspelt expectation would never be compared."""
    words = {word for case in CASES for word, *_ in case.steps}
    expected = {
        key for case in CASES for _, _, *rest in case.steps for then in rest for key in then
    }

    assert words <= set(WORDS)
    assert expected <= set(EXPECTED)


def test_a_wrong_outcome_is_told() -> None:
    """A kit that could not fail would prove nothing."""
    case = Case("E1", (("purchase", {"net": 100_000}, {"points": 2}),))

    assert run_pure(case).differences == ("step 1: points is 1, not 2",)


def test_rows_proved_elsewhere_name_tests_that_exist() -> None:
    for proof in PROVED_BY.values():
        path, _, name = proof.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert f"def {name}(" in text if name else text


def test_the_account_adds_up() -> None:
    found = account()

    assert len(found.held) + len(found.open) == found.rows == 121
    assert set(NOT_YET) <= set(found.open)
