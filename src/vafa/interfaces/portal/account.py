"""The wallet that a family or a company shares: who is in it, joining by an invitation, leaving.

An invitation is a signed link for a week. It says which account, as what, and who invites: it
opens nothing once that person no longer keeps the account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.accounts.queries import NoSuchAccount
from vafa.domain.accounts.records import ROLES
from vafa.interfaces.portal import proof
from vafa.interfaces.portal.holdings import ref_of
from vafa.interfaces.portal.sign_in import CodeForm
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.errors import title_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.account_desk import AccountShown, Joining, PersonShown
from vafa.journeys.join_account import join_account
from vafa.journeys.leave_account import leave_account
from vafa.journeys.manage_account import show_account
from vafa.journeys.show_wallet import show_wallet
from vafa.kit.errors import VafaError

_LASTS: Final = 7 * 24 * 3600
_NOT_FOUND: Final = 404
_PURPOSE: Final = "account"
ROLE_NAMES: Final = {
    "owner": _("keeps the wallet"),
    "adult": _("adult"),
    "child": _("child"),
    "admin": _("keeps the wallet"),
    "employee": _("employee"),
}


class JoinAccountForm(CodeForm, KeyedForm):
    """The code that says that one agrees, and what becomes of the own wallet."""

    brings = forms.BooleanField(
        label=_("Put what I hold into the shared wallet"), required=False,
        help_text=_("Otherwise it waits for you until you leave."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is good: to which account, and as what."""

    account: AccountShown
    role: str


@member_page
def account(request: MemberRequest) -> HttpResponse:
    """Show the shared wallet; whoever keeps it invites, and each may leave."""
    shared = _mine(request)
    if shared is None:
        return render(request, "portal/account.html", {})
    if request.method == "POST":
        return _leave(request, shared)
    me = _me(request, shared)
    keeps = me is not None and me.role == ROLES[shared.kind][0]
    told = {
        "account": shared,
        "people": [(one, ROLE_NAMES[one.role], one == me) for one in shared.people],
        "me": me, "keeps": keeps, "form": KeyedForm(),
        "links": _links(request, shared) if keeps else (),
    }  # fmt: skip
    return render(request, "portal/account.html", told)


@member_page
def join(request: MemberRequest, token: str) -> HttpResponse:
    """Show what would be shared; a code to the own mobile says yes."""
    invitation = _opened(request, token)
    if invitation is None:
        return render(request, "portal/join_account.html", {}, status=_NOT_FOUND)
    act = request.POST.get("act", "")
    form = JoinAccountForm(request.POST if act == "join" else None)
    try:
        if act == "send":
            return proof.send(request, purpose=_PURPOSE)
        if form.is_valid():
            return _join(request, invitation, form)
    except VafaError as error:
        if not form.is_bound:
            messages.error(request, title_of(error, formats.language()))
            return HttpResponseRedirect(request.path)
        form.refuse(error, fields={"code_refused": "code"})
    told = {
        "form": form, "account": invitation.account, "role": ROLE_NAMES[invitation.role],
        "mobile": proof.own_mobile(request),
        "is_sent": proof.is_sent(request, purpose=_PURPOSE),
    }  # fmt: skip
    return render(request, "portal/join_account.html", told)


def _join(request: MemberRequest, invitation: Invitation, form: JoinAccountForm) -> HttpResponse:
    proof_id = proof.prove(request, purpose=_PURPOSE, code=form.cleaned_data["code"])
    join_account(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        account_id=invitation.account.account_id,
        joining=Joining(
            ref_of(request), invitation.role, proof_id=proof_id,
            brings_wallet=form.cleaned_data["brings"],
        ),
    )  # fmt: skip
    messages.success(request, gettext("You share this wallet now."))
    place = reverse("portal:account", args=[request.club.code])
    return proof.done(request, HttpResponseRedirect(place))


def _leave(request: MemberRequest, shared: AccountShown) -> HttpResponse:
    try:
        leave_account(
            principal=request.principal, claim=claim_of(request, request.POST.get("key", "")),
            ids=sources.ids(), vault=sources.vault(), at=sources.now(),
            account_id=shared.account_id, member_id=request.member.member_id,
        )  # fmt: skip
    except VafaError as error:
        messages.error(request, title_of(error, formats.language()))
    else:
        messages.success(request, gettext("You have your own wallet again."))
    return HttpResponseRedirect(request.path)


def _mine(request: MemberRequest) -> AccountShown | None:
    principal, vault = request.principal, sources.vault()
    try:
        card = show_wallet(principal=principal, vault=vault, member=ref_of(request)).account
    except VafaError:  # no programme yet
        return None
    if card is None:
        return None
    return show_account(
        principal=principal, vault=vault, at=sources.now(), account_id=card.account_id
    )


def _me(request: MemberRequest, shared: AccountShown) -> PersonShown | None:
    mine = request.member.member_id
    return next((one for one in shared.people if one.member.member_id == mine), None)


def _links(request: MemberRequest, shared: AccountShown) -> tuple[tuple[str, str], ...]:
    """Give a link for each role that is invited, with its name."""
    return tuple(
        (str(ROLE_NAMES[role]), f"{settings.PUBLIC_ADDRESS}{_place(request, shared, role)}")
        for role in ROLES[shared.kind][1:]
    )


def _place(request: MemberRequest, shared: AccountShown, role: str) -> str:
    told = [str(shared.account_id), role, str(request.member.member_id)]
    token = signing.dumps(told, salt=_salt(request), compress=True)
    return reverse("portal:join_account", args=[request.club.code, token])


def _opened(request: MemberRequest, token: str) -> Invitation | None:
    try:
        account_id, role, inviter = signing.loads(token, salt=_salt(request), max_age=_LASTS)
        shared = show_account(
            principal=request.principal, vault=sources.vault(), at=sources.now(),
            account_id=int(account_id),
        )  # fmt: skip
    except (signing.BadSignature, NoSuchAccount):
        return None
    keeper = ROLES[shared.kind][0]
    keeps = any(
        one.member.member_id == int(inviter) and one.role == keeper for one in shared.people
    )
    return Invitation(shared, role) if keeps else None


def _salt(request: MemberRequest) -> str:
    return f"portal:account:{request.club.club_id}"
