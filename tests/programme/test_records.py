"""What is stored of a member comes back unchanged."""

from hypothesis import given
from hypothesis import strategies as st

from vafa.programme.records import Balance, MemberState

WHOLE = st.integers(-(10**13), 10**13)
DAYS = st.integers(0, 10**6)
CODES = st.text("abcdefgh.-", min_size=1, max_size=8)
STATES = st.builds(
    MemberState,
    day=DAYS,
    tier=CODES | st.just(""),
    tier_since=DAYS,
    grace_until=DAYS,
    manual_until=DAYS,
    purchases=DAYS,
    first_purchase_day=DAYS,
    last_purchase_day=DAYS,
    window=st.lists(st.tuples(DAYS, WHOLE), max_size=5).map(tuple),
    caps=st.dictionaries(CODES, st.tuples(DAYS, WHOLE), max_size=3),
    carry=st.dictionaries(CODES, WHOLE, max_size=3),
)


@given(STATES)
def test_a_state_is_read_back_as_it_was_stored(state: MemberState) -> None:
    assert MemberState.from_json(state.as_json()) == state


def test_nothing_stored_is_a_member_who_never_bought() -> None:
    assert MemberState.from_json({}) == MemberState()


def test_what_is_held_is_not_available() -> None:
    assert Balance(spendable=100, held=30, pending=7, owed=5).available == 70
