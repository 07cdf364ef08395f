"""A purchase through the real database: what it earns and spends, refusals, repeats."""

from datetime import timedelta
from typing import Literal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.clubs import NOON, Club, a_club, claim, ref
from tests.factories.merging import card
from vafa.domain.clubs.principal import OtherBranch, Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards import decide
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.posting import InTheFuture
from vafa.domain.rewards.records import Purchase, PurchaseLine, SpendWish
from vafa.domain.rewards.rulebook import NoProgramme, UnknownUnit
from vafa.ledger.errors import KeyReused
from vafa.ledger.models import Event, Movement
from vafa.programme.document import Budget, Cap
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def given(done: PurchaseDone) -> dict[str, int]:
    """Give the units earned, by unit."""
    return {award.unit: award.units for award in done.awards}


def written(club: Club) -> tuple[int, int]:
    """Count the club's events and movements."""
    with club_scope(club.club_id):
        return (
            Event.objects.filter(club_id=club.club_id).count(),
            Movement.objects.filter(club_id=club.club_id).count(),
        )


def test_purchase_earns_by_the_programme_and_says_why() -> None:
    club = a_club()

    done = club.buy(1_000_000)

    assert (done.status, done.replayed, done.declined) == (200, False, None)
    assert given(done) == {"points": 10, "credit": 20_000}
    assert done.to_pay_rials == 1_000_000
    assert done.awards[0].why.fa.startswith("۱۰ امتیاز، زیرا")
    assert done.awards[0].why.en.startswith("10 points, because")
    assert club.available("credit") == 20_000


def test_lines_share_one_order_and_a_discount_is_split() -> None:
    """E1, E2: fractions floor once per order; an order's discount is split over the nets."""
    excluding = reference_programme()
    excluding = excluding.model_copy(
        update={"base": excluding.base.model_copy(update={"excluded_groups": ("tobacco",)})}
    )
    club = a_club(excluding)

    three = club.buy(lines=[PurchaseLine(150_000, vat_rials=0)] * 3)
    mixed = club.buy(
        lines=[
            PurchaseLine(1_000_000, vat_rials=0, group="food"),
            PurchaseLine(500_000, vat_rials=0, group="tobacco"),
        ],
        discount_rials=150_000,
    )

    assert given(three)["points"] == 4
    assert given(mixed)["points"] == 9
    assert mixed.net_rials == 1_350_000


def test_amount_only_purchase_takes_the_vat_out() -> None:
    """E86: an amount is VAT-inclusive by the club's rate; the base is the net."""
    club = a_club()

    done = club.buy(lines=(), amount_rials=1_100_000)

    assert (done.net_rials, done.vat_rials, done.to_pay_rials) == (1_000_000, 100_000, 1_100_000)
    assert given(done)["points"] == 10


def test_credit_is_spent_as_a_discount_and_lowers_base_and_vat() -> None:
    """E85: credit 150,000 on 1,500,000 of nets with VAT 10 %, a third of them excluded."""
    document = reference_programme()
    document = document.model_copy(
        update={"base": document.base.model_copy(update={"excluded_groups": ("tobacco",)})}
    )
    club = a_club(document)
    club.buy(7_500_000)

    done = club.buy(
        lines=[PurchaseLine(1_000_000, group="food"), PurchaseLine(500_000, group="tobacco")],
        spend=[SpendWish("credit", 150_000)],
    )

    assert [(spent.unit, spent.units, spent.rials) for spent in done.spent] == [
        ("credit", 150_000, 150_000)
    ]
    assert (done.vat_rials, done.to_pay_rials) == (135_000, 1_485_000)
    assert given(done)["points"] == 9


def test_policy_limits_what_is_spent_to_the_order() -> None:
    """E31: an order of 60,000 and credit of 100,000: 60,000 are used."""
    club = a_club()
    club.buy(5_000_000)

    done = club.buy(60_000, spend=[SpendWish("credit")])

    assert (done.spent[0].units, done.to_pay_rials) == (60_000, 0)
    assert club.available("credit") == 40_000


def test_more_than_the_balance_declines_the_whole_purchase() -> None:
    """E42: the answer shows what is truly available, and nothing else is written."""
    club = a_club()
    club.buy(1_000_000)
    before = written(club)

    asked = claim()
    done = club.buy(500_000, spend=[SpendWish("credit", 20_001)], asked=asked, document="D-1")
    again = club.buy(500_000, spend=[SpendWish("credit", 20_001)], asked=asked, document="D-1")

    assert done.status == 402
    assert done.declined is not None
    assert (done.declined.code, done.declined.unit, done.declined.available) == (
        "not_enough", "credit", 20_000,
    )  # fmt: skip
    assert done.declined.why.en == "Not enough: 2,000 Toman of credit available."
    assert (done.awards, done.spent) == ((), ())
    assert written(club) == (before[0] + 1, before[1])
    assert (again.replayed, again.event_id, again.declined) == (
        True, done.event_id, done.declined,
    )  # fmt: skip


def test_same_key_and_body_gives_the_first_answer() -> None:
    """E25: the same answer, one event."""
    club = a_club()
    asked = claim("till-7")
    first = club.buy(1_000_000, asked=asked, document="R")
    before = written(club)

    second = club.buy(1_000_000, asked=asked, document="R")

    assert second.replayed
    assert (second.event_id, second.awards, second.balances) == (
        first.event_id, first.awards, first.balances,
    )  # fmt: skip
    assert written(club) == before


def test_same_key_with_another_body_is_refused() -> None:
    """E25: 422, and nothing written."""
    club = a_club()
    club.buy(1_000_000, asked=claim("till-7", "one"), document="R")
    before = written(club)

    with pytest.raises(KeyReused):
        club.buy(2_000_000, name="Ali", asked=claim("till-7", "two"), document="R2")

    assert written(club) == (before[0] + 1, before[1])  # Ali joined


@pytest.mark.parametrize("kind", ["id", "number", "mobile"])
def test_purchase_takes_two_round_trips(kind: Literal["id", "number", "mobile"]) -> None:
    """One finds the member and claims the request, the other posts."""
    club = a_club()
    joined = card(club, ref(club.join("Ali", mobile="09121110000")))
    named = {"id": str(joined.member_id), "number": joined.number, "mobile": "09121110000"}
    member = MemberRef(kind, named[kind])
    lines = (PurchaseLine(1_000_000),)
    club.record(Purchase(member, "till", "R-1", lines))  # what a process remembers is read

    with CaptureQueriesContext(connection) as queries:
        done = club.record(Purchase(member, "till", "R-2", lines))

    asked = [query["sql"].partition("(")[0] for query in queries]
    around = [sql for sql in asked if sql == "SELECT set_config" or "SAVEPOINT" in sql]
    assert [sql for sql in asked if sql not in around] == [
        "SELECT rewards_meet_v1",
        "SELECT ledger_post_v1",
    ]
    assert (done.member_id, done.status) == (joined.member_id, 200)


def test_natural_key_wins_over_a_new_key() -> None:
    """E26: the first result is returned, for another member too."""
    club = a_club()
    first = club.buy(1_000_000, document="R")
    club.join("Ali")
    before = written(club)

    second = club.buy(9_000_000, document="R")
    third = club.buy(1_000_000, name="Ali", document="R")

    assert [second.event_id, third.event_id] == [first.event_id] * 2
    assert second.replayed
    assert third.member_id == first.member_id
    assert written(club) == before


def test_points_of_an_order_do_not_pay_for_it() -> None:
    """E35: units are spent before any are earned."""
    club = a_club()

    done = club.buy(1_000_000, spend=[SpendWish("credit")])

    assert done.spent == ()
    assert done.to_pay_rials == 1_000_000


def test_version_in_force_when_the_order_was_placed_decides() -> None:
    """E13: a rule edited since does not change an order placed before."""
    club = a_club()
    document = reference_programme()
    doubled = document.model_copy(
        update={
            "rules": tuple(
                rule.model_copy(
                    update={
                        "effects": tuple(
                            effect.model_copy(update={"units": 2})
                            if effect.kind == "per_amount"
                            else effect
                            for effect in rule.effects
                        )
                    }
                )
                for rule in document.rules
            )
        }
    )
    club.publish(doubled)
    club.at = NOON - timedelta(hours=1)
    placed_before = club.buy(1_000_000)
    club.at = NOON + timedelta(hours=1)
    placed_after = club.buy(1_000_000)

    assert (given(placed_before)["points"], placed_before.programme_version) == (10, 1)
    assert (given(placed_after)["points"], placed_after.programme_version) == (20, 2)


def record_at(
    club: Club, principal: Principal, purchase: Purchase, event_at: object
) -> PurchaseDone:
    """Record a purchase that was made at another moment than now."""
    from tests.factories.clubs import IDS, VAULT, clock
    from vafa.journeys.record_purchase import record_purchase

    with clock(club.at):
        return record_purchase(
            principal=principal, claim=claim(), event_at=event_at,  # type: ignore[arg-type]  # framework
            ids=IDS, vault=VAULT, purchase=purchase,
        )  # fmt: skip


def test_a_moment_to_come_is_refused() -> None:
    club = a_club()
    purchase = Purchase(ref(club.join()), "till-1", "R", lines=(PurchaseLine(1_000, vat_rials=0),))

    with pytest.raises(InTheFuture):
        record_at(club, club.principal, purchase, NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"currency": "TOMAN"}, decide.OtherCurrency),
        ({"amount_rials": 5}, decide.LinesOrAmount),
        ({"lines": ()}, decide.LinesOrAmount),
        ({"lines": (PurchaseLine(-1),)}, decide.AmountOutOfBounds),
        ({"lines": (PurchaseLine(10**13 + 1),)}, decide.AmountOutOfBounds),
        ({"lines": (PurchaseLine(1, quantity_milli=0),)}, decide.QuantityOutOfBounds),
        ({"lines": (PurchaseLine(1),) * 1001}, decide.TooManyLines),
        ({"discount_rials": 1_001}, decide.DiscountTooLarge),
        ({"document": ""}, decide.TextOutOfBounds),
        ({"source": "s" * 61}, decide.TextOutOfBounds),
        ({"document": "a\x00b"}, decide.TextOutOfBounds),
        ({"channel": "\ud800"}, decide.TextOutOfBounds),
        ({"lines": (PurchaseLine(1, product="\n"),)}, decide.TextOutOfBounds),
        ({"attributes": {"a": "b" * 200}}, decide.TextOutOfBounds),
        ({"attributes": dict.fromkeys(map(str, range(21)), "")}, decide.TextOutOfBounds),
        ({"revision": -1}, decide.RevisionOutOfBounds),
        ({"branch": "nowhere"}, decide.UnknownBranch),
        ({"spend": (SpendWish("gold"),)}, UnknownUnit),
        ({"member": MemberRef("id", "12")}, NoSuchMember),
    ],
)
def test_malformed_purchase_writes_nothing(
    more: dict[str, object], error: type[Exception]
) -> None:
    club = a_club()
    fields: dict[str, object] = {
        "member": ref(club.join()), "source": "till-1", "document": "R",
        "lines": (PurchaseLine(1_000, vat_rials=0),),
    }  # fmt: skip
    before = written(club)

    with pytest.raises(error):
        club.record(Purchase(**{**fields, **more}))  # type: ignore[arg-type]  # framework

    assert written(club) == before


def test_rights_and_branch_of_the_key_bind() -> None:
    club = a_club(branches=("north", "south"))
    sara = ref(club.join())
    purchase = Purchase(sara, "till-1", "R", lines=(PurchaseLine(1_000, vat_rials=0),))
    reader = Principal(club.club_id, 1, rights_of({"read"}))
    north = Principal(club.club_id, 1, rights_of({"purchases"}), branch="north")

    with pytest.raises(RightMissing):
        record_at(club, reader, purchase, club.at)
    with pytest.raises(OtherBranch):
        record_at(club, north, Purchase(sara, "s", "d", amount_rials=1, branch="south"), club.at)

    assert record_at(club, north, purchase, club.at).status == 200


def test_no_programme_in_force_is_refused() -> None:
    club = a_club()
    purchase = Purchase(ref(club.join()), "till-1", "R", amount_rials=1_000)

    with pytest.raises(NoProgramme):
        record_at(club, club.principal, purchase, NOON - timedelta(days=800))


def test_another_clubs_member_does_not_exist() -> None:
    club, other = a_club(), a_club()
    stranger = other.join()
    before = written(club)

    with pytest.raises(NoSuchMember):
        club.record(Purchase(ref(stranger), "till-1", "R", amount_rials=1_000))

    assert written(club) == before


def test_day_cap_holds_over_orders() -> None:
    """E9: 90 used of 100, 25 earned: 10 are given, and 15 recorded as capped."""
    document = reference_programme()
    capped = tuple(
        unit.model_copy(update={"caps": (Cap(per="day", amount=100),)})
        if unit.code == "points"
        else unit
        for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": capped}))
    club.buy(9_000_000)

    done = club.buy(2_500_000)

    points = next(award for award in done.awards if award.unit == "points")
    assert (points.units, points.uncapped) == (10, 25)


def test_club_budget_stops_hard() -> None:
    """What a budget no longer has is not given; what was taken and not used goes back."""
    document = reference_programme()
    rules = tuple(
        rule.model_copy(update={"budget": "month"}) if rule.code == "cashback" else rule
        for rule in document.rules
    )
    budget = Budget(code="month", unit="credit", per="month", amount=50_000)
    club = a_club(document.model_copy(update={"rules": rules, "budgets": (budget,)}))

    units = [given(club.buy(1_000_000, name=name))["credit"] for name in ("Sara", "Ali", "Reza")]

    assert units == [20_000, 20_000, 10_000]
    assert given(club.buy(1_000_000, name="Mina")).get("credit", 0) == 0


def test_tier_moves_after_the_order_that_crosses() -> None:
    """E11: the whole order at the rate of the tier before it."""
    club = a_club()
    club.buy(148_000_000)

    done = club.buy(5_000_000)

    assert given(done)["credit"] == 150_000
    assert [(change.kind, change.before, change.after) for change in done.tier_changes] == [
        ("up", "bronze", "silver")
    ]


def test_what_a_client_says_it_earned_is_only_a_hint() -> None:
    """E41: the server computes."""
    club = a_club()

    done = club.buy(1_000_000, attributes={"points": "900", "credit": "9000000"})

    assert given(done) == {"points": 10, "credit": 20_000}
