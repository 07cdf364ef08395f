"""The VAT rate of a day."""

from vafa.domain.clubs.records import ClubFacts


def club(*rates: tuple[int, int]) -> ClubFacts:
    return ClubFacts(
        1, "club", "Asia/Tehran", test=False, branches=frozenset(), vat_rates=rates
    )  # fmt: skip


def test_the_rate_is_the_last_one_that_has_started() -> None:
    facts = club((0, 900), (100, 1000))

    assert [facts.vat_on(day) for day in (0, 99, 100, 5000)] == [900, 900, 1000, 1000]


def test_without_a_rate_there_is_no_vat() -> None:
    assert club((100, 1000)).vat_on(99) == 0
