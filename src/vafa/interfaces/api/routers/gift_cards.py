"""Gift cards: issued for a line of a purchase, looked up before they pay."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import REPLAYED_HEADER, shown
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.gift_cards import (
    GiftCardAnswer,
    GiftCardBody,
    GiftCardIssuedAnswer,
    GiftCardSought,
)
from vafa.interfaces.web import sources
from vafa.journeys.issue_gift_card import issue_gift_card as issue_gift_card_journey
from vafa.journeys.show_gift_card import show_gift_card as show_gift_card_journey

router = Router(tags=["gift cards"])


@writes(
    router,
    "/gift-cards",
    right="sales.write",
    gives={201: GiftCardIssuedAnswer},
    refuses=(404,),
)
def issue_gift_card(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: GiftCardBody
) -> HttpResponse:
    """Issue the card that a purchase sold in a line of kind `gift_card`: one card, one line.

    The line happens once, whatever the key: a repeat gives the same card and code. Needs the right
    `credit` too.
    """
    _ = idempotency_key  # the line of the purchase lets it happen once
    done = issue_gift_card_journey(
        principal=request.auth,
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        sale_id=body.purchase_id,
        line=body.line,
        member_id=body.member_id,
    )
    answer = shown(GiftCardIssuedAnswer, done, status=201)
    if done.replayed:
        answer[REPLAYED_HEADER] = "true"
    return answer


@reads(
    router,
    "/gift-cards/find",
    method="POST",
    right="credit.apply",
    gives=GiftCardAnswer,
    refuses=(404,),
)
def show_gift_card(request: ApiRequest, body: GiftCardSought) -> HttpResponse:
    """Show what a card holds to the member who wants to pay with it.

    Ten wrong codes of a member within an hour are the last that are looked up for a while.
    """
    card = show_gift_card_journey(
        principal=request.auth,
        vault=sources.vault(),
        member_id=body.member_id,
        code=body.code,
    )
    return shown(GiftCardAnswer, card)
