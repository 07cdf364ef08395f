"""What can be tried in the demo club at once: a till with PINs, a coupon, a gift card, stamps.

Also what waits for somebody, so that the dashboard shows it. Each is there once, however often a
loading is tried.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.conf import settings

from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.records import Adjustment, Purchase, Void
from vafa.domain.sales.tills import ATTRIBUTE
from vafa.domain.tills.operations import SequenceReused, TillExists
from vafa.domain.tills.pins import PinUnfit
from vafa.domain.tills.records import Terms
from vafa.domain.vouchers.records import NewSeries
from vafa.interfaces.web import sources
from vafa.journeys import manage_coupons, manage_programme, manage_tills, use_till
from vafa.journeys.adjust_balance import adjust_balance
from vafa.journeys.ask_erasure import ask_erasure
from vafa.journeys.find_member import find_member
from vafa.journeys.invite_user import Invite, invite_person
from vafa.journeys.manage_catalogue import LineRung, price_lines
from vafa.journeys.manage_gift_cards import sell_gift_card
from vafa.journeys.receive_offline_sales import OfflineSale, receive_offline_sales
from vafa.journeys.record_purchase import record_purchase
from vafa.journeys.void_purchase import void_purchase
from vafa.programme.conditions import AmountIs, HasGroup
from vafa.programme.document import (
    AfterInactivity,
    Cap,
    FixedAmount,
    Label,
    PercentReward,
    Programme,
    Reward,
    RewardCost,
    Rule,
    Unit,
)
from vafa.programme.editing import with_gift_cards
from vafa.programme.presets import demo_programme
from vafa.server.demo.desk import staff_of
from vafa.server.demo.shelf import ITEMS

CAFE: Final = "fresh.cafe"
STAMPS: Final = "stamps"
COUPON: Final = "tenth"
STAMPS_FOR_A_DRINK: Final = 5
_AT_THE_TILL: Final = ("owner", "manager", "cashier")
_CARD_RIALS: Final = 2_000_000
_AWAY_RIALS: Final = 500_000  # without a connection; the programme spends 100,000 at least
_ABOVE_THE_LIMIT: Final = 200_000_000
_NOBODY: Final = "+989280000000"  # of the operators' unused numbers, and no member
_REFUSED: Final = "+989990000001"  # the sandbox refuses it, so a message waits to be looked at
_SOURCE: Final = "cashier"
_FIRST_BASKET: Final = AmountIs(at_least=2_000_000)
_INVITING: Final = (
    Rule(
        code="friend",
        name=Label(fa="پاداش دعوت دوست", en="Reward for inviting a friend"),
        trigger="referral",
        condition=_FIRST_BASKET,
        effects=(FixedAmount(unit="points", units=100),),
        pending_days=7,
        caps=(Cap(per="month", amount=500),),
    ),
    Rule(
        code="friend-first-basket",
        name=Label(fa="هدیهٔ نخستین خرید مهمان", en="Gift for an invited friend's first purchase"),
        trigger="invited_bought",
        condition=_FIRST_BASKET,
        effects=(FixedAmount(unit="points", units=50),),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The demo's till: its club and branch, its code, and its members, the busiest first."""

    club_id: int
    branch: str
    till: str
    mobiles: Sequence[str]


def programme_of_today() -> Programme:
    """Give the demo programme as it goes on today: with stamps, a coupon and gift cards."""
    sold = with_gift_cards(demo_programme(), are_sold=True)
    stamps = Unit(
        code=STAMPS, number=max(unit.number for unit in sold.units) + 1, kind="points",
        name=Label(fa="مهر کافه", en="café stamps"), expiry=AfterInactivity(days=180),
    )  # fmt: skip
    a_stamp = Rule(
        code="cafe-stamp",
        name=Label(fa="یک مهر برای هر خرید از کافه", en="A stamp for each purchase in the café"),
        condition=HasGroup(groups=(CAFE,)),
        effects=(FixedAmount(unit=STAMPS, units=1),),
    )
    drink = Reward(
        code="free-drink",
        name=Label(fa="نوشیدنی مهمان ما", en="A drink on the house"),
        cost=RewardCost(unit=STAMPS, units=STAMPS_FOR_A_DRINK),
        effect=PercentReward(share=10_000, maximum=1_000_000),
    )
    tenth = Reward(
        code=COUPON,
        name=Label(fa="ده درصد تخفیف با کوپن", en="Ten per cent off with a coupon"),
        given="coupon",
        effect=PercentReward(share=1_000, maximum=3_000_000),
    )
    parts = {
        "units": (*sold.units, stamps),
        "rules": (*sold.rules, a_stamp, *_INVITING),
        "rewards": (*sold.rewards, drink, tenth),
    }
    return sold.model_copy(update=parts)


def lay_out(
    *, club_id: int, logins: Mapping[str, str], branch: str, mobiles: Sequence[str]
) -> dict[str, Any]:
    """Put all of it there; gives what is told of it: the till, PINs, codes of coupon and card.

    :raises NoSuchMember: when a mobile is of no member.
    """
    people = {role: staff_of(club_id=club_id, login=logins[role]) for role in _AT_THE_TILL}
    place = Place(club_id, branch, f"{branch}-1", mobiles)
    _go_on(people["owner"])
    with suppress(TillExists):
        manage_tills.open_till(
            principal=people["owner"], at=sources.now(), code=place.till, branch=branch
        )
    manage_tills.set_terms(
        principal=people["owner"], at=sources.now(),
        terms=Terms("credit", member_day_rials=_AWAY_RIALS),
    )  # fmt: skip
    told = {
        "till": place.till,
        "pins": {role: _new_pin(person) for role, person in people.items()},
        "coupon": _coupon(people["owner"]),
        "gift_card": _gift_card(people["owner"], place),
    }
    _sell(people["cashier"], place)
    _leave_waiting(people, place)
    return told


def _go_on(owner: Principal) -> None:
    """Put the programme of today in force, once."""
    saved = manage_programme.save_draft(
        principal=owner, claim=_claim("today-draft"), ids=sources.ids(), at=sources.now(),
        document=programme_of_today().model_dump(mode="json"),
    )  # fmt: skip
    manage_programme.publish(
        principal=owner, claim=_claim("today-publish"), at=sources.now(),
        number=saved.version.number, starts_at=None,
    )  # fmt: skip


def _new_pin(person: Principal) -> str:
    while True:
        pin = f"{secrets.randbelow(10_000):04}"
        with suppress(PinUnfit):
            use_till.choose_pin(principal=person, vault=sources.vault(), at=sources.now(), pin=pin)
            return pin


def _coupon(owner: Principal) -> str:
    series_id = manage_coupons.open_series(
        principal=owner, claim=_claim("coupons"), ids=sources.ids(), at=sources.now(),
        series=NewSeries(COUPON, uses=1_000),
    )  # fmt: skip
    (made,) = manage_coupons.make_coupons(
        principal=owner, claim=_claim("coupon"), ids=sources.ids(), vault=sources.vault(),
        at=sources.now(), series_id=series_id, count=1,
    )  # fmt: skip
    return made.code


def _gift_card(owner: Principal, place: Place) -> str:
    return sell_gift_card(
        principal=owner, claim=_claim("gift-card"), event_at=sources.now(), ids=sources.ids(),
        vault=sources.vault(), buyer=MemberRef("mobile", place.mobiles[1]), rials=_CARD_RIALS,
    ).code  # fmt: skip


def _sell(cashier: Principal, place: Place) -> None:
    """Sell drinks in the café until a card of stamps is full, and something that is undone."""
    drinks = [item.code for item in ITEMS if item.group == CAFE]
    for number in range(STAMPS_FOR_A_DRINK):
        rung = LineRung(650_000, drinks[number % len(drinks)])
        _bought(cashier, place, place.mobiles[0], rung, f"DEMO-{number}")
    rung = LineRung(19_500_000, group="food.pantry")
    sale = _bought(cashier, place, place.mobiles[2], rung, "DEMO-UNDONE")
    void_purchase(
        principal=cashier, claim=_claim("void"), event_at=sources.now(), ids=sources.ids(),
        void=Void(sale.member_id, sale.event_id, place.till),
    )  # fmt: skip


def _bought(
    cashier: Principal, place: Place, mobile: str, rung: LineRung, document: str
) -> PurchaseDone:
    at = sources.now()
    purchase = Purchase(
        member=MemberRef("mobile", mobile), source=_SOURCE, document=document,
        lines=price_lines(principal=cashier, at=at, lines=[rung]), branch=place.branch,
        attributes={ATTRIBUTE: place.till},
    )  # fmt: skip
    return record_purchase(
        principal=cashier, claim=_claim(document), event_at=at, ids=sources.ids(),
        vault=sources.vault(), purchase=purchase,
    )  # fmt: skip


def _leave_waiting(people: Mapping[str, Principal], place: Place) -> None:
    """Leave work for each who decides.

    A gift above the limit, a sale that could not be recorded, somebody who wants to be erased, and
    an invitation to the staff that does not arrive.
    """
    owner, manager, cashier = (people[role] for role in _AT_THE_TILL)
    now, ids, vault = sources.now(), sources.ids(), sources.vault()
    asked = {
        name: find_member(principal=manager, vault=vault, member=MemberRef("mobile", mobile))
        for name, mobile in (("generous", place.mobiles[3]), ("leaving", place.mobiles[4]))
    }
    adjust_balance(
        principal=manager, claim=_claim("generous"), event_at=now, ids=ids,
        adjustment=Adjustment(
            asked["generous"].member_id, "credit", _ABOVE_THE_LIMIT, "goodwill",
            "سپاس از ده سال همراهی",
        ),
    )  # fmt: skip
    ask_erasure(
        principal=manager, claim=_claim("leaving"), ids=ids, at=now,
        member_id=asked["leaving"].member_id,
    )  # fmt: skip
    invite_person(
        principal=owner, claim=_claim("invited"), ids=ids, vault=vault, at=now,
        person=NewStaff("نگار صادقی", "cashier", (place.branch,)),
        invite=Invite(
            0, _REFUSED, secrets.token_urlsafe(), settings.PUBLIC_ADDRESS
        ),
    )  # fmt: skip
    _leave_a_rejected_sale(cashier, place)


def _leave_a_rejected_sale(cashier: Principal, place: Place) -> None:
    """Send a sale without a connection for somebody who is no member."""
    now, ids, vault = sources.now(), sources.ids(), sources.vault()
    shift = manage_tills.open_shift(
        principal=cashier, ids=ids, vault=vault, at=now, code=place.till, member_ids=()
    ).shift
    stranger = Purchase(
        MemberRef("mobile", _NOBODY), _SOURCE, "DEMO-STRANGER", amount_rials=4_350_000,
        branch=place.branch,
    )  # fmt: skip
    with suppress(SequenceReused):  # of a loading that broke off
        receive_offline_sales(
            principal=cashier, ids=ids, vault=vault, received_at=now, till=place.till,
            shift_id=shift.shift_id, sales=(OfflineSale(1, now, stranger),),
        )  # fmt: skip


def _claim(what: str) -> Claim:
    return Claim(f"demo-{what}", sha256(what.encode()).digest())
