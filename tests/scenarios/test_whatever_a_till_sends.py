"""A till that buys, holds and brings back at random: the laws that hold whatever it sends."""

import random
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from tests.factories.shops import Answer, Shop, open_shop, purchase_of
from vafa.programme.presets import PRESETS

RUNS = 100 if hypothesis.settings().max_examples > 1000 else 5
GROUPS = ("food.dairy", "fresh", "toys")
KINDS = ("product", "product", "product", "gift_card", "shipping", "top_up")


class Till:
    """One till, one member, and a source of chance."""

    def __init__(self, shop: Shop, chance: random.Random) -> None:
        self.shop = shop
        self.chance = chance
        self.member = shop.member()
        wallet = shop.owner.get(f"/v1/members/{self.member}/wallet").json()
        self.units = [held["unit"] for held in wallet["balances"]]
        self.documents = 0

    def order(self) -> dict[str, Any]:
        """Make up an order of one to six lines, paid in part with units."""
        wishes = self.chance.sample(self.units, self.chance.randint(0, len(self.units)))
        return purchase_of(
            self.member,
            0,
            lines=[self.line() for _ in range(self.chance.randint(1, 6))],
            spend=[self.wish(unit) for unit in wishes],
            discount_rials=self.chance.choice([0, 0, 1, 1000]),
        )

    def line(self) -> dict[str, Any]:
        """Make up a line; most have the club's VAT, some their own."""
        line = {
            "net_rials": self.chance.choice([0, 1, 9, self.chance.randrange(10**9)]),
            "group": self.chance.choice(GROUPS),
            "kind": self.chance.choice(KINDS),
        }
        return line if self.chance.random() < 0.7 else line | {"vat_rials": 1000}

    def wish(self, unit: str) -> dict[str, Any]:
        """Wish for all of a unit, or for so many."""
        some = {"units": self.chance.randrange(1, 10**5)} if self.chance.random() < 0.5 else {}
        return {"unit": unit} | some

    def refund(self, purchase: dict[str, Any], *, everything: bool = False) -> Answer:
        """Bring back an amount, a part of the first line, or everything that is left."""
        self.documents += 1
        parts: list[dict[str, Any]] = [
            {"amount_rials": self.chance.randrange(1, purchase["net_rials"] + 2)},
            {"lines": [{"number": 1, "quantity_milli": self.chance.choice([1, 333, 1000])}]},
        ]
        return self.shop.owner.write(
            f"/v1/purchases/{purchase['purchase_id']}/refunds",
            {
                "member_id": self.member,
                "source": "till-1",
                "document": f"B-{self.documents}",
                "currency": "IRR",
                **({} if everything else self.chance.choice(parts)),
            },
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("preset", sorted(PRESETS))
@hypothesis.settings(
    max_examples=RUNS, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@hypothesis.given(chance=st.randoms(use_true_random=False))
def test_whatever_a_till_sends(preset: str, chance: random.Random) -> None:
    """A quote is kept to the Rial, nothing falls below zero, and what was paid is what returns."""
    till = Till(open_shop(programme=PRESETS[preset]()), chance)

    for _ in range(15):
        purchase = buys_as_quoted(till)
        if purchase:
            brings_back(till, purchase)


def buys_as_quoted(till: Till) -> dict[str, Any]:
    """Quote an order, then record it; give the purchase, or nothing when it was refused."""
    order = till.order()
    quote = till.shop.owner.ask("/v1/quotes", order)
    bought = till.shop.owner.write("/v1/purchases", order)
    assert quote.status_code in {200, 422}
    assert bought.status_code in {201, 402, 422}
    if bought.status_code != 201:
        return {}
    foretold, purchase = quote.json(), bought.json()
    for field in ("net_rials", "vat_rials", "to_pay_rials", "spent", "tier_changes", "notes"):
        assert purchase[field] == foretold[field]
    without_ids = [
        {name: value for name, value in award.items() if name != "award_id"}
        for award in purchase["awards"]
    ]
    assert without_ids == foretold["awards"]
    assert purchase["to_pay_rials"] >= 0
    assert is_above_zero(purchase)
    return dict(purchase)


def brings_back(till: Till, purchase: dict[str, Any]) -> None:
    """Bring some of it back, then all: exactly what was paid has come back."""
    cash = 0
    for everything in (False, False, True):
        answer = till.refund(purchase, everything=everything)
        assert answer.status_code in {201, 422}
        if answer.status_code == 201:
            assert is_above_zero(answer.json())
            cash += answer.json()["cash_rials"]
            assert cash <= purchase["to_pay_rials"]
    assert cash == purchase["to_pay_rials"]


def is_above_zero(answer: dict[str, Any]) -> bool:
    """Tell whether every balance is one that a member can have."""
    return all(
        one["spendable"] >= one["held"] >= 0 and one["pending"] >= 0 and one["owed"] >= 0
        for one in answer["balances"]
    )
