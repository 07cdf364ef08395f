"""Another ladder takes the place of the one in force: up at once, down after grace (E65)."""

from hypothesis import given
from hypothesis import strategies as st

from vafa.programme.compile import compile_programme
from vafa.programme.decide import next_review_day
from vafa.programme.document import CalendarWindow, Lifetime, Programme, Rolling
from vafa.programme.presets import reference_programme
from vafa.programme.records import MemberState
from vafa.programme.shifting import Shifted, shifted, stays

DAY = 20_000


def with_silver_at(rials: int, **ladder: object) -> Programme:
    """Give the reference programme with another threshold for silver."""
    programme = reference_programme()
    assert programme.ladder is not None
    levels = tuple(
        level.model_copy(update={"threshold": rials}) if level.code == "silver" else level
        for level in programme.ladder.levels
    )
    update = {"levels": levels, **ladder}
    return programme.model_copy(update={"ladder": programme.ladder.model_copy(update=update)})


def shift(after: Programme, spent: int, tier: str, *, grace: int = 0, manual: int = 0) -> Shifted:
    """Judge somebody who has spent so much today."""
    before = compile_programme(reference_programme())
    kept = MemberState(
        day=DAY, tier=tier, tier_since=DAY, grace_until=grace, manual_until=manual,
        window=((DAY, spent),),
    )  # fmt: skip
    return shifted(before=before, after=compile_programme(after), state=kept, day=DAY)


def test_lower_threshold_lifts_at_once() -> None:
    found = shift(with_silver_at(100_000_000), 120_000_000, "bronze")

    assert (found.before, found.after, found.falls_on) == ("bronze", "silver", 0)
    assert [change.kind for change in found.tier_changes] == ["up"]
    assert found.moves


def test_higher_threshold_lowers_after_grace_only() -> None:
    found = shift(with_silver_at(200_000_000), 160_000_000, "silver")

    assert (found.before, found.after, found.falls_on) == ("silver", "bronze", DAY + 31)
    assert (found.state.tier, found.review_day) == ("silver", DAY + 31)
    assert [change.kind for change in found.tier_changes] == ["grace_started"]


def test_without_grace_it_lowers_at_once() -> None:
    found = shift(with_silver_at(200_000_000, grace_days=0), 160_000_000, "silver")

    assert (found.after, found.falls_on, found.state.tier) == ("bronze", 0, "bronze")


def test_whoever_was_in_grace_already_does_not_move_again() -> None:
    found = shift(with_silver_at(200_000_000), 10_000_000, "silver", grace=DAY + 9)

    assert not found.moves
    assert found.review_day == DAY + 9


def test_tier_by_hand_stays() -> None:
    found = shift(with_silver_at(200_000_000), 1_000, "gold", manual=DAY + 50)

    assert (found.before, found.after) == ("gold", "gold")


def test_full_landing_names_where_the_value_belongs() -> None:
    found = shift(with_silver_at(200_000_000, landing="full"), 20_000_000, "silver")

    assert (found.before, found.after) == ("silver", "regular")


WINDOWS = st.sampled_from([Rolling(days=365), Rolling(days=30), Lifetime(), CalendarWindow()])
BUCKETS = st.dictionaries(st.integers(DAY - 500, DAY), st.integers(0, 300_000_000), max_size=4)
TIERS = st.sampled_from(["regular", "bronze", "silver", "gold"])


@given(bought=BUCKETS, tier=TIERS, silver=st.integers(60_000_000, 390_000_000), window=WINDOWS)
def test_quick_look_never_passes_over_somebody_who_moves(
    bought: dict[int, int], tier: str, silver: int, window: Rolling | Lifetime | CalendarWindow
) -> None:
    before = compile_programme(with_silver_at(150_000_000, window=window))
    after = compile_programme(with_silver_at(silver, window=window))
    newest = max(bought, default=DAY)
    since = newest - window.days if isinstance(window, Rolling) else 0
    kept = tuple(one for one in sorted(bought.items()) if one[0] > since)  # older ones have left
    state = MemberState(day=newest, tier=tier, window=kept)
    due = next_review_day(programme=before, state=state)

    if (due is None or due > DAY) and stays(before=before, after=after, state=state, day=DAY):
        assert not shifted(before=before, after=after, state=state, day=DAY).moves
