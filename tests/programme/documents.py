"""Programme documents for the tests: Hypothesis strategies of every node, effect and policy."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from vafa.programme import conditions as c
from vafa.programme import document as d
from vafa.programme.compile import TRIGGERS
from vafa.programme.pricing_records import Selection

CODES = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,8}", fullmatch=True)
NAMES = st.text("abcdefابپتث ۴۷\u200c", min_size=1, max_size=12)
LABELS = st.builds(d.Label, fa=NAMES, en=NAMES)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
RIALS = st.integers(0, 10**13)


def some(
    strategy: st.SearchStrategy[Any], *, least: int = 1, most: int = 3
) -> st.SearchStrategy[tuple[Any, ...]]:
    """Give a strategy of short tuples."""
    return st.lists(strategy, min_size=least, max_size=most, unique=True).map(tuple)


LEAVES = st.one_of(
    st.builds(
        c.AmountIs,
        of=st.sampled_from(["net", "eligible"]),
        at_least=RIALS,
        below=st.none() | st.integers(1, 10**13),
    ),
    st.builds(c.HasGroup, groups=some(CODES), quantity=st.integers(1, 10**6)),
    st.builds(c.ChannelIs, channels=some(CODES)),
    st.builds(c.BranchIs, branches=some(CODES)),
    st.builds(c.PartnerIs, partners=some(CODES)),
    st.builds(c.TierIs, tiers=some(CODES)),
    st.builds(c.InSegment, segments=some(CODES)),
    st.builds(c.WeekdayIs, days=some(st.sampled_from(["saturday", "monday", "friday"]))),
    st.builds(c.HoursAre, from_minute=st.integers(0, 1439), to_minute=st.integers(0, 1440)),
    st.builds(c.DateIn, starts_on=st.none() | DAYS, ends_before=st.none() | DAYS),
    st.builds(
        c.PurchaseNumber,
        numbers=some(st.integers(1, 50), least=0),
        every=st.none() | st.integers(2, 20),
    ),
    st.builds(c.FirstPurchase),
    st.builds(
        c.DaysSinceVisit, at_least=st.integers(0, 400), at_most=st.none() | st.integers(0, 400)
    ),
    st.builds(c.BirthdayWindow, days_before=st.integers(0, 60), days_after=st.integers(0, 60)),
    st.builds(c.AttributeIs, name=CODES, values=some(NAMES)),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(c.AllOf, of=some(inner, least=0)),
        st.builds(c.AnyOf, of=some(inner)),
        st.builds(c.Not, of=inner),
    ),
    max_leaves=5,
)

EXPIRIES = st.one_of(
    st.builds(d.NeverExpires),
    st.builds(d.AfterDays, days=st.integers(1, 36500)),
    st.builds(
        d.OnFixedDate,
        month=st.integers(1, 12),
        day=st.integers(1, 31),
        minimum_days=st.integers(0, 3650),
    ),
    st.builds(d.AfterInactivity, days=st.integers(1, 3650)),
)
CAPS = st.lists(
    st.builds(
        d.Cap,
        per=st.sampled_from(["order", "day", "month", "year", "member"]),
        amount=st.integers(0, 10**13),
    ),
    max_size=3,
).map(tuple)
EFFECTS = st.one_of(
    st.builds(
        d.PerAmount,
        unit=CODES,
        units=st.integers(1, 10**9),
        rials=st.integers(1, 10**9),
        carry=st.booleans(),
    ),
    st.builds(
        d.ShareOfAmount,
        unit=CODES,
        share=st.integers(0, 10_000),
        by_tier=st.dictionaries(CODES, st.integers(0, 10_000), max_size=3),
    ),
    st.builds(d.FixedAmount, unit=CODES, units=st.integers(1, 10**13)),
    st.builds(d.PerItem, unit=CODES, units=st.integers(1, 10**9), quantity=st.integers(1, 10**6)),
    st.builds(
        d.Multiply,
        unit=CODES,
        numerator=st.integers(1, 1000),
        denominator=st.integers(1, 1000),
        rules=some(CODES, least=0),
    ),
)
ISO_DAYS = st.none() | DAYS.map(date.isoformat)
RULES = st.builds(
    d.Rule,
    code=CODES,
    name=LABELS,
    trigger=st.sampled_from(list(TRIGGERS)),
    condition=CONDITIONS,
    effects=st.lists(EFFECTS, min_size=1, max_size=3).map(tuple),
    groups=some(CODES, least=0),
    excluded_groups=some(CODES, least=0),
    stacking=CODES,
    priority=st.integers(-1000, 1000),
    caps=CAPS,
    budget=st.none() | CODES,
    expiry=st.none() | EXPIRIES,
    pending_days=st.none() | st.integers(0, 3650),
    starts_on=ISO_DAYS,
    ends_before=ISO_DAYS,
)
UNITS = st.builds(
    d.Unit,
    code=CODES,
    number=st.integers(1, 999),
    kind=st.sampled_from(["points", "credit"]),
    name=LABELS,
    expiry=EXPIRIES,
    pending_days=st.integers(0, 3650),
    rounding=st.sampled_from(["floor", "nearest", "ceiling"]),
    rounding_step=st.integers(1, 10**9),
    caps=CAPS,
    redemption=st.none()
    | st.builds(
        d.Redemption,
        spend_as=st.sampled_from(["discount", "tender"]),
        value_rials=st.integers(1, 10**9),
        per_units=st.integers(1, 10**9),
        maximum_share=st.integers(0, 10_000),
        minimum_units=st.integers(0, 10**13),
        step_units=st.integers(1, 10**12),
        minimum_order=RIALS,
        excluded_groups=some(CODES, least=0),
    ),
)
LADDERS = st.builds(
    d.Ladder,
    basis=st.sampled_from(["spend", "points", "visits"]),
    points_unit=st.none() | CODES,
    groups=some(CODES, least=0),
    window=st.one_of(
        st.builds(d.Rolling, days=st.integers(1, 3660)),
        st.builds(d.CalendarWindow, period=st.sampled_from(["year", "season"])),
        st.builds(d.Lifetime),
    ),
    marginal=st.booleans(),
    grace_days=st.integers(0, 366),
    warning_days=st.integers(0, 366),
    landing=st.sampled_from(["step", "full"]),
    levels=st.lists(
        st.builds(d.Level, code=CODES, name=LABELS, threshold=st.integers(0, 10**15)),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
SELECTIONS = st.builds(
    Selection,
    groups=some(CODES, least=0),
    codes=some(CODES, least=0),
    excluded_groups=some(CODES, least=0),
    kinds=some(st.sampled_from(["product", "shipping"]), most=2),
)
REWARDS = st.builds(
    d.Reward,
    code=CODES,
    name=LABELS,
    given=st.sampled_from(["claimed", "coupon", "automatic"]),
    cost=st.none()
    | st.builds(
        d.RewardCost, unit=CODES, units=st.integers(1, 10**12), items=st.integers(1, 10**4)
    ),
    effect=st.one_of(
        st.builds(
            d.PercentReward,
            share=st.integers(1, 10_000),
            lines=SELECTIONS,
            maximum=st.none() | RIALS,
        ),
        st.builds(d.AmountReward, amount=st.integers(1, 10**13), lines=SELECTIONS),
        st.builds(d.FreeItems, lines=SELECTIONS),
        st.builds(
            d.BuyGetReward,
            buy=st.integers(1, 10**4),
            get=st.integers(1, 10**4),
            lines=SELECTIONS,
            free_lines=st.none() | SELECTIONS,
        ),
    ),
    minimum_order=RIALS,
    exclusive=st.booleans(),
    per_order=st.integers(1, 100),
    per_member=st.none() | st.integers(1, 10**6),
    own_points=st.booleans(),
)
NOTICES = st.builds(
    d.Notice, code=CODES, unit=CODES, thresholds=some(st.integers(-(10**6), 10**12))
)
PROGRAMMES = st.builds(
    d.Programme,
    code=CODES,
    name=LABELS,
    units=st.lists(UNITS, min_size=1, max_size=2).map(tuple),
    base=st.builds(
        d.Base,
        after_discounts=st.booleans(),
        with_vat=st.booleans(),
        with_shipping=st.booleans(),
        gift_cards=st.booleans(),
        paid_with_credit=st.booleans(),
        excluded_groups=some(CODES, least=0),
    ),
    rules=st.lists(RULES, max_size=2).map(tuple),
    stacking=st.lists(
        st.builds(d.Stacking, code=CODES, mode=st.sampled_from(["all", "best", "first"])),
        max_size=2,
    ).map(tuple),
    budgets=st.lists(
        st.builds(
            d.Budget,
            code=CODES,
            unit=CODES,
            per=st.sampled_from(["day", "month", "year", "ever"]),
            amount=st.integers(0, 10**15),
        ),
        max_size=2,
    ).map(tuple),
    ladder=st.none() | LADDERS,
    rewards=st.lists(REWARDS, max_size=2).map(tuple),
    notices=st.lists(NOTICES, max_size=2).map(tuple),
    gift_card_unit=st.none() | CODES,
    refunds=st.builds(
        d.Refunds,
        order=st.sampled_from(["pro_rata", "cash_first", "credit_first"]),
        shortfall=st.sampled_from(["owe", "forgive"]),
        free_items=st.sampled_from(["charge", "claw"]),
        restored_lot_grace_days=st.integers(0, 366),
    ),
    back_dating_days=st.integers(0, 3650),
    notice_days=st.integers(0, 366),
)
