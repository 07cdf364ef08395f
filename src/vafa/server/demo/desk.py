"""What lies on the demo club's desk: orders at every step and products, so no page is empty.

They are made up, unlike the purchases. Each is there once, however often a loading is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from vafa.domain.catalogue.records import ProductGiven
from vafa.domain.clubs import people
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberRef
from vafa.domain.orders.records import NewOrder
from vafa.domain.people.queries import user_by_login
from vafa.interfaces.web import sources
from vafa.journeys.manage_catalogue import put_products
from vafa.journeys.work_orders import Doing, move_order, place_order


@dataclass(frozen=True, slots=True)
class Wish:
    """An order: how many days ago it came, and the states that followed, each so long ago."""

    title: str
    description: str
    days_ago: int
    cost_rials: int | None = None
    wished_in_days: int | None = None
    steps: tuple[tuple[str, int, str], ...] = ()


WISHES: Final = (
    Wish(
        "سبد هدیهٔ شب یلدا", "دوازده سبد برای همکاران شرکت، با انار و آجیل و کارت تبریک.", 1,
        wished_in_days=28,
    ),
    Wish("کیک تولد شکلاتی، سه کیلویی", "روی آن بنویسید: آوا، هفت‌سالگی‌ات مبارک.", 2, 18_500_000, 6),
    Wish(
        "پذیرایی جلسهٔ سی‌نفره", "میوه، شیرینی تر و نوشیدنی گرم؛ ساعت ده صبح تحویل شود.", 5,
        64_000_000, 4, (("review", 4, "صورت اقلام با مشتری نهایی شد."),),
    ),
    Wish(
        "بسته‌های ماهانهٔ خواروبار", "هر ماه برای پنج خانواده؛ برنج، روغن و چای.", 12,
        142_000_000, 3, (("review", 11, ""), ("started", 9, "دو بستهٔ نخست آماده شد.")),
    ),
    Wish(
        "سفارش عمدهٔ قهوه", "بیست کیلو دانهٔ قهوهٔ هفتاد درصد عربیکا برای کافهٔ ما.", 24, 96_000_000,
        None, (("review", 23, ""), ("started", 20, ""), ("delivered", 17, "با رسید تحویل شد.")),
    ),
    Wish(
        "سینی مزهٔ مهمانی", "برای جمعه شب؛ بدون گردو.", 30, 22_000_000, None,
        (("cancelled", 29, "به خواست مشتری."),),
    ),
)  # fmt: skip


def fill_shelf(*, club_id: int, login: str, products: Sequence[ProductGiven]) -> int:
    """Put products into the catalogue, by who has that log-in; gives how many."""
    who = staff_of(club_id=club_id, login=login)
    put_products(principal=who, ids=sources.ids(), at=sources.now(), products=products)
    return len(products)


def place_wishes(*, club_id: int, login: str, mobiles: Sequence[str]) -> int:
    """Place the orders, each for the next of some members, by who has that log-in; gives how many.

    :raises NoSuchMember: when a mobile is of no member.
    """
    now = sources.now()
    who = staff_of(club_id=club_id, login=login)
    for place, wish in enumerate(WISHES):
        member = MemberRef("mobile", mobiles[place % len(mobiles)])
        number = _place(who, wish, member, now, f"demo-order-{place}")
        for state, days_ago, note in wish.steps:
            move_order(
                doing=_doing(who, now - timedelta(days=days_ago), f"demo-order-{place}-{state}"),
                number=number,
                state=state,
                note=note,
                tells_member=False,
            )
    return len(WISHES)


def _place(who: Principal, wish: Wish, member: MemberRef, now: datetime, key: str) -> int:
    wished = wish.wished_in_days
    order = NewOrder(
        wish.title,
        wish.description,
        None if wished is None else (now + timedelta(days=wished)).date(),
        wish.cost_rials,
    )
    doing = _doing(who, now - timedelta(days=wish.days_ago), key)
    return place_order(doing=doing, member=member, order=order).order.order.number


def _doing(who: Principal, at: datetime, key: str) -> Doing:
    claim = Claim(key, sha256(key.encode()).digest())
    return Doing(who, claim, sources.ids(), sources.vault(), at)


def staff_of(*, club_id: int, login: str) -> Principal:
    """Give who of the club's staff has a log-in."""
    user = user_by_login(login=login)
    assert user is not None, login
    found = people.memberships(user_id=user.user_id)
    return people.principal_of(membership=next(one for one in found if one.club_id == club_id))
