"""The draft in the office: rules, units, tiers and what counts are changed, tried, undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    FirstPurchase,
    HoursAre,
    WeekdayIs,
)
from vafa.programme.document import (
    AfterDays,
    AmountReward,
    Cap,
    Label,
    Multiply,
    PercentReward,
    Programme,
    RewardCost,
    Rule,
    ShareOfAmount,
)
from vafa.programme.presets import PRESETS, demo_programme

pytestmark = pytest.mark.django_db

DRAFT = "/programme/draft/"
RULE = f"{DRAFT}rules/cashback/"


def newest(shop: Shop) -> tuple[int, Programme]:
    """Give the newest version's number and document, over the API."""
    number = max(
        one["number"] for one in shop.owner.get("/v1/programme/versions").json()["versions"]
    )
    document = shop.owner.get(f"/v1/programme/versions/{number}").json()["document"]
    return number, Programme.model_validate(document)


def sent(client: Client, address: str, **changes: Any) -> Any:
    """Open a form, change some of its fields, and send it as a browser does."""
    form = client.get(address).context["form"]
    return client.post(address, {**values(form), **changes})


def values(form: Any) -> dict[str, Any]:
    """Give what a browser would send of a form that nobody touched."""
    found: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        found[bound.html_name] = "on" if value is True else value
    return found


def wrong(page: Any) -> dict[str, Any]:
    """Give the errors of a page's form."""
    return dict(page.context["form"].errors)


def test_without_a_change_every_form_saves_nothing() -> None:
    """What a form shows is what stands: sending it back as it is makes no version."""
    for make in PRESETS.values():
        shop = open_shop(programme=make())
        client, document = staff_client(shop), make()
        places = [f"rules/{rule.code}/" for rule in document.rules]
        places += [f"units/{unit.code}/" for unit in document.units]
        for place in [*places, "base/", *(["tiers/"] if document.ladder else [])]:
            answer = sent(client, DRAFT + place)
            assert answer.status_code == 302, (place, wrong(answer))
        assert newest(shop) == (1, document)


def test_a_rate_and_its_tiers_are_changed_in_a_draft_and_undone() -> None:
    shop = open_shop()
    client = staff_client(shop)

    done = sent(client, RULE, e0_share="۲٫۵", e0_tier_gold="9")
    page = client.get(DRAFT)
    number, document = newest(shop)
    back = client.post("/programme/versions/1/restore/")

    effect = document.rules[1].effects[0]
    assert isinstance(effect, ShareOfAmount)
    assert (done.status_code, done["Location"], number) == (302, DRAFT, 2)
    assert (effect.share, effect.by_tier["gold"], effect.by_tier["silver"]) == (250, 900, 500)
    assert len(page.context["changes"]) == 1
    assert "/programme/versions/1/restore/" in page.content.decode()
    assert back.status_code == 302
    assert newest(shop)[1].rules == PRESETS["reference"]().rules


def test_conditions_limits_and_dates_are_set() -> None:
    shop = open_shop(branches=("east", "west"))
    client = staff_client(shop)

    done = sent(
        client, f"{DRAFT}rules/points-on-purchase/", days=["friday"], from_time="۱۸:۳۰",
        to_time="21", branches=["east"], cap_day="50", valid_days="90",
        starts_on="2030-03-21", last_day="2030-03-31",
    )  # fmt: skip

    rule = newest(shop)[1].rules[0]
    assert done.status_code == 302
    assert isinstance(rule.condition, AllOf)
    assert HoursAre(from_minute=18 * 60 + 30, to_minute=21 * 60) in rule.condition.of
    assert WeekdayIs(days=("friday",)) in rule.condition.of
    assert rule.caps == (Cap(per="day", amount=50),)
    assert rule.expiry == AfterDays(days=90)
    assert (rule.starts_on, rule.ends_before) == ("2030-03-21", "2030-04-01")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"e0_share": "120"}, "e0_share"),
        ({"from_time": "25:00"}, "from_time"),
        ({"from_time": "10:00"}, "to_time"),
        ({"name_fa": ""}, "name_fa"),
        ({"cap_day": "0"}, "cap_day"),
        ({"starts_on": "2030-03-21", "last_day": "2030-03-01"}, "last_day"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    changes: dict[str, str], field: str
) -> None:
    shop = open_shop()

    page = sent(staff_client(shop), RULE, **changes)

    assert page.status_code == 422
    assert list(wrong(page)) == [field]
    assert newest(shop)[0] == 1


def test_what_no_form_can_show_stays_and_is_told() -> None:
    condition = AnyOf(of=(FirstPurchase(), WeekdayIs(days=("friday",))))
    odd = Rule(
        code="odd", name=Label(fa="ویژه", en="Odd"), condition=condition,
        effects=(Multiply(unit="points", numerator=4, denominator=3),),
    )  # fmt: skip
    document = demo_programme()
    shop = open_shop(programme=document.model_copy(update={"rules": (*document.rules, odd)}))
    client = staff_client(shop)

    page = client.get(f"{DRAFT}rules/odd/")
    done = sent(client, f"{DRAFT}rules/odd/", name_fa="ویژه‌تر")

    assert any(section.note for section in page.context["sections"])
    assert "days" not in page.context["form"].fields
    assert done.status_code == 302
    rule = newest(shop)[1].rules[-1]
    assert (rule.name.fa, rule.condition, rule.effects) == ("ویژه‌تر", condition, odd.effects)


def test_a_rule_for_inviting_asks_for_the_friends_first_purchase() -> None:
    shop = open_shop()
    client = staff_client(shop)
    begun = f"{DRAFT}rules/new/referral-points/"
    page = client.get(begun)
    done = sent(client, begun, least="300,000", cap_month="400", pending_days="7")
    rule = newest(shop)[1].rules[-1]
    open_ended = sent(client, f"{DRAFT}rules/{rule.code}/", least="")

    assert "days" not in page.context["form"].fields
    assert (done.status_code, open_ended.status_code) == (302, 302)
    assert rule.condition == AmountIs(at_least=3_000_000)
    assert (rule.caps, rule.pending_days) == ((Cap(per="month", amount=400),), 7)
    assert newest(shop)[1].rules[-1].condition == AllOf()


def test_every_kind_of_rule_can_be_added() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = client.get(f"{DRAFT}rules/")
    codes = [shape["code"] for _unit, shapes in page.context["units"] for shape in shapes]

    for code in codes:
        done = sent(client, f"{DRAFT}rules/new/{code}/")
        assert done.status_code == 302, (code, wrong(done))

    assert len(codes) == 25
    assert {rule.code for rule in newest(shop)[1].rules} >= set(codes)


def test_a_rule_is_copied_moved_switched_off_and_deleted() -> None:
    shop = open_shop()
    client = staff_client(shop)

    def act(code: str, name: str) -> list[str]:
        page = client.get(DRAFT)
        body = {"key": page.context["key"], "seen": page.context["work"].number, "act": name}
        answer = client.post(f"{DRAFT}rules/{code}/act/", body)
        assert answer.status_code == 302, answer.content.decode()
        return [rule.code for rule in newest(shop)[1].rules]

    assert act("cashback", "copy") == ["points-on-purchase", "cashback", "cashback-2"]
    assert act("cashback-2", "up") == ["points-on-purchase", "cashback-2", "cashback"]
    assert act("cashback-2", "off") == ["points-on-purchase", "cashback-2", "cashback"]
    assert [row.is_off for row in client.get(DRAFT).context["rules"]] == [False, True, False]
    act("cashback-2", "on")
    assert newest(shop)[1].rules[1].ends_before is None
    assert act("cashback-2", "delete") == ["points-on-purchase", "cashback"]


def test_a_rule_that_others_need_is_not_deleted() -> None:
    shop = open_shop(programme=demo_programme())
    client = staff_client(shop)
    body = {"key": "k", "seen": 1, "act": "delete"}

    page = client.post(f"{DRAFT}rules/points-on-purchase/act/", body)

    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert newest(shop)[0] == 1


def test_two_people_edit_one_rule_and_nothing_is_lost() -> None:
    shop = open_shop()
    one, other = staff_client(shop), staff_client(shop, "marketer")
    first, second = (values(who.get(RULE).context["form"]) for who in (one, other))

    saved = one.post(RULE, {**first, "e0_share": "3"})
    told = other.post(RULE, {**second, "e0_share": "4"})
    again = values(told.context["form"])
    over = other.post(RULE, again)

    assert (saved.status_code, told.status_code, over.status_code) == (302, 422, 302)
    assert told.context["form"].non_field_errors()
    assert again["e0_share"] == "4"
    effect = newest(shop)[1].rules[1].effects[0]
    assert isinstance(effect, ShareOfAmount)
    assert effect.share == 400


def test_a_unit_lasts_and_is_spent_otherwise() -> None:
    shop = open_shop()

    done = sent(
        staff_client(shop), f"{DRAFT}units/points/", expiry="fixed_date", month="12", day="29",
        pending_days="7", maximum_share="30", minimum_units="100", step_units="50",
        cap_month="1000",
    )  # fmt: skip

    unit = newest(shop)[1].units[0]
    assert done.status_code == 302
    assert (unit.expiry.kind, unit.pending_days) == ("fixed_date", 7)
    assert unit.redemption is not None
    assert unit.redemption.maximum_share == 3_000
    assert (unit.redemption.minimum_units, unit.redemption.step_units) == (100, 50)
    assert unit.caps == (Cap(per="month", amount=1000),)


def test_an_end_without_its_days_is_refused_beside_the_days() -> None:
    shop = open_shop()

    page = sent(staff_client(shop), f"{DRAFT}units/points/", expiry="after_days")

    assert list(wrong(page)) == ["days"]


def test_tiers_are_added_renamed_and_deleted_with_their_shares() -> None:
    shop = open_shop()
    client = staff_client(shop)

    added = sent(
        client, f"{DRAFT}tiers/", l1_fa="مسی", l4_fa="الماس", l4_en="Diamond",
        l4_from="۲۰۰٬۰۰۰٬۰۰۰", l4_s0="10",
    )  # fmt: skip
    _, document = newest(shop)
    gone = sent(client, f"{DRAFT}tiers/", l2_delete="on")

    assert (added.status_code, gone.status_code) == (302, 302)
    assert document.ladder is not None
    assert [level.name.fa for level in document.ladder.levels] == [
        "عادی", "مسی", "نقره‌ای", "طلایی", "الماس"
    ]  # fmt: skip
    assert document.ladder.levels[4].threshold == 2_000_000_000
    ladder = newest(shop)[1].ladder
    assert ladder is not None
    assert [level.code for level in ladder.levels] == ["regular", "bronze", "gold", "diamond"]
    effect = newest(shop)[1].rules[1].effects[0]
    assert isinstance(effect, ShareOfAmount)
    assert effect.by_tier == {"regular": 200, "bronze": 300, "gold": 700, "diamond": 1_000}


def test_tiers_out_of_order_are_refused_and_a_club_without_tiers_gets_some() -> None:
    shop = open_shop(programme=PRESETS["cafe"]())
    client = staff_client(shop)

    same = sent(client, f"{DRAFT}tiers/", l1_fa="نقره‌ای", l1_from="0")
    done = sent(client, f"{DRAFT}tiers/", l1_fa="نقره‌ای", l1_from="5000000")

    assert same.status_code == 422
    assert done.status_code == 302
    ladder = newest(shop)[1].ladder
    assert ladder is not None
    assert [level.threshold for level in ladder.levels] == [0, 50_000_000]


def test_what_counts_is_changed() -> None:
    shop = open_shop()

    done = sent(staff_client(shop), f"{DRAFT}base/", with_vat="on", notice_days="10")

    document = newest(shop)[1]
    assert done.status_code == 302
    assert (document.base.with_vat, document.notice_days) == (True, 10)


def test_a_purchase_is_tried_on_a_draft() -> None:
    shop = open_shop()
    member = shop.member(mobile="09121112233")
    client = staff_client(shop)
    sent(client, f"{DRAFT}rules/points-on-purchase/", e0_units="3")

    page = client.get("/programme/versions/2/try/?amount=110000&mobile=09121112233")
    nobody = client.get("/programme/versions/2/try/?amount=110000&mobile=09120000000")

    assert member
    assert [side.number for side in page.context["sides"]] == [1, 2]
    assert page.context["sides"][0].gifts[0].startswith("۱۰ ")
    assert page.context["sides"][1].gifts[0].startswith("۳۰ ")
    assert len(page.context["sides"][1].reasons) == 2
    assert list(wrong(nobody)) == ["mobile"]


def test_who_may_not_edit_sees_no_draft() -> None:
    shop = open_shop()

    assert staff_client(shop, "auditor").get(DRAFT).status_code == 403
    assert staff_client(shop).get(f"{DRAFT}rules/none/").status_code == 404
    assert staff_client(shop).get(f"{DRAFT}units/none/").status_code == 404
    assert staff_client(shop).post("/programme/versions/9/restore/").status_code == 404


def test_a_reward_is_added_changed_and_deleted() -> None:
    shop = open_shop()
    client = staff_client(shop)

    added = sent(client, f"{DRAFT}rewards/new/", name_fa="ده درصد", share="10", maximum="50000")
    one = newest(shop)[1].rewards[0]
    changed = sent(
        client, f"{DRAFT}rewards/{one.code}/", given="claimed", unit="points", units="200",
        kind="amount", amount="20000",
    )  # fmt: skip
    other = newest(shop)[1].rewards[0]
    page = client.get(DRAFT)
    gone = client.post(
        f"{DRAFT}rewards/{one.code}/delete/", {"key": "k", "seen": page.context["work"].number}
    )

    assert (added.status_code, changed.status_code, gone.status_code) == (302, 302, 302)
    assert one.effect == PercentReward(share=1_000, maximum=500_000)
    assert (one.given, one.cost) == ("coupon", None)
    assert other.effect == AmountReward(amount=200_000)
    assert other.cost == RewardCost(unit="points", units=200)
    assert len(page.context["rewards"]) == 1
    assert newest(shop)[1].rewards == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"share": ""}, "share"), ({"kind": "amount"}, "amount"), ({"given": "claimed"}, "unit")],
)
def test_a_reward_says_what_it_needs(changes: dict[str, str], field: str) -> None:
    page = sent(staff_client(open_shop()), f"{DRAFT}rewards/new/", **changes)

    assert field in wrong(page)


def test_gift_cards_are_sold_once_the_owner_says_so() -> None:
    shop = open_shop()
    client = staff_client(shop)

    done = sent(client, f"{DRAFT}base/", sells_cards="on")
    number, document = newest(shop)
    client.post(f"/programme/versions/{number}/publish/", {"key": new_key()})
    page = client.get("/gift-cards/new/")

    assert (done.status_code, document.gift_card_unit) == (302, "gift-credit")
    assert page.context["keeps_cards"] is True
