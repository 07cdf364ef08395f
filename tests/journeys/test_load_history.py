"""A history that is loaded gives what the same purchases would have given at the till."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.factories.clubs import IDS, VAULT, Club, a_club, ref
from tests.factories.histories import Bought, history_of
from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Member
from vafa.domain.rewards.history import HistoryIncomplete, PurchaseHistory
from vafa.domain.rewards.records import SpendWish
from vafa.interfaces.web import sources
from vafa.journeys import load_history as journey
from vafa.journeys.find_sale import find_sale
from vafa.journeys.load_history import HistoryLoaded, Progress, check_history, load_history
from vafa.journeys.show_purchase import show_purchase
from vafa.journeys.show_statement import show_statement
from vafa.journeys.show_tier import show_tier
from vafa.kit.calendar import local_day, midnight
from vafa.ledger.verify import verify
from vafa.programme.loading import UnsortedHistory

ZONE = "Asia/Tehran"
SARA = (
    Bought("Sara", 100, (40_000_000, 9_000_000), "A-1"),
    Bought("Sara", 50, (2_000_000,), "A-2"),
    Bought("Sara", 10, (2_000_000, 1_000_000), "A-3", wants_credit=True),
)
ALI = (Bought("Ali", 5, (500_000,), "B-1"),)
MOBILES = {"Sara": "09290000001", "Ali": "09290000002"}

pytestmark = pytest.mark.django_db(transaction=True)


def some_history(at: datetime, bought: tuple[Bought, ...] = SARA + ALI) -> PurchaseHistory:
    """Give what Sara and Ali bought before."""
    return history_of(bought, today=local_day(at, ZONE), mobiles=MOBILES)


def load(club: Club, history: PurchaseHistory, **more: Any) -> HistoryLoaded:
    """Load a history with all that it earned."""
    asked = {
        "principal": club.principal,
        "ids": IDS,
        "vault": VAULT,
        "at": club.at,
        "history": history,
        "give_value": True,
        "progress": lambda _done: None,
        **more,
    }
    return load_history(**asked)


def ids_of(club: Club) -> dict[str, int]:
    """Give the members of the club by first name."""
    with club_scope(club.club_id):
        rows = Member.objects.filter(club_id=club.club_id)
        return dict(rows.values_list("first_name", "id"))


def outbox_rows(club: Club) -> int:
    """Count the follow-ups that wait."""
    with club_scope(club.club_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_outbox WHERE club_id = %s", [club.club_id])
        return int(cursor.fetchone()[0])


@pytest.fixture
def club() -> Club:
    """Give a club with the reference programme, now."""
    return a_club(at=sources.now())


def test_load_history_gives_points_credit_and_tier(club: Club) -> None:
    """49 M and 2 M at 2 %, then bronze; 1,020,000 of credit used lowers the third one's base."""
    done = load(club, some_history(club.at))

    club.members = ids_of(club)
    assert (done.members, done.orders, done.lines) == (2, 4, 6)
    assert (done.posted_before, done.busy, done.differing) == (0, (), ())
    assert club.available("credit") == 3 * (3_000_000 - 1_020_000) // 100
    assert club.available("points") == 490 + 20 + 19
    assert club.available("credit", "Ali") == 10_000
    tier = show_tier(
        principal=club.principal, vault=VAULT, at=club.at, member=ref(club.members["Sara"])
    )
    assert (tier.tier, tier.value) == ("bronze", 49_000_000 + 2_000_000 + 1_980_000)


def test_load_history_equals_the_till(club: Club) -> None:
    """The same purchases, rung up one by one, leave the same balances."""
    till = a_club(at=club.at)
    now = club.at
    today = local_day(now, ZONE)

    load(club, some_history(club.at))
    for order in SARA:
        till.at = midnight(today - order.days_ago, ZONE) + timedelta(minutes=600)
        wish = [SpendWish("credit")] if order.wants_credit else []
        till.buy(sum(order.nets), spend=wish)

    till.at = now
    club.members = ids_of(club)
    assert till.wallet().balances == club.wallet().balances


def test_load_history_says_nothing_to_anybody(club: Club) -> None:
    """No message, no follow-up (E15)."""
    load(club, some_history(club.at))

    assert outbox_rows(club) == 0


def test_load_history_without_value_gives_tiers_only(club: Club) -> None:
    """Tiers are computed; no points unless asked (E15)."""
    done = load(club, some_history(club.at), give_value=False)

    club.members = ids_of(club)
    member = ref(club.members["Sara"])
    tier = show_tier(principal=club.principal, vault=VAULT, at=club.at, member=member)
    assert done.differing == ()
    assert tier.tier == "bronze"
    assert [held.available for held in club.wallet().balances] == [0, 0]


def test_load_history_again_posts_nobody_twice(club: Club) -> None:
    """The second loading finds everybody's documents in the book."""
    history = some_history(club.at)
    load(club, history)
    club.members = ids_of(club)
    before = club.wallet()

    done = load(club, history)

    assert (done.members, done.orders, done.posted_before) == (0, 0, 2)
    assert club.wallet() == before
    assert verify(club_id=club.club_id).differences == 0


def test_load_history_goes_on_after_a_crash(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was posted before the crash is left out; in the end everybody is there once."""
    monkeypatch.setattr(journey, "ORDERS_AT_ONCE", 1)
    history = some_history(club.at)

    def crash(_done: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(club, history, progress=crash)
    told: list[Progress] = []
    done = load(club, history, progress=told.append)

    assert done.members + done.posted_before == 2
    assert all(progress.members <= 2 for progress in told)
    asked: dict[str, Any] = {
        "principal": club.principal, "ids": IDS, "vault": VAULT, "at": club.at
    }  # fmt: skip
    assert check_history(**asked, history=history, give_value=True) == ()
    assert verify(club_id=club.club_id).differences == 0


def test_load_history_leaves_a_member_with_other_purchases_alone(club: Club) -> None:
    """A book that has begun takes no history; the member is named."""
    club.at -= timedelta(minutes=1)
    sara = club.join(mobile=MOBILES["Sara"])
    club.buy(1_000_000)

    done = load(club, some_history(club.at))

    assert (done.members, done.busy) == (1, (sara,))
    assert club.available("credit") == 20_000


def test_check_history_names_whose_book_differs(club: Club) -> None:
    """Decided as if Ali had bought more, his book differs; Sara's does not."""
    load(club, some_history(club.at))
    more = (*SARA, Bought("Ali", 5, (600_000,), "B-1"))

    differing = check_history(
        principal=club.principal, ids=IDS, vault=VAULT, at=club.at,
        history=some_history(club.at, more), give_value=True,
    )  # fmt: skip

    assert differing == (ids_of(club)["Ali"],)


def test_load_history_takes_vat_out_of_amounts(club: Club) -> None:
    """1,100,000 with 10 % VAT is a net of 1,000,000 (E86): 10 points, 20,000 of credit."""
    bought = (Bought("Sara", 5, (1_100_000,), "V-1"),)
    history = history_of(bought, today=local_day(club.at, ZONE), mobiles=MOBILES, with_vat=True)

    load(club, history)

    club.members = ids_of(club)
    sale = find_sale(principal=club.principal, source="old-till", document="V-1")
    shown = show_purchase(principal=club.principal, event_id=sale.sale_id).purchase
    assert (shown.net_rials, shown.vat_rials, shown.to_pay_rials) == (
        1_000_000,
        100_000,
        1_100_000,
    )
    assert (club.available("points"), club.available("credit")) == (10, 20_000)


def test_imported_purchase_is_shown_and_refunded_like_any_other(club: Club) -> None:
    """The receipt is found by its number, explains its awards, and a refund takes them back."""
    load(club, some_history(club.at))
    club.members = ids_of(club)
    sale = find_sale(principal=club.principal, source="old-till", document="B-1")

    shown = show_purchase(principal=club.principal, event_id=sale.sale_id).purchase
    club.refund(shown)

    assert [(award.unit, award.units) for award in shown.awards] == [
        ("points", 5),
        ("credit", 10_000),
    ]
    assert shown.awards[1].why.en.startswith("1,000 Toman of credit, because")
    assert shown.member_id == club.members["Ali"]
    assert club.available("credit", "Ali") == 0
    assert club.available("points", "Ali") == 0


def test_imported_credit_use_is_restored_by_a_refund(club: Club) -> None:
    """What was paid with credit comes back as credit."""
    load(club, some_history(club.at))
    club.members = ids_of(club)
    sale = find_sale(principal=club.principal, source="old-till", document="A-3")

    shown = show_purchase(principal=club.principal, event_id=sale.sale_id).purchase
    club.refund(shown)

    assert [(one.unit, one.units) for one in shown.spent] == [("credit", 1_020_000)]
    assert club.available("credit") == 1_020_000
    assert verify(club_id=club.club_id).differences == 0


def test_statement_of_an_import_gives_the_reason_of_each_entry(club: Club) -> None:
    """Each entry says why, at the moment of the purchase."""
    load(club, some_history(club.at, ALI))
    member = ref(ids_of(club)["Ali"])

    statement = show_statement(principal=club.principal, vault=VAULT, member=member)

    happened = midnight(local_day(club.at, ZONE) - 5, ZONE) + timedelta(minutes=600)
    assert [(entry.unit, entry.units) for entry in statement.entries] == [
        ("credit", 10_000),
        ("points", 5),
    ]
    assert all(entry.why.fa and entry.why.en for entry in statement.entries)
    assert {entry.effective_at for entry in statement.entries} == {happened}


def test_load_history_names_groups(club: Club) -> None:
    """Groups that come along are named in the catalogue."""
    from vafa.domain.catalogue.queries import group_names

    load(club, some_history(club.at), groups=[NamedGroup("food", "خواربار", "Groceries")])

    with club_scope(club.club_id):
        assert group_names(club_id=club.club_id)["fa"] == {"food": "خواربار"}


def test_load_history_refuses_gaps_and_disorder(club: Club) -> None:
    """Nobody is posted from a history with a person without orders, or out of order."""
    disordered = (SARA[1], SARA[0])
    history = some_history(club.at)
    incomplete = history_of(SARA, today=local_day(club.at, ZONE), mobiles=MOBILES)
    incomplete = type(history)(**{**vars(incomplete), "people": history.people})

    with pytest.raises(HistoryIncomplete):
        load(club, incomplete)
    with pytest.raises(UnsortedHistory):
        load(club, some_history(club.at, disordered))

    assert verify(club_id=club.club_id).differences == 0


def test_load_history_needs_the_rights(club: Club) -> None:
    """A key that may only read loads nothing."""
    reader = type(club.principal)(club.club_id, 1, frozenset({"read"}))

    with pytest.raises(RightMissing):
        load(club, some_history(club.at), principal=reader)

    assert ids_of(club) == {}
