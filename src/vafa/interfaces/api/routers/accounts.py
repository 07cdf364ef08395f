"""Households and companies: one wallet for several people, each with own limits."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.accounts import (
    AccountAnswer,
    AccountBody,
    AccountClosedAnswer,
    AccountLeftAnswer,
    AccountSpendingAnswer,
    ClosingBody,
    JoiningBody,
    PersonBody,
    SpendingQuery,
)
from vafa.interfaces.web import sources
from vafa.journeys.join_account import join_account as join_account_journey
from vafa.journeys.leave_account import close_account as close_account_journey
from vafa.journeys.leave_account import leave_account as leave_account_journey
from vafa.journeys.manage_account import change_person as change_person_journey
from vafa.journeys.manage_account import show_account as show_account_journey
from vafa.journeys.manage_account import show_spending as show_spending_journey
from vafa.journeys.open_account import open_account as open_account_journey

router = Router(tags=["accounts"])


@writes(router, "/accounts", right="members.write", gives={201: AccountAnswer}, refuses=(404,))
def open_account(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: AccountBody
) -> HttpResponse:
    """Open a household's or a company's account with whoever keeps it.

    The person agrees with a code to their mobile (`proof_id`) or in person: then a person of the
    staff asks, with a key of their own.
    """
    opened = open_account_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        account=body.as_record(),
        keeper=body.keeper.as_record(),
    )
    return written(AccountAnswer, opened, status=201)


@reads(router, "/accounts/{account_id}", right="members.read", gives=AccountAnswer, refuses=(404,))
def show_account(request: ApiRequest, account_id: GivenId) -> HttpResponse:
    """Show an account: its people with their limits, its wallet and its tier."""
    account = show_account_journey(
        principal=request.auth, vault=sources.vault(), at=sources.now(), account_id=account_id
    )
    return shown(AccountAnswer, account)


@writes(
    router,
    "/accounts/{account_id}/people",
    right="members.write",
    gives={201: AccountAnswer},
    refuses=(404,),
)
def join_account(
    request: ApiRequest, account_id: GivenId, idempotency_key: IdempotencyKey, body: JoiningBody
) -> HttpResponse:
    """Let a member share the wallet; the own one comes along, with its dates, or waits."""
    joined = join_account_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        account_id=account_id,
        joining=body.as_record(body.role),
    )
    return written(AccountAnswer, joined, status=201)


@writes(
    router,
    "/accounts/{account_id}/people/{member_id}",
    right="members.write",
    gives={200: AccountAnswer},
    refuses=(404,),
)
def change_person(
    request: ApiRequest,
    account_id: GivenId,
    member_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: PersonBody,
) -> HttpResponse:
    """Give a person another role or other limits; they count from the next spending on."""
    changed = change_person_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        vault=sources.vault(),
        at=sources.now(),
        account_id=account_id,
        member_id=member_id,
        role=body.role,
        limits=body.limits.as_record(),
    )
    return written(AccountAnswer, changed)


@writes(
    router,
    "/accounts/{account_id}/people/{member_id}/leave",
    right="members.write",
    gives={200: AccountLeftAnswer},
    refuses=(404,),
)
def leave_account(
    request: ApiRequest, account_id: GivenId, member_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Let a person leave: what remains of what they brought goes along, the rest stays."""
    left = leave_account_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        account_id=account_id,
        member_id=member_id,
    )
    return written(AccountLeftAnswer, left)


@writes(
    router,
    "/accounts/{account_id}/close",
    right="members.write",
    gives={200: AccountClosedAnswer},
    refuses=(404,),
)
def close_account(
    request: ApiRequest, account_id: GivenId, idempotency_key: IdempotencyKey, body: ClosingBody
) -> HttpResponse:
    """Close an account that one person is left in, empty or with the rest carried to them."""
    closed = close_account_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        account_id=account_id,
        carries_rest=body.carries_rest,
    )
    return written(AccountClosedAnswer, closed)


@reads(
    router,
    "/accounts/{account_id}/spending",
    right="members.read",
    gives=AccountSpendingAnswer,
    refuses=(404,),
)
def show_account_spending(
    request: ApiRequest, account_id: GivenId, query: Query[SpendingQuery]
) -> HttpResponse:
    """Show who bought and spent what in a Jalali month: the statement of a company's admin."""
    spending = show_spending_journey(
        principal=request.auth, vault=sources.vault(), account_id=account_id, month=query.month
    )
    return shown(AccountSpendingAnswer, spending)
