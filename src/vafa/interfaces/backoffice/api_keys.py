"""API keys of the club: listed, issued with rights in plain words, ended."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.records import IssuedKey, KeyCard, NewKey
from vafa.domain.clubs.rights import rights_of
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import DayField, KeyedForm, PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import issue_api_key as journey
from vafa.journeys import manage_branches
from vafa.kit.errors import VafaError

WORDS: Final = {
    "read": _("See members, purchases and orders"),
    "members": _("Enrol members, change their data, bring files in and out"),
    "purchases": _("Record purchases and orders"),
    "credit": _("Let members spend points and credit"),
    "refunds": _("Refund, void and correct purchases"),
    "programme": _("Change the programme and the settings"),
    "keys": _("Manage staff and API keys; see who did what"),
    "approve": _("Be the second person; give by hand; merge, erase, close months"),
}
STATES: Final = {
    "live": _("In force"), "expired": _("Run out"), "ended": _("Ended"),
}  # fmt: skip


class KeyForm(KeyedForm):
    """A key to issue."""

    name = TextField(
        label=_("What is it for?"), max_length=100,
        help_text=_("For example the name of the shop software."),
    )  # fmt: skip
    rights = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(WORDS.items()),
        widget=forms.CheckboxSelectMultiple, initial=["read"],
    )  # fmt: skip
    branch = forms.ChoiceField(label=_("Only for a branch"), required=False)
    staff = TextField(
        label=_("Whose own key is it?"), max_length=100, required=False,
        help_text=_("The name of a colleague; empty for a machine."),
    )  # fmt: skip
    last_day = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, branches: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        every = [("", _("All branches")), *branches]
        self.fields["branch"].choices = every  # type: ignore[attr-defined]  # framework

    def as_record(self, zone: str) -> NewKey:
        """Give the key as the journey takes it; it runs out when its last day is over."""
        given = self.cleaned_data
        last = given["last_day"]
        ends = datetime.combine(last, time.max, ZoneInfo(zone)) if last else None
        return NewKey(
            name=given["name"],
            rights=frozenset(given["rights"]),
            branch=given["branch"],
            expires_at=ends,
            staff=given["staff"],
        )


@staff_page("keys.manage")
@require_GET
def api_keys(request: StaffRequest) -> HttpResponseBase:
    """List the keys, or send the list as a file."""
    at = sources.now()
    listing = _listing(at)
    asked = lists.read(listing, request.GET)
    wanted = asked.filters.get("state", "")
    found = [
        one
        for one in reversed(journey.list_api_keys(principal=request.principal))
        if asked.search in f"{one.name} {one.prefix}" and wanted in ("", _state(one, at))
    ]
    if asked.file:
        return downloads.reply(listing, asked, found)
    table = lists.table(listing, asked, lists.Window(rows=found), path=request.path)
    return render(request, "backoffice/settings/api_keys.html", {"table": table})


@staff_page("keys.manage")
def new_api_key(request: StaffRequest) -> HttpResponse:
    """Issue a key and show its secret, this once."""
    found = manage_branches.list_branches(principal=request.principal)
    branches = [
        (one.card.code, one.card.words.name) for one in found if one.card.closed_at is None
    ]
    form = KeyForm(request.POST or None, branches=branches)
    if form.is_valid():
        try:
            issued = _issued(request, form)
        except VafaError as error:
            fields = {"rights_exceeded": "rights", "staff_ended": "staff", "empty_name": "name"}
            form.refuse(error, fields=fields)
        else:
            told: dict[str, Any] = {"key": issued, "name": form.cleaned_data["name"]}
            return render(request, "backoffice/settings/api_key_issued.html", told)
    told = {
        "form": form, "title": gettext("Issue a key"), "save": gettext("Issue the key"),
        "subtitle": gettext("Its secret is shown once; give it only what it needs."),
        "back": reverse("backoffice:api_keys"),
    }  # fmt: skip
    return render(request, "backoffice/settings/form.html", told)


@staff_page("keys.manage")
@require_GET
def api_key(request: StaffRequest, key_id: int) -> HttpResponse:
    """Show a key: what it may do, and ending it."""
    return _page(request, key_id)


@staff_page("keys.manage")
@require_POST
def end_api_key(request: StaffRequest, key_id: int) -> HttpResponse:
    """End a key at once."""
    form = PageForm({})

    def act() -> None:
        journey.revoke_api_key(principal=request.principal, key_id=key_id, at=sources.now())

    to = reverse("backoffice:api_key", args=[key_id])
    said = gettext("The key is ended.")
    return did(request, form, act, said=said, to=to) or _page(request, key_id)


def _issued(request: StaffRequest, form: KeyForm) -> IssuedKey:
    return journey.issue_api_key(
        principal=request.principal,
        claim=claim_of(request, form.cleaned_data["key"]),
        ids=sources.ids(),
        at=sources.now(),
        entropy=sources.entropy(),
        key=form.as_record(request.club.zone),
    )


def _page(request: StaffRequest, key_id: int) -> HttpResponse:
    at = sources.now()
    every = journey.list_api_keys(principal=request.principal)
    found = next((one for one in every if one.key_id == key_id), None)
    if found is None:
        raise Http404
    told = {
        "key": found,
        "state": STATES[_state(found, at)],
        "is_live": _state(found, at) == "live",
        "rights": _in_words(found.rights),
    }
    return render(request, "backoffice/settings/api_key.html", told)


def _in_words(rights: frozenset[str]) -> list[str]:
    """Give what a key may do in words; a right that no word covers stands by its code."""
    held = rights_of(rights)
    words = [word for word in WORDS if rights_of([word]) <= held]
    return [*(str(WORDS[word]) for word in words), *sorted(held - rights_of(words))]


def _listing(at: datetime) -> lists.Listing:
    return lists.Listing(
        code="api-keys",
        title=gettext("API keys"),
        columns=(
            lists.Column("name", gettext("What for"), lambda one: one.name,
                         href=lambda one: reverse("backoffice:api_key", args=[one.key_id])),
            lists.Column("prefix", gettext("Begins with"), lambda one: one.prefix, "code"),
            lists.Column("state", gettext("State"), lambda one: str(STATES[_state(one, at)])),
            lists.Column("branch", gettext("Branch"),
                         lambda one: one.branch or gettext("All branches")),
            lists.Column("used", gettext("Last used"), lambda one: one.last_used_on, "day"),
            lists.Column("made", gettext("Issued on"), lambda one: one.created_at, "day"),
            lists.Column("ends", gettext("Runs out"), lambda one: one.expires_at, "day"),
        ),
        key=lambda one: one.key_id,
        sort="-made",
        empty=lists.Empty(
            gettext("No key yet"), gettext("Shop software and tills come in with a key."),
            "key-round", reverse("backoffice:new_api_key"), gettext("Issue a key"),
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("Name or beginning"),
        can_export=True,
    )  # fmt: skip


def _state(card: KeyCard, at: datetime) -> str:
    if card.revoked_at is not None:
        return "ended"
    return "expired" if card.expires_at is not None and card.expires_at <= at else "live"
