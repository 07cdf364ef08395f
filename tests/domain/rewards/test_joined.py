"""Two members' memory of the programme made one, and taken apart: nothing is lost or doubled."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.rewards.joined import advanced, join, part, step_of
from vafa.programme.compile import compile_programme
from vafa.programme.presets import reference_programme
from vafa.programme.records import MemberState

PROGRAMME = compile_programme(reference_programme())
TODAY = 20_000


def state(*window: tuple[int, int], **more: object) -> MemberState:
    """Give a member who bought so much on these days."""
    days = [day for day, _ in window]
    plain = MemberState(
        day=TODAY,
        tier="regular",
        purchases=len(days),
        first_purchase_day=min(days, default=0),
        last_purchase_day=max(days, default=0),
        window=tuple(sorted(window)),
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # stub is wrong


windows = st.dictionaries(
    st.integers(TODAY - 360, TODAY), st.integers(1, 8_000_000), max_size=6
).map(lambda buckets: tuple(sorted(buckets.items())))
caps = st.dictionaries(
    st.sampled_from(["points/day", "credit/month"]),
    st.tuples(st.integers(TODAY - 1, TODAY), st.integers(0, 100)),
)
states = st.builds(
    lambda window, granted, carried: (
        advanced(
            programme=PROGRAMME, state=state(*window, caps=granted, carry=carried), day=TODAY
        ).state
    ),
    windows,
    caps,
    st.dictionaries(st.just("points-on-purchase"), st.integers(-50_000, 99_999)),
)


def test_what_both_spent_counts_together() -> None:
    ours, theirs = state((TODAY - 9, 60), (TODAY, 5)), state((TODAY - 9, 40), (TODAY - 300, 7))

    decision = join(programme=PROGRAMME, survivor=ours, duplicate=theirs)

    assert decision.state.window == ((TODAY - 300, 7), (TODAY - 9, 100), (TODAY, 5))
    assert decision.state.purchases == 4
    assert (decision.state.first_purchase_day, decision.state.last_purchase_day) == (
        TODAY - 300,
        TODAY,
    )


def test_the_higher_tier_counts_with_its_grace() -> None:
    ours = state(tier="silver", tier_since=TODAY - 50, grace_until=TODAY + 5)
    theirs = state((TODAY, 60_000_000), tier="bronze", tier_since=TODAY)

    kept = join(programme=PROGRAMME, survivor=theirs, duplicate=ours).state

    assert (kept.tier, kept.tier_since, kept.grace_until) == ("silver", TODAY - 50, TODAY + 5)


def test_of_two_equal_tiers_the_safer_and_longer_one_counts() -> None:
    ours = state((TODAY, 60_000_000), tier="bronze", tier_since=TODAY)
    theirs = state(tier="bronze", tier_since=TODAY - 70, grace_until=TODAY + 5)

    kept = join(programme=PROGRAMME, survivor=ours, duplicate=theirs).state

    assert (kept.tier, kept.tier_since, kept.grace_until) == ("bronze", TODAY - 70, 0)


def test_caps_of_the_same_period_add_up_and_older_ones_are_forgotten() -> None:
    ours = state(caps={"points/day": (TODAY, 30), "credit/month": (7, 5)})
    theirs = state(caps={"points/day": (TODAY, 20), "credit/month": (6, 9)})

    kept = join(programme=PROGRAMME, survivor=ours, duplicate=theirs).state

    assert kept.caps == {"points/day": (TODAY, 50), "credit/month": (7, 5)}


def test_a_refund_since_takes_from_what_the_duplicate_brought_on_its_own_days() -> None:
    ours, theirs = state((TODAY, 60)), state((TODAY - 9, 40))
    both = join(programme=PROGRAMME, survivor=ours, duplicate=theirs).state
    refunded = replace(both, window=((TODAY - 9, 25), (TODAY, 60)))

    kept, freed = part(
        programme=PROGRAMME, joined=refunded, survivor_before=ours, duplicate=theirs
    )

    assert kept.state.window == ((TODAY, 60),)
    assert freed.state.window == ((TODAY - 9, 25),)


def test_purchases_since_stay_with_the_survivor() -> None:
    nobody, theirs = state(), state((TODAY - 9, 40))
    both = join(programme=PROGRAMME, survivor=nobody, duplicate=theirs).state
    later = replace(
        both, window=((TODAY - 9, 40), (TODAY, 3)), purchases=2, last_purchase_day=TODAY
    )

    kept, freed = part(programme=PROGRAMME, joined=later, survivor_before=nobody, duplicate=theirs)

    assert (kept.state.purchases, freed.state.purchases) == (1, 1)
    assert (kept.state.first_purchase_day, kept.state.last_purchase_day) == (TODAY, TODAY)
    assert freed.state.last_purchase_day == TODAY - 9


@given(ours=states, theirs=states)
def test_parting_at_once_restores_both(ours: MemberState, theirs: MemberState) -> None:
    """Join and part are inverse but for caps of older periods, which no longer count."""
    both = join(programme=PROGRAMME, survivor=ours, duplicate=theirs).state

    kept, freed = part(programme=PROGRAMME, joined=both, survivor_before=ours, duplicate=theirs)

    assert replace(freed.state, caps={}) == replace(theirs, caps={})
    carried = {rule: rials for rule, rials in kept.state.carry.items() if rials}
    assert carried == {rule: rials for rule, rials in ours.carry.items() if rials}
    assert replace(kept.state, caps={}, carry={}) == replace(ours, caps={}, carry={})


def test_a_step_is_told_only_when_the_tier_differs() -> None:
    assert step_of(programme=PROGRAMME, before="gold", after="gold", day=1) is None
    down = step_of(programme=PROGRAMME, before="gold", after="bronze", day=1)
    up = step_of(programme=PROGRAMME, before="", after="bronze", day=1)
    assert down is not None
    assert up is not None
    assert ((down.kind, down.after), (up.kind, up.before)) == (
        ("down", "bronze"),
        ("up", "regular"),
    )
