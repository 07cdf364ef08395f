"""Proving once more that it is oneself, by a code to one's own mobile, before something grave."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from vafa.interfaces.portal import sign_in, steps
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import MemberRequest, address_of
from vafa.journeys import prove_mobile as proving
from vafa.journeys.account_desk import ConsentNeeded
from vafa.journeys.edit_profile import show_member


def own_mobile(request: MemberRequest) -> str:
    """Give the mobile of the member who is signed in."""
    return show_member(
        principal=request.principal, vault=sources.vault(), member_id=request.member.member_id
    ).profile.mobile


def is_sent(request: MemberRequest, *, purpose: str) -> bool:
    """Tell whether a code for this purpose is on its way to this browser's person."""
    step = steps.step_of(request)
    return step is not None and step.source == _source(request, purpose)


def send(request: MemberRequest, *, purpose: str) -> HttpResponse:
    """Send a code to the member's own mobile and come back to the page that asks for it.

    :raises CodeTooSoon: when this number got a code less than 60 seconds before.
    :raises TooManyCodes: when number, caller or club had all that they may have.
    """
    mobile = own_mobile(request)
    sent = proving.send_mobile_code(
        principal=request.principal, claim=sign_in.fresh_claim(), ids=sources.ids(),
        vault=sources.vault(), draw=sources.code, at=sources.now(),
        given=proving.MobileGiven(mobile, address_of(request)),
    )  # fmt: skip
    step = steps.Step(sent.proof_id, mobile, "sent", _source(request, purpose))
    return steps.keep(request, HttpResponseRedirect(request.get_full_path()), step)


def prove(request: MemberRequest, *, purpose: str, code: str) -> int:
    """Take the code; give the id of the proof that it was this member's.

    :raises CodeRefused: when the code is wrong, used, too late, or was tried five times.
    :raises ConsentNeeded: when no code was asked for, or the number is another person's by now.
    """
    step = steps.step_of(request)
    if step is None or step.source != _source(request, purpose):
        raise ConsentNeeded
    proof = proving.prove_mobile(
        principal=request.principal, claim=sign_in.fresh_claim(), vault=sources.vault(),
        at=sources.now(), proof_id=step.proof_id, code=code,
    )  # fmt: skip
    if proof.outcome != "proven" or proof.member_id != request.member.member_id:
        raise ConsentNeeded
    return proof.proof_id


def done(request: MemberRequest, response: HttpResponse) -> HttpResponse:
    """Forget the step: the proof is used."""
    return steps.drop(request, response)


def _source(request: MemberRequest, purpose: str) -> str:
    return f"{purpose}:{request.member.member_id}"
