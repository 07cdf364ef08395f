"""A purchase proves that it stands in the book, wherever it has gone since."""

import pytest

from tests.factories.clubs import Club, a_club, clock
from vafa.domain.sales.queries import NoSuchSale
from vafa.journeys.close_checkpoint import close_checkpoint, closed_checkpoints
from vafa.journeys.prove_purchase import prove_purchase
from vafa.ledger.checkpoints import Checkpoint, NothingToProve, NotSealedYet
from vafa.ledger.trees import leaf_hash
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def close(club: Club) -> Checkpoint | None:
    """Close the club's next checkpoint at its own time."""
    with clock(club.at):
        return close_checkpoint(club_id=club.club_id, is_whole=False)


def test_a_purchase_is_proved_once_its_checkpoint_is_closed() -> None:
    club = a_club()
    bought = club.buy(5_000_000)
    with pytest.raises(NotSealedYet):
        prove_purchase(principal=club.principal, event_id=bought.event_id)

    closed = close(club)
    proved = prove_purchase(principal=club.principal, event_id=bought.event_id)

    assert closed is not None
    assert closed_checkpoints(club_id=club.club_id) == [closed]
    assert (proved.purchase_id, proved.member_id) == (bought.event_id, club.join())
    assert proved.proof.checkpoint == closed
    assert (proved.proof.path, leaf_hash(proved.proof.leaf).hex()) == ((), closed.root)
    assert str(bought.event_id) in proved.proof.leaf.splitlines()[-1]


def test_a_refund_and_a_second_checkpoint_leave_the_first_proof_as_it_was() -> None:
    club = a_club()
    bought = club.buy(5_000_000)
    close(club)
    before = prove_purchase(principal=club.principal, event_id=bought.event_id)
    club.refund(bought)
    close(club)

    after = prove_purchase(principal=club.principal, event_id=bought.event_id)

    assert after == before
    assert verify(club_id=club.club_id).differences == 0


def test_what_is_not_there_or_moved_nothing_is_refused() -> None:
    club = a_club()
    small = club.buy(1)

    with pytest.raises(NothingToProve):
        prove_purchase(principal=club.principal, event_id=small.event_id)
    with pytest.raises(NoSuchSale):
        prove_purchase(principal=club.principal, event_id=1)
