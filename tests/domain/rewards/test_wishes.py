"""What a purchase asks for in rewards, as the programme takes it."""

from datetime import UTC, datetime

import pytest

from tests.programme.shop import patched
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import Purchase, RewardClaim
from vafa.domain.rewards.rulebook import Version
from vafa.domain.rewards.wishes import RewardTooDear, check_affordable, claims_again, claims_of
from vafa.programme.records import (
    Claim,
    MemberState,
    PurchaseDecision,
    Short,
    StoredBurn,
    StoredSale,
)

NAME = {"fa": "پاداش", "en": "Reward"}
FREE = {"code": "free", "name": NAME, "given": "automatic",
        "effect": {"kind": "buy_get", "buy": 3}}  # fmt: skip
TENTH = {"code": "tenth", "name": NAME, "given": "coupon",
         "effect": {"kind": "percent", "share": 1000}}  # fmt: skip
SARA = MemberRef("id", "1")


def test_claims_carry_their_coupon() -> None:
    asked = (RewardClaim("ten", 2), RewardClaim("tenth", coupon="CODE", coupon_id=7))

    found = claims_of(Purchase(SARA, "till", "R-1", claims=asked))

    assert found == (Claim("ten", 2), Claim("tenth", 1, 7))


def test_an_edited_sale_claims_again_what_it_claimed() -> None:
    document = patched({"/rewards": [FREE, TENTH]})
    version = Version(1, 1, datetime(2026, 7, 1, tzinfo=UTC), document, {"fa": {}, "en": {}})
    burns = tuple(
        StoredBurn(unit, units, 10, "discount", {}, reward=reward, quantity=1)
        for unit, units, reward in (("", 0, "free"), ("", 0, "tenth"), ("credit", 10, ""))
    )

    again = claims_again(sale=StoredSale(5, 1, (), (), burns, 0), version=version)

    assert again == (RewardClaim("tenth", 1, coupon_id=5),)


def test_what_the_book_would_decline_is_not_quoted() -> None:
    short = Short("points", 5, 3)
    decision = PurchaseDecision((), (), (), MemberState(), 0, 0, 0, short=short)

    with pytest.raises(RewardTooDear) as refused:
        check_affordable(decision)

    assert refused.value.details == {"unit": "points", "units": 5, "available": 3}
