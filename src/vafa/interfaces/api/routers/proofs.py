"""Proofs for whoever keeps a head of the book."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads
from vafa.interfaces.api.requests import ApiRequest
from vafa.interfaces.api.schemas.proofs import PurchaseProvedAnswer
from vafa.journeys.prove_purchase import prove_purchase as prove_purchase_journey

router = Router(tags=["proofs"])


@reads(
    router,
    "/purchases/{purchase_id}/proof",
    right="sales.read",
    gives=PurchaseProvedAnswer,
    refuses=(404, 409),
)
def prove_purchase(request: ApiRequest, purchase_id: GivenId) -> HttpResponse:
    """Prove that a purchase stands in the book, to who kept the head of a checkpoint elsewhere.

    A checkpoint seals what was posted within the last minute; its head comes with the feed of
    changes as `ledger.checkpoint`. Too early, the answer is 409 with `Retry-After`.
    """
    proved = prove_purchase_journey(principal=request.auth, event_id=purchase_id)
    return shown(PurchaseProvedAnswer, proved)
