"""Mobiles: proving one by code, changing it, taking a change back, recycled numbers."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.members import MemberAnswer
from vafa.interfaces.api.schemas.mobiles import (
    CodeBody,
    CodeSentAnswer,
    MobileApprovalBody,
    MobileChangeAskedAnswer,
    MobileChangeBody,
    MobileChangeCodesBody,
    MobileChangedAnswer,
    MobileChangeWaitsAnswer,
    MobileProofAnswer,
    MobileProofBody,
    MobileTakenBackAnswer,
    SecondProofBody,
    UndoAskBody,
    UndoBody,
)
from vafa.interfaces.web import sources
from vafa.journeys import change_mobile as changing
from vafa.journeys import prove_mobile as proving
from vafa.journeys import undo_mobile_change as undoing

router = Router(tags=["mobiles"])
CHANGE = "/members/{member_id}/mobile-changes/{change_id}"


@writes(router, "/mobile-proofs", right="members.write", gives={202: CodeSentAnswer})
def send_mobile_code(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: MobileProofBody
) -> HttpResponse:
    """Send a one-time code to a mobile; the answer is the same whether or not it is known.

    One a minute and five a day to a number; ten an hour and fifty a day for a caller.
    """
    sent = proving.send_mobile_code(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        draw=sources.code,
        at=sources.now(),
        given=body.as_record(),
    )
    return written(CodeSentAnswer, sent, status=202)


@writes(
    router,
    "/mobile-proofs/{proof_id}/confirm",
    right="members.write",
    gives={200: MobileProofAnswer},
    refuses=(404,),
)
def prove_mobile(
    request: ApiRequest, proof_id: GivenId, idempotency_key: IdempotencyKey, body: CodeBody
) -> HttpResponse:
    """Type the code: it proves the number. A code is good for two minutes, five tries, one use.

    `new`: join within 15 minutes with `proof_id`. `second_proof_needed`: give a second proof, or
    join with `proof_id` and `fresh_start`.
    """
    proof = proving.prove_mobile(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        vault=sources.vault(),
        at=sources.now(),
        proof_id=proof_id,
        code=body.code,
    )
    return written(MobileProofAnswer, proof)


@writes(
    router,
    "/mobile-proofs/{proof_id}/second-proof",
    right="members.write",
    gives={200: MobileProofAnswer},
    refuses=(404,),
)
def give_second_proof(
    request: ApiRequest, proof_id: GivenId, idempotency_key: IdempotencyKey, body: SecondProofBody
) -> HttpResponse:
    """Recognise who has a proven number by card, birthday or staff; three tries a day."""
    proof = proving.give_second_proof(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        vault=sources.vault(),
        at=sources.now(),
        proof_id=proof_id,
        second=body.as_record(),
    )
    return written(MobileProofAnswer, proof)


@writes(
    router,
    "/members/{member_id}/mobile-doubts",
    right="members.write",
    gives={200: MemberAnswer},
    refuses=(404,),
)
def doubt_mobile(
    request: ApiRequest, member_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Report that a member's number has another owner: a second proof is needed from now on."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    card = proving.doubt_mobile(
        principal=request.auth, vault=sources.vault(), at=sources.now(), member_id=member_id
    )
    return shown(MemberAnswer, card)


@writes(
    router,
    "/members/{member_id}/mobile-changes",
    right="members.write",
    gives={202: MobileChangeAskedAnswer},
    refuses=(404,),
)
def ask_mobile_change(
    request: ApiRequest,
    member_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: MobileChangeBody,
) -> HttpResponse:
    """Send a code to the old and to the new number; to the new one alone when the old is lost."""
    asked = changing.ask_mobile_change(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        draw=sources.code,
        at=sources.now(),
        wanted=body.as_record(member_id),
    )
    return written(MobileChangeAskedAnswer, asked, status=202)


@writes(
    router,
    CHANGE + "/confirm",
    right="members.write",
    gives={200: MobileChangedAnswer, 202: MobileChangeWaitsAnswer},
    refuses=(404,),
)
def confirm_mobile_change(
    request: ApiRequest,
    member_id: GivenId,
    change_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: MobileChangeCodesBody,
) -> HttpResponse:
    """Change the mobile; nothing is spent for 24 hours, and both numbers are told.

    When the old number is lost it waits for a second person (202).
    """
    done = changing.confirm_mobile_change(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        given=body.as_record(member_id, change_id),
    )
    if done.approval_id:
        return written(MobileChangeWaitsAnswer, done, status=202)
    return written(MobileChangedAnswer, done)


@writes(
    router,
    CHANGE + "/approve",
    right="approvals.decide",
    gives={200: MobileChangedAnswer},
    refuses=(404,),
)
def approve_mobile_change(
    request: ApiRequest,
    member_id: GivenId,
    change_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: MobileApprovalBody,
) -> HttpResponse:
    """Approve the change of a lost number as a second person, with a key of one's own."""
    _ = idempotency_key  # approving again changes nothing
    done = changing.approve_mobile_change(
        principal=request.auth,
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        member_id=member_id,
        change_id=change_id,
        payload_hash=body.payload_hash,
    )
    return written(MobileChangedAnswer, done)


@writes(
    router,
    CHANGE + "/undo-codes",
    right="members.write",
    gives={202: MobileChangeAskedAnswer},
    refuses=(404,),
)
def ask_undo_of_mobile_change(
    request: ApiRequest,
    member_id: GivenId,
    change_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: UndoAskBody,
) -> HttpResponse:
    """Send a code to the old number, so that it can take the change back within 24 hours."""
    asked = undoing.ask_undo_of_mobile_change(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        draw=sources.code,
        at=sources.now(),
        wanted=body.as_record(member_id, change_id),
    )
    return written(MobileChangeAskedAnswer, asked, status=202)


@writes(
    router,
    CHANGE + "/undo",
    right="members.write",
    gives={200: MobileTakenBackAnswer},
    refuses=(404,),
)
def undo_mobile_change(
    request: ApiRequest,
    member_id: GivenId,
    change_id: GivenId,
    idempotency_key: IdempotencyKey,
    body: UndoBody,
) -> HttpResponse:
    """Take the change back by the old number's code; spending goes on when it would anyway."""
    back = undoing.undo_mobile_change(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        given=body.as_record(member_id, change_id),
    )
    return written(MobileTakenBackAnswer, back)
