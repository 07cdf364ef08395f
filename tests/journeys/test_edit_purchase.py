"""Editing a posted purchase through the real database."""

import pytest

from tests.factories.clubs import Club, a_club, claim
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.operations.exchange import RevisionNotHigher
from vafa.domain.rewards.posting import NothingLeft
from vafa.domain.rewards.records import PurchaseLine, SpendWish
from vafa.journeys.find_sale import find_sale
from vafa.ledger.verify import verify
from vafa.programme.document import Refunds
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def held(club: Club) -> dict[str, tuple[int, int]]:
    """Give spendable and owed by unit."""
    return {one.unit: (one.spendable, one.owed) for one in club.wallet().balances}


def test_edit_gives_the_difference_and_raises_the_revision() -> None:
    """E53: two units, then three: one point more; the document names the edited sale."""
    club = a_club()
    sale = club.buy(lines=[PurchaseLine(200_000, vat_rials=0, quantity_milli=2000)], document="O")

    done = club.edit(sale, lines=[PurchaseLine(300_000, vat_rials=0, quantity_milli=3000)])

    assert {one.unit: one.units for one in done.earned} == {"points": 1, "credit": 2000}
    assert done.to_pay_rials == 100_000
    assert held(club) == {"points": (3, 0), "credit": (6000, 0)}
    found = find_sale(principal=club.principal, source="till-1", document="O")
    assert found.sale_id == done.purchase.event_id
    assert verify(club_id=club.club_id).differences == 0


def test_edit_after_the_points_were_spent_owes_only_the_difference() -> None:
    """Forgiving a shortfall must not give the same points twice."""
    document = reference_programme()
    forgiving = Refunds(shortfall="forgive")
    club = a_club(document.model_copy(update={"refunds": forgiving}))
    sale = club.buy(500_000)
    club.buy(100_000, spend=[SpendWish("points", 5)])
    before = held(club)["points"]

    club.edit(sale, 600_000)

    spendable, owed = held(club)["points"]
    assert (spendable - before[0], owed) == (1, 0)


def test_edit_spends_again_what_was_spent() -> None:
    club = a_club()
    club.buy(10_000_000)
    sale = club.buy(1_000_000, spend=[SpendWish("credit", 100_000)])
    before = club.available("credit")

    done = club.edit(sale, 2_000_000)

    assert [(one.unit, one.units) for one in done.purchase.spent] == [("credit", 100_000)]
    assert done.to_pay_rials == 1_000_000
    assert club.available("credit") == before + 20_000


def test_edit_keeps_the_first_purchase_the_first() -> None:
    """The count of purchases stands: an edit is no visit."""
    club = a_club()
    sale = club.buy(1_000_000)

    done = club.edit(sale, 2_000_000)
    again = club.edit(done.purchase, 1_000_000, revision=2)

    assert held(club) == {"points": (10, 0), "credit": (20_000, 0)}
    assert again.purchase.net_rials == 1_000_000


def test_edit_happens_once_by_key_and_by_revision() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    key = claim()

    first = club.edit(sale, 2_000_000, asked=key)
    by_key = club.edit(sale, 2_000_000, asked=key)
    by_revision = club.edit(sale, 2_000_000)

    assert (first.replayed, by_key.replayed, by_revision.replayed) == (False, True, True)
    assert by_key.purchase.event_id == by_revision.purchase.event_id == first.purchase.event_id
    assert held(club) == {"points": (20, 0), "credit": (40_000, 0)}


def test_edit_is_refused_and_writes_nothing() -> None:
    """A sale that was edited before, a revision that is not higher, and who may not."""
    club = a_club()
    sale = club.buy(1_000_000)
    done = club.edit(sale, 2_000_000)
    before = held(club)

    with pytest.raises(NothingLeft):
        club.edit(sale, 3_000_000, revision=2)
    with pytest.raises(RevisionNotHigher):
        club.edit(done.purchase, 3_000_000, revision=1)
    club.principal = Principal(club.club_id, 1, rights_of({"purchases", "read"}))
    with pytest.raises(RightMissing):
        club.edit(done.purchase, 3_000_000, revision=2)

    assert held(club) == before
