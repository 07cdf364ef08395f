"""Proving to whoever holds a head of the book that a purchase stands in it as it was answered."""

from dataclasses import dataclass

from vafa.domain.clubs.principal import Principal
from vafa.domain.sales import queries as sales
from vafa.domain.sales.queries import NoSuchSale
from vafa.ledger.checkpoints import Inclusion, inclusion


@dataclass(frozen=True, slots=True)
class PurchaseProved:
    """A purchase, under the id it has by now, and the proof of its movements."""

    purchase_id: int
    member_id: int
    proof: Inclusion


def prove_purchase(*, principal: Principal, event_id: int) -> PurchaseProved:
    """Prove that a purchase of the club is sealed.

    :raises NoSuchSale: when the club has none with this id.
    :raises NothingToProve: when it neither earned nor spent anything.
    :raises NotSealedYet: when the next checkpoint is still to come.
    """
    principal.require("sales.read")
    club_id = principal.club_id
    found = sales.find_by_id(club_id=club_id, sale_id=event_id)
    proof = inclusion(club_id=club_id, member_id=found.member_id, event_id=found.sale_id)
    if proof is None:
        raise NoSuchSale
    return PurchaseProved(found.sale_id, found.member_id, proof)
