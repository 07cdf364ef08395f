"""Branches and tills of the club: listed, opened, described, closed."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.branches import BranchWords
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_branches, manage_tills
from vafa.journeys.manage_branches import BranchShown

_CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9_.-]{0,59}$",
    _("Use small Latin letters, digits, dot and hyphen, such as north-1."),
)


class BranchForm(PageForm):
    """What is said of a branch."""

    name = TextField(label=_("Name of the branch"), max_length=120)
    contact_phone = TextField(label=_("Telephone"), max_length=30, required=False)
    business_address = TextField(label=_("Address"), max_length=300, required=False)
    hours = TextField(
        label=_("Opening hours"), max_length=200, required=False,
        help_text=_("For example: Saturday to Thursday, 9 to 21."),
    )  # fmt: skip

    def words(self) -> BranchWords:
        """Give the words as the journey takes them."""
        given = self.cleaned_data
        return BranchWords(
            given["name"], given["contact_phone"], given["business_address"], given["hours"]
        )


class NewBranchForm(BranchForm):
    """A branch to open."""

    field_order = ("name", "code")
    code = TextField(
        label=_("Code"), max_length=60, validators=[_CODE],
        help_text=_("Shop software names the branch by it; it cannot be changed later."),
    )  # fmt: skip


class TillForm(PageForm):
    """A till to add."""

    code = TextField(label=_("Code of the till"), max_length=60, validators=[_CODE])
    branch = forms.ChoiceField(label=_("Branch"))

    def __init__(self, *args: object, branches: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["branch"].choices = branches  # type: ignore[attr-defined]  # framework


@staff_page("settings.write")
@require_GET
def branches(request: StaffRequest) -> HttpResponseBase:
    """List the branches, or send the list as a file."""
    listing = _listing()
    asked = lists.read(listing, request.GET)
    wanted = asked.filters.get("state", "")
    found = [
        one
        for one in manage_branches.list_branches(principal=request.principal)
        if asked.search in f"{one.card.words.name} {one.card.code}" and wanted in ("", _state(one))
    ]
    if asked.file:
        return downloads.reply(listing, asked, found)
    table = lists.table(listing, asked, lists.Window(rows=found), path=request.path)
    return render(request, "backoffice/settings/branches.html", {"table": table})


@staff_page("settings.write")
def new_branch(request: StaffRequest) -> HttpResponse:
    """Open a branch."""
    form = NewBranchForm(request.POST or None)

    def act() -> None:
        manage_branches.open_branch(
            principal=request.principal, at=sources.now(), ids=sources.ids(),
            code=form.cleaned_data["code"], words=form.words(),
        )  # fmt: skip

    done = did(
        request, form, act, said=gettext("The branch is open."), to=reverse("backoffice:branches"),
        fields={"code_taken": "code", "empty_name": "name", "unfit_phone": "contact_phone"},
    )  # fmt: skip
    told = {
        "form": form, "title": gettext("Open a branch"), "save": gettext("Open the branch"),
        "back": reverse("backoffice:branches"),
    }  # fmt: skip
    return done or render(request, "backoffice/settings/form.html", told)


@staff_page("settings.write")
def branch(request: StaffRequest, code: str) -> HttpResponse:
    """Show a branch with its tills, and change what is said of it."""
    shown = _found(request, code)
    words = shown.card.words
    form = BranchForm(
        request.POST or None,
        initial={name: getattr(words, name) for name in BranchForm.base_fields},
    )

    def act() -> None:
        manage_branches.describe_branch(
            principal=request.principal, at=sources.now(), code=code, words=form.words()
        )

    done = did(
        request, form, act, said=gettext("Saved."), to=reverse("backoffice:branch", args=[code]),
        fields={"empty_name": "name", "unfit_phone": "contact_phone"},
    )  # fmt: skip
    return done or _page(request, shown, form)


@staff_page("settings.write")
@require_POST
def close_branch(request: StaffRequest, code: str) -> HttpResponse:
    """Close a branch: it is offered nowhere any more."""

    def act() -> None:
        manage_branches.close_branch(principal=request.principal, at=sources.now(), code=code)

    return _done(request, code, act, said=gettext("The branch is closed."))


@staff_page("settings.write")
@require_POST
def reopen_branch(request: StaffRequest, code: str) -> HttpResponse:
    """Open a closed branch again."""

    def act() -> None:
        manage_branches.reopen_branch(principal=request.principal, at=sources.now(), code=code)

    return _done(request, code, act, said=gettext("The branch is open."))


@staff_page("settings.write")
def new_till(request: StaffRequest) -> HttpResponse:
    """Add a till to a branch."""
    found = manage_branches.list_branches(principal=request.principal)
    choices = [(one.card.code, one.card.words.name) for one in found if one.card.closed_at is None]
    first = request.GET.get("branch", "")
    form = TillForm(request.POST or None, initial={"branch": first}, branches=choices)

    def act() -> None:
        manage_tills.open_till(
            principal=request.principal, at=sources.now(), code=form.cleaned_data["code"],
            branch=form.cleaned_data["branch"],
        )  # fmt: skip

    to = reverse("backoffice:branches")
    said = gettext("The till is added.")
    done = did(request, form, act, said=said, to=to, fields={"till_exists": "code"})
    told = {
        "form": form, "title": gettext("Add a till"), "save": gettext("Add the till"), "back": to,
    }  # fmt: skip
    return done or render(request, "backoffice/settings/form.html", told)


@staff_page("settings.write")
@require_POST
def close_till(request: StaffRequest, code: str, till: str) -> HttpResponse:
    """Close a till: no more shifts; what it still has to send is taken."""

    def act() -> None:
        manage_tills.close_till(principal=request.principal, at=sources.now(), code=till)

    return _done(request, code, act, said=gettext("The till is closed."))


def branch_names(request: StaffRequest) -> dict[str, str]:
    """Give what the club's branches are called, by code."""
    found = manage_branches.list_branches(principal=request.principal)
    return {one.card.code: one.card.words.name for one in found}


def _listing() -> lists.Listing:
    return lists.Listing(
        code="branches",
        title=gettext("Branches"),
        columns=(
            lists.Column("name", gettext("Name"), lambda one: one.card.words.name,
                         href=lambda one: reverse("backoffice:branch", args=[one.card.code])),
            lists.Column("code", gettext("Code"), lambda one: one.card.code, "code"),
            lists.Column("tills", gettext("Open tills"), lambda one: len(one.tills), "number"),
            lists.Column("staff", gettext("People only here"), lambda one: len(one.card.staff),
                         "number"),
            lists.Column("hours", gettext("Opening hours"), lambda one: one.card.words.hours),
            lists.Column("state", gettext("State"), lambda one: _states()[_state(one)]),
            lists.Column("opened", gettext("Opened"), lambda one: one.card.opened_at, "day"),
        ),
        key=lambda one: one.card.code,
        sort="name",
        empty=lists.Empty(
            gettext("No branch yet"), gettext("A branch is a shop or a web shop."), "map-pin",
            reverse("backoffice:new_branch"), gettext("Open a branch"),
        ),
        filters=(lists.Filter("state", gettext("State"), choices=tuple(_states().items())),),
        search_hint=gettext("Name or code"),
        can_export=True,
    )  # fmt: skip


def _states() -> dict[str, str]:
    return {"open": gettext("Open"), "closed": gettext("Closed")}


def _state(one: BranchShown) -> str:
    return "open" if one.card.closed_at is None else "closed"


def _found(request: StaffRequest, code: str) -> BranchShown:
    every = manage_branches.list_branches(principal=request.principal)
    found = next((one for one in every if one.card.code == code), None)
    if found is None:
        raise Http404
    return found


def _done(request: StaffRequest, code: str, act: Callable[[], None], *, said: str) -> HttpResponse:
    """Do what a button asks and go back to the branch; a refusal stands on the page."""
    shown = _found(request, code)
    form = PageForm({})
    to = reverse("backoffice:branch", args=[code])
    return did(request, form, act, said=said, to=to) or _page(request, shown, refused=form)


def _page(
    request: StaffRequest,
    shown: BranchShown,
    form: BranchForm | None = None,
    refused: PageForm | None = None,
) -> HttpResponse:
    words = shown.card.words
    kept = {name: getattr(words, name) for name in BranchForm.base_fields}
    told = {
        "branch": shown.card,
        "tills": shown.tills,
        "is_open": shown.card.closed_at is None,
        "form": form or BranchForm(initial=kept),
        "refused": refused,
    }
    status = 422 if refused is not None else 200
    return render(request, "backoffice/settings/branch.html", told, status=status)
