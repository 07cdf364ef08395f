"""Stored reasons come back as they were; balances and legs name units by number."""

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.clubs import NOON
from vafa.domain.rewards import translate
from vafa.domain.rewards.rulebook import Version
from vafa.ledger.records import BurnUnits, Earn, Snapshot, WalletBalance
from vafa.programme.presets import reference_programme
from vafa.programme.records import Award, Balance, Burn, MemberFacts, MemberState, Reason

VERSION = Version(9, 1, NOON, reference_programme(), {"fa": {}, "en": {}})


def award(units: int, *, available_day: int = 0, expires_day: int = 0) -> Award:
    return Award(
        "cashback", "credit", units, units, 100, {1: 100}, {1: units}, "regular", 20_000,
        available_day, expires_day,
    )  # fmt: skip


@given(st.dictionaries(st.sampled_from(["rule", "units", "tier"]), st.integers() | st.text()))
def test_reasons_are_read_back_as_they_were_stored(figures: dict[str, object]) -> None:
    reasons = (Reason("share", figures),)

    assert translate.reasons_from(translate.reasons_json(reasons)) == reasons


def test_awards_of_nothing_issue_nothing() -> None:
    legs = translate.earn_legs(awards=(award(0), award(5)), version=VERSION)

    assert legs == (Earn(unit=2, units=5, award_index=1),)


def test_days_become_midnights_of_the_programmes_zone() -> None:
    (leg,) = translate.earn_legs(
        awards=(award(5, available_day=20_000, expires_day=20_365),), version=VERSION
    )

    assert isinstance(leg, Earn)
    assert leg.available_at is not None
    assert leg.expires_at is not None
    assert leg.available_at.isoformat() == "2024-10-03T20:30:00+00:00"
    assert (leg.expires_at - leg.available_at).days == 365


def test_burns_name_units_by_number() -> None:
    burn = Burn("credit", 7, 7, "discount", {1: 7}, hold_id=3)

    assert translate.burn_legs(burns=(burn,), version=VERSION) == (BurnUnits(2, 7, 3),)


def test_a_snapshot_names_units_by_code() -> None:
    stored = Snapshot(
        1, 2, 3, {"tier": "gold"}, {1: WalletBalance(5, 1, 2, 0), 9: WalletBalance(1, 0, 0, 0)},
        NOON, 1,
    )  # fmt: skip

    seen = translate.snapshot_of(snapshot=stored, version=VERSION, facts=MemberFacts())

    assert (seen.state, seen.balances) == (
        MemberState(tier="gold"), {"points": Balance(5, 1, 2, 0)},
    )  # fmt: skip
    assert translate.balances_json(stored.balances)["1"]["available"] == 4
