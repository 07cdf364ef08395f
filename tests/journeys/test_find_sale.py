"""Finding a sale by its document: the newest revision, of this club only."""

import pytest

from tests.factories.clubs import a_club
from vafa.domain.sales.queries import NoSuchSale, SaleFound
from vafa.journeys.find_sale import find_sale

pytestmark = pytest.mark.django_db


def test_the_newest_revision_is_found() -> None:
    club = a_club()
    club.refund(club.buy(1_000_000, document="R"))
    newest = club.buy(1_000_000, document="R", revision=1)

    found = find_sale(principal=club.principal, source="till-1", document="R")

    assert found == SaleFound(newest.member_id, newest.event_id)


def test_another_clubs_document_does_not_exist() -> None:
    club, other = a_club(), a_club()
    other.buy(1_000_000, document="R")

    with pytest.raises(NoSuchSale):
        find_sale(principal=club.principal, source="till-1", document="R")
