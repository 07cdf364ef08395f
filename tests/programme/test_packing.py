"""A member goes into a machine and comes back unchanged, whatever the programme knows of it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.programme.shop import compiled
from vafa.kit.calendar import day_of_jalali
from vafa.programme.layout import NEVER
from vafa.programme.packing import birthday_distance, ordered_wishes, pack_member, unpack_state
from vafa.programme.records import MemberSnapshot, MemberState, Spend

PROGRAMME = compiled({
    "/units/0/caps": [{"per": "day", "amount": 9}, {"per": "day", "amount": 7}],
    "/rules/0/effects/0/carry": True, "/units/1/redemption/spend_as": "tender",
})  # fmt: skip
DAYS = st.integers(1, 30_000)


@given(
    state=st.builds(
        MemberState,
        day=DAYS, tier=st.sampled_from(["regular", "gold"]), tier_since=DAYS,
        grace_until=st.just(0), manual_until=DAYS, purchases=st.integers(0, 10**6),
        first_purchase_day=DAYS, last_purchase_day=DAYS,
        window=st.dictionaries(DAYS, st.integers(1,
            10**13)).map(lambda found: tuple(sorted(found.items()))),
        caps=st.just({"unit:points/day": (5, 6), "rule:gone/day": (1, 2)}),
        carry=st.just({"points-on-purchase": -5, "gone": 7}),
    ),
)  # fmt: skip
def test_a_member_comes_back_unchanged(state: MemberState) -> None:
    m = pack_member(PROGRAMME, MemberSnapshot(state))

    assert unpack_state(PROGRAMME, m.s, m.window, state) == state


def test_a_tier_that_is_no_longer_there_is_judged_anew() -> None:
    state = replace(MemberState(), tier="platinum", window=((20_000, 60_000_000),), day=20_000)

    m = pack_member(PROGRAMME, MemberSnapshot(state))

    assert unpack_state(PROGRAMME, m.s, m.window, state).tier == "bronze"


def test_the_tightest_of_equal_caps_counts() -> None:
    assert [cap.key for cap in PROGRAMME.caps] == ["unit:points/day"]


def test_discounts_are_taken_before_tenders() -> None:
    wishes = (Spend("credit", 1), Spend("points", None))

    assert ordered_wishes(PROGRAMME, wishes) == (wishes[1], wishes[0])


def test_the_distance_to_a_birthday_spans_the_year() -> None:
    new_year = day_of_jalali(1405, 1, 1)

    assert birthday_distance((1, 1), new_year - 1) == (1, 364)
    assert birthday_distance((12, 30), new_year) == (364, 1)
    assert birthday_distance(None, new_year) == (NEVER, NEVER)
