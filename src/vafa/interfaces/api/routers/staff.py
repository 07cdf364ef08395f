"""Who works in the club, what waits for a second person, and the limit that needs two."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.domain.clubs.approvals import RequestsSought
from vafa.domain.clubs.people import NewStaff
from vafa.interfaces.api.access import known_keys
from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.shared import MemberNamed
from vafa.interfaces.api.schemas.staff import (
    ApprovalsAnswer,
    ApprovalsQuery,
    ManualLimitAnswer,
    ManualLimitApproval,
    ManualLimitBody,
    NewStaffBody,
    StaffAnswer,
    StaffChangedAnswer,
    StaffInvitedAnswer,
    StaffRoleBody,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_approvals, manage_staff
from vafa.journeys.link_staff import link_staff as link_staff_journey

router = Router(tags=["staff"])


@reads(router, "/staff", right="staff.manage", gives=StaffAnswer)
def list_staff(request: ApiRequest) -> HttpResponse:
    """List who works in the club, or did, by name."""
    found = manage_staff.list_staff(principal=request.auth)
    return shown(StaffAnswer, {"staff": found})


@writes(router, "/staff", right="staff.manage", gives={201: StaffInvitedAnswer})
def invite_staff(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: NewStaffBody
) -> HttpResponse:
    """Add somebody with a role, within this key's own rights and branches.

    That person can do nothing before signing in; `POST /v1/staff/{staff_id}/invitations` sends
    the link for it.
    """
    done = manage_staff.invite_staff(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        ids=sources.ids(),
        staff=NewStaff(body.name, body.role, body.branches),
    )
    return written(StaffInvitedAnswer, done, status=201)


@writes(
    router, "/staff/{staff_id}", method="PATCH", right="staff.manage",
    gives={200: StaffChangedAnswer}, refuses=(404,),
)  # fmt: skip
def change_staff(
    request: ApiRequest, staff_id: GivenId, idempotency_key: IdempotencyKey, body: StaffRoleBody
) -> HttpResponse:
    """Give somebody another role or other branches; the last owner stays one."""
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    changed = manage_staff.change_staff(
        principal=request.auth,
        at=sources.now(),
        staff_id=staff_id,
        role=body.role,
        branches=body.branches,
    )
    return shown(StaffChangedAnswer, {"changed": changed})


@writes(
    router, "/staff/{staff_id}/suspend", right="staff.manage", gives={204: None}, refuses=(404,)
)
def suspend_staff(
    request: ApiRequest, staff_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Let somebody do nothing here until resumed, with no key either; again is harmless."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    manage_staff.suspend_staff(principal=request.auth, at=sources.now(), staff_id=staff_id)
    return HttpResponse(status=204)


@writes(
    router, "/staff/{staff_id}/resume", right="staff.manage", gives={204: None}, refuses=(404,)
)
def resume_staff(
    request: ApiRequest, staff_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Let somebody who was suspended work again; again is harmless."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    manage_staff.resume_staff(principal=request.auth, at=sources.now(), staff_id=staff_id)
    return HttpResponse(status=204)


@writes(
    router,
    "/staff/{staff_id}",
    method="DELETE",
    right="staff.manage",
    gives={204: None},
    refuses=(404,),
)
def end_staff(
    request: ApiRequest, staff_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """End somebody's work in the club with all keys of that person's own; again is harmless."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    for key_id in manage_staff.end_staff(
        principal=request.auth, staff_id=staff_id, at=sources.now()
    ):
        known_keys.forget(credential_id=key_id)
    return HttpResponse(status=204)


@writes(
    router, "/staff/{staff_id}/member", right="staff.manage", gives={204: None}, refuses=(404,)
)
def link_staff(
    request: ApiRequest, staff_id: GivenId, idempotency_key: IdempotencyKey, body: MemberNamed
) -> HttpResponse:
    """Say which member a person of the staff is.

    That member cannot claim receipts that the person rang up. Saying it again is harmless; it
    cannot be unsaid.
    """
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    link_staff_journey(
        principal=request.auth, vault=sources.vault(), staff_id=staff_id, member=body.as_record()
    )
    return HttpResponse(status=204)


@reads(router, "/approvals", right="approvals.decide", gives=ApprovalsAnswer)
def list_approvals(request: ApiRequest, query: Query[ApprovalsQuery]) -> HttpResponse:
    """List what waits for a second person, newest first; with `state=all`, what ever did."""
    found = manage_approvals.list_approvals(
        principal=request.auth,
        at=sources.now(),
        sought=RequestsSought(
            state="waiting" if query.state == "waiting" else None,
            before_id=int(query.cursor or 0),
            limit=query.limit + 1,
        ),
    )
    page = found[: query.limit]
    more = str(page[-1].approval_id) if len(found) > query.limit else ""
    return shown(ApprovalsAnswer, {"approvals": page, "next_cursor": more})


@writes(
    router,
    "/approvals/{approval_id}/decline",
    right="approvals.decide",
    gives={204: None},
    refuses=(404,),
)
def decline_approval(
    request: ApiRequest, approval_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Decline what waits, with a key of one's own; whoever asked may take it back so."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    manage_approvals.decline_approval(
        principal=request.auth, at=sources.now(), approval_id=approval_id
    )
    return HttpResponse(status=204)


@writes(
    router,
    "/club/manual-limit",
    right="approvals.decide",
    gives={200: ManualLimitAnswer, 202: ManualLimitAnswer},
)
def change_manual_limit(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: ManualLimitBody
) -> HttpResponse:
    """Change the worth above which value by hand needs two people.

    A lower limit counts at once; a higher one waits for a second person (202).
    """
    done = manage_staff.change_manual_limit(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        ids=sources.ids(),
        limit_rials=body.limit_rials,
    )
    return shown(ManualLimitAnswer, done, status=202 if done.approval_id else 200)


@writes(
    router,
    "/club/manual-limit/approve",
    right="approvals.decide",
    gives={200: ManualLimitAnswer},
    refuses=(404,),
)
def approve_manual_limit(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: ManualLimitApproval
) -> HttpResponse:
    """Raise the limit as the second person, with a key of one's own."""
    _ = idempotency_key  # the request for approval is approved once, under whatever key
    done = manage_staff.approve_manual_limit(
        principal=request.auth,
        at=sources.now(),
        approval_id=body.approval_id,
        payload_hash=body.payload_hash,
    )
    return shown(ManualLimitAnswer, done)
