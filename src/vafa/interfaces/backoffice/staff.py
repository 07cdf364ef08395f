"""Who works in the club: the list, inviting somebody, a role, and suspending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.records import StaffCard
from vafa.interfaces.backoffice.branches import branch_names
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_staff
from vafa.journeys.invite_user import Invite, invite_person
from vafa.journeys.manage_branches import list_branches
from vafa.kit.errors import VafaError

ROLES: Final = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "marketer": _("Marketer"),
    "accountant": _("Accountant"),
    "cashier": _("Cashier"),
    "support": _("Support"),
    "auditor": _("Auditor"),
}
STATES: Final = {
    "invited": _("Invited, not yet signed in"),
    "active": _("Works here"),
    "suspended": _("Suspended"),
    "ended": _("No longer works here"),
}


class PersonForm(KeyedForm):
    """Somebody to invite, and where the link to sign in goes."""

    name = TextField(label=_("Name and family name"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), initial="cashier")
    login = TextField(
        label=_("Mobile or e-mail"), max_length=254, required=False,
        help_text=_("The link to sign in goes there; it is good for seven days."),
    )  # fmt: skip


class RoleForm(PageForm):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()))
    branches = forms.MultipleChoiceField(
        label=_("Branches (nothing chosen: all)"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, branches: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["branches"].choices = branches  # type: ignore[attr-defined]  # framework


@staff_page("staff.manage")
@require_GET
def staff(request: StaffRequest) -> HttpResponseBase:
    """List who works here, or send the list as a file."""
    cards = manage_staff.list_staff(principal=request.principal)
    shown = _listing(branch_names(request))
    asked = lists.read(shown, request.GET)
    wanted = asked.filters.get("state", "")
    found = [card for card in cards if asked.search in card.name and wanted in ("", card.status)]
    if asked.file:
        return downloads.reply(shown, asked, found)
    table = lists.table(shown, asked, lists.Window(rows=found), path=request.path)
    return render(request, "backoffice/staff/list.html", {"table": table})


@staff_page("staff.manage")
def new_person(request: StaffRequest) -> HttpResponse:
    """Add somebody and send the link to sign in."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        try:
            staff_id = _invited(request, form.cleaned_data)
        except VafaError as error:
            form.refuse(error, fields={
                "name_taken": "name", "empty_name": "name", "role_exceeds": "role",
                "invalid_login": "login",
            })  # fmt: skip
        else:
            messages.success(request, gettext("The person is added."))
            return HttpResponseRedirect(reverse("backoffice:person", args=[staff_id]))
    return render(request, "backoffice/staff/new.html", {"form": form})


@staff_page("staff.manage")
@require_GET
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Show somebody who works here."""
    return _page(request, _found(request, staff_id))


@staff_page("staff.manage")
@require_POST
def change(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Give somebody another role or other branches."""
    card = _found(request, staff_id)
    form = RoleForm(request.POST, branches=_choices(request, card))

    def act() -> None:
        manage_staff.change_staff(
            principal=request.principal, at=sources.now(), staff_id=staff_id,
            role=form.cleaned_data["role"], branches=tuple(form.cleaned_data["branches"]),
        )  # fmt: skip

    return _done(request, card, form, act, said=gettext("The role and the branches are changed."))


@staff_page("staff.manage")
@require_POST
def suspend(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Let somebody do nothing here until resumed."""
    card = _found(request, staff_id)

    def act() -> None:
        manage_staff.suspend_staff(
            principal=request.principal, at=sources.now(), staff_id=staff_id
        )

    form = _as_is(request, card)
    return _done(request, card, form, act, said=gettext("The person is suspended."))


@staff_page("staff.manage")
@require_POST
def resume(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Let somebody who was suspended work again."""
    card = _found(request, staff_id)

    def act() -> None:
        manage_staff.resume_staff(principal=request.principal, at=sources.now(), staff_id=staff_id)

    form = _as_is(request, card)
    return _done(request, card, form, act, said=gettext("The person works here again."))


def _invited(request: StaffRequest, given: dict[str, Any]) -> int:
    """Add somebody, and send the link when there is somewhere to send it."""
    person = NewStaff(given["name"], given["role"])
    claim = claim_of(request, given["key"])
    if not given["login"]:
        return manage_staff.invite_staff(
            principal=request.principal, claim=claim, at=sources.now(), ids=sources.ids(),
            staff=person,
        ).staff_id  # fmt: skip
    invite = Invite(0, given["login"], sources.link_secret(), settings.PUBLIC_ADDRESS)
    return invite_person(
        principal=request.principal, claim=claim, ids=sources.ids(), vault=sources.vault(),
        at=sources.now(), person=person, invite=invite,
    ).staff_id  # fmt: skip


def _listing(names: dict[str, str]) -> lists.Listing:
    return lists.Listing(
        code="staff",
        title=gettext("Staff"),
        columns=(
            lists.Column("name", gettext("Name and family name"), lambda one: one.name,
                         href=lambda one: reverse("backoffice:person", args=[one.staff_id])),
            lists.Column("role", gettext("Role"), lambda one: str(ROLES.get(one.role, ""))),
            lists.Column("state", gettext("State"), lambda one: str(STATES[one.status])),
            lists.Column("branches", gettext("Branches"), lambda one: _branches(one, names)),
            lists.Column("added", gettext("Added"), lambda one: one.added_at, "moment"),
        ),
        key=lambda one: one.staff_id,
        sort="name",
        empty=lists.Empty(
            gettext("Nobody yet"), gettext("Invite whoever works with you."), "users",
            reverse("backoffice:new_person"), gettext("Invite somebody"),
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("A name"),
        can_export=True,
    )  # fmt: skip


def _branches(card: StaffCard, names: dict[str, str]) -> str:
    found = [names.get(code, code) for code in card.branches]
    return formats.listed(found) or gettext("All branches")


def _found(request: StaffRequest, staff_id: int) -> StaffCard:
    cards = manage_staff.list_staff(principal=request.principal)
    found = next((card for card in cards if card.staff_id == staff_id), None)
    if found is None:
        raise Http404
    return found


def _done(
    request: StaffRequest, card: StaffCard, form: RoleForm, act: Callable[[], None], *, said: str
) -> HttpResponse:
    """Do what was asked and go back to the person; a refusal stands on the page."""
    if form.is_valid():
        try:
            act()
        except VafaError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("backoffice:person", args=[card.staff_id]))
    return _page(request, card, form, status=422)


def _as_is(request: StaffRequest, card: StaffCard, *, is_sent: bool = True) -> RoleForm:
    now = {"role": card.role, "branches": list(card.branches)}
    choices = _choices(request, card)
    return RoleForm(now, branches=choices) if is_sent else RoleForm(initial=now, branches=choices)


def _choices(request: StaffRequest, card: StaffCard) -> list[tuple[str, str]]:
    """Give the open branches, and those in which the person is already."""
    return [
        (one.card.code, one.card.words.name)
        for one in list_branches(principal=request.principal)
        if one.card.closed_at is None or one.card.code in card.branches
    ]


def _page(
    request: StaffRequest, card: StaffCard, form: RoleForm | None = None, *, status: int = 200
) -> HttpResponse:
    told = {
        "card": card,
        "state": STATES[card.status],
        "branches": _branches(card, branch_names(request)),
        "form": form or _as_is(request, card, is_sent=False),
        "may_suspend": card.status in ("active", "invited"),
        "may_resume": card.status == "suspended",
        "is_here": card.status != "ended",
    }
    return render(request, "backoffice/staff/person.html", told, status=status)
