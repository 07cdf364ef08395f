"""Gift cards: issued for a line of a purchase, looked up before they pay."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.domain.members.records import MemberRef
from vafa.interfaces.api.answers import REPLAYED_HEADER, shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.gift_cards import (
    GiftCardAnswer,
    GiftCardBlockedAnswer,
    GiftCardBody,
    GiftCardIssuedAnswer,
    GiftCardSaleBody,
    GiftCardsAnswer,
    GiftCardSought,
    GiftCardsQuery,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_gift_cards
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


@writes(
    router,
    "/gift-cards/sell",
    right="sales.write",
    gives={201: GiftCardIssuedAnswer},
    refuses=(404,),
)
def sell_gift_card(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: GiftCardSaleBody
) -> HttpResponse:
    """Sell a card to a member and issue it at once: both, or nothing. Needs `credit` too."""
    done = manage_gift_cards.sell_gift_card(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        buyer=MemberRef("id", str(body.buyer_id)),
        rials=body.rials,
        receiver=MemberRef("id", str(body.receiver_id)) if body.receiver_id else None,
    )
    answer = shown(GiftCardIssuedAnswer, done, status=201)
    if done.replayed:
        answer[REPLAYED_HEADER] = "true"
    return answer


@reads(router, "/gift-cards", right="sales.read", gives=GiftCardsAnswer)
def list_gift_cards(request: ApiRequest, query: Query[GiftCardsQuery]) -> HttpResponse:
    """List the club's gift cards with what is left on each; no code is shown."""
    found = manage_gift_cards.list_gift_cards(
        principal=request.auth, vault=sources.vault(), sought=query.sought()
    )
    page = [one.card for one in found[: query.limit]]
    cursor = str(page[-1].card_id) if len(found) > query.limit else ""
    return shown(GiftCardsAnswer, {"cards": page, "next_cursor": cursor})


@writes(
    router,
    "/gift-cards/{card_id}/block",
    right="credit.grant",
    gives={200: GiftCardBlockedAnswer},
    refuses=(404,),
)
def block_gift_card(
    request: ApiRequest, card_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Let nobody pay with a card that was lost; what it holds stays on it."""
    _ = idempotency_key  # blocking twice is blocking once
    card = manage_gift_cards.block_gift_card(
        principal=request.auth, at=sources.now(), card_id=card_id
    )
    return shown(GiftCardBlockedAnswer, {"card": card})


@writes(
    router,
    "/gift-cards/{card_id}/unblock",
    right="credit.grant",
    gives={200: GiftCardBlockedAnswer},
    refuses=(404,),
)
def unblock_gift_card(
    request: ApiRequest, card_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Let a blocked card pay again."""
    _ = idempotency_key  # opening twice is opening once
    card = manage_gift_cards.unblock_gift_card(
        principal=request.auth, at=sources.now(), card_id=card_id
    )
    return shown(GiftCardBlockedAnswer, {"card": card})
