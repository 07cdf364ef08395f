"""What one person of each role gives, and lets members spend, alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.records import RoleLimitSet
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.backoffice.staff import ROLES
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MoneyField, PageForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import limit_roles, manage_staff


class LimitForm(KeyedForm):
    """The club's own limit."""

    limit = MoneyField(
        label=_("Up to how much one person gives by hand alone"),
        help_text=_("A lower limit counts at once; a higher one waits for a second person."),
    )  # fmt: skip


class RoleForm(PageForm):
    """The limits of a role."""

    grant = MoneyField(
        label=_("Gives by hand alone, up to"), required=False,
        help_text=_("Empty: only the club's own limit counts."),
    )  # fmt: skip
    apply = MoneyField(
        label=_("Lets a member spend at once alone, up to"), required=False,
        help_text=_("Empty: there is no limit."),
    )  # fmt: skip


@staff_page("staff.manage")
@require_GET
def limits(request: StaffRequest) -> HttpResponse:
    """Show the limits of the club and of every role."""
    return _page(request)


@staff_page("approvals.decide")
@require_POST
def change_limit(request: StaffRequest) -> HttpResponse:
    """Lower the club's limit, or ask a second person to raise it."""
    form = LimitForm(request.POST)

    def act() -> None:
        manage_staff.change_manual_limit(
            principal=request.principal,
            claim=claim_of(request, form.cleaned_data["key"]),
            at=sources.now(),
            ids=sources.ids(),
            limit_rials=form.cleaned_data["limit"],
        )

    done = did(
        request, form, act, to=reverse("backoffice:limits"),
        said=gettext("Done; a higher limit counts when a second person has approved it."),
        fields={"limit_out_of_bounds": "limit"},
    )  # fmt: skip
    return done or _page(request, form)


@staff_page("staff.manage")
def role_limit(request: StaffRequest, role: str) -> HttpResponse:
    """Set the limits of a role."""
    now = next((one for one in _limits(request) if one.role == role), None)
    if now is None:
        raise Http404
    initial = {"grant": now.grant_rials, "apply": now.apply_rials}
    form = RoleForm(request.POST or None, initial=initial)
    to = reverse("backoffice:limits")

    def act() -> None:
        given = form.cleaned_data
        limit_roles.set_role_limit(
            principal=request.principal, at=sources.now(),
            limit=RoleLimitSet(role, given["grant"], given["apply"]),
        )  # fmt: skip

    told = {"form": form, "title": ROLES[role], "save": gettext("Save"), "back": to}
    done = did(request, form, act, said=gettext("Saved."), to=to)
    return done or render(request, "backoffice/settings/form.html", told)


def _limits(request: StaffRequest) -> tuple[RoleLimitSet, ...]:
    return limit_roles.list_role_limits(principal=request.principal)


def _page(request: StaffRequest, form: LimitForm | None = None) -> HttpResponse:
    limit = manage_staff.show_manual_limit(principal=request.principal)
    told: dict[str, Any] = {
        "limit": limit,
        "form": form or LimitForm(initial={"limit": limit}),
        "may_change": "approvals.decide" in request.principal.rights,
        "roles": [(ROLES[one.role], one) for one in _limits(request)],
    }
    return render(request, "backoffice/settings/limits.html", told)
