"""Erasing oneself: what goes and what the law keeps, a code, a week to think better of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from vafa.interfaces.portal import proof
from vafa.interfaces.portal.sign_in import CodeForm
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.errors import title_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys import ask_erasure as erasing
from vafa.kit.errors import VafaError

_PURPOSE = "erase"


class ErasureForm(CodeForm, KeyedForm):
    """The code that says it is oneself who asks."""


@member_page
def erase(request: MemberRequest) -> HttpResponse:
    """Show what would go; ask for a code; keep the wish, or take it back."""
    act = request.POST.get("act", "")
    form = ErasureForm(request.POST if act == "ask" else None)
    try:
        if act == "send":
            return proof.send(request, purpose=_PURPOSE)
        if act == "withdraw":
            return _withdraw(request)
        if act == "ask" and form.is_valid():
            return _ask(request, form)
    except VafaError as error:
        if not form.is_bound:
            messages.error(request, title_of(error, formats.language()))
            return HttpResponseRedirect(request.path)
        form.refuse(error, fields={"code_refused": "code"})
    own = erasing.show_own_erasure(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=request.member.member_id,
    )  # fmt: skip
    told = {
        "form": form, "own": own, "mobile": proof.own_mobile(request),
        "is_sent": proof.is_sent(request, purpose=_PURPOSE),
    }  # fmt: skip
    return render(request, "portal/erasure.html", told, status=422 if form.errors else 200)


def _ask(request: MemberRequest, form: ErasureForm) -> HttpResponse:
    proof_id = proof.prove(request, purpose=_PURPOSE, code=form.cleaned_data["code"])
    wish = erasing.ask_erasure(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        ids=sources.ids(), at=sources.now(), member_id=request.member.member_id,
        proof_id=proof_id,
    )  # fmt: skip
    said = _("Your wish is noted. On %(day)s everything about you is erased.")
    messages.success(request, said % {"day": formats.day_date(wish.due_at)})
    return proof.done(request, HttpResponseRedirect(request.path))


def _withdraw(request: MemberRequest) -> HttpResponse:
    erasing.withdraw_erasure(
        principal=request.principal, at=sources.now(), member_id=request.member.member_id
    )
    messages.success(request, _("Nothing will be erased. All is as it was."))
    return HttpResponseRedirect(request.path)
