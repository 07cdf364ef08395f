"""Where a member stands on the ladder, for showing."""

from tests.programme.shop import DAY, compiled
from vafa.programme.records import MemberState
from vafa.programme.standing import Standing, ladder_standing

BOUGHT = 60_000_000


def test_standing_tells_tier_value_and_what_comes_next() -> None:
    state = MemberState(day=DAY, tier="bronze", window=((DAY - 364, 1), (DAY, BOUGHT - 1)))

    standing = ladder_standing(programme=compiled(), state=state, day=DAY)

    assert standing == Standing("bronze", BOUGHT, "silver")


def test_nothing_comes_after_the_highest_tier() -> None:
    state = MemberState(day=DAY, tier="gold", window=((DAY, 10**9),))

    assert ladder_standing(programme=compiled(), state=state, day=DAY).next_tier == ""


def test_without_a_ladder_there_is_no_standing() -> None:
    flat = compiled({"ladder": None, "rules": []})

    assert ladder_standing(programme=flat, state=MemberState(), day=DAY) == Standing("", 0, "")
