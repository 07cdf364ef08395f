"""A member's own profile, and what the member agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.members.consents import Agreement
from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.profile import ProfileShown
from vafa.interfaces.portal.menu import MINE
from vafa.interfaces.web import formats, menus, own_fields, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, TextField
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys import edit_profile as profiles
from vafa.journeys.change_club import text_in_force
from vafa.kit.errors import VafaError
from vafa.kit.persian import MONTHS

# Which wording stood beside the switches: change it together with consents.html.
WORDING: Final = "portal-consents-1405-09"
PURPOSES: Final = {
    "sms": (_("Offers by SMS"), _("News and gifts of the shop, by SMS.")),
    "email": (_("Offers by e-mail"), _("News and gifts of the shop, by e-mail.")),
    "profiling": (_("Offers chosen for you"), _("The shop looks at what you buy to choose them.")),
}
_DAYS: Final = 31
_TEXTS: Final = (
    "first_name", "last_name", "email", "address", "company", "job_title", "company_phone",
)  # fmt: skip
_DATES: Final = ("birthday", "wedding")
_WRONG: Final = {
    "invalid_email": "email", "email_taken": "email", "invalid_phone": "company_phone",
}  # fmt: skip


class ProfileForm(KeyedForm):
    """Everything that a member says of themselves; the club's own fields come last."""

    first_name = TextField(label=_("First name"), required=False, max_length=80)
    last_name = TextField(label=_("Last name"), required=False, max_length=80)
    birthday_day = forms.TypedChoiceField(
        label=_("Day of birth"), required=False, coerce=int, empty_value=None
    )
    birthday_month = forms.TypedChoiceField(
        label=_("Month of birth"), required=False, coerce=int, empty_value=None
    )
    wedding_day = forms.TypedChoiceField(
        label=_("Day of the wedding"), required=False, coerce=int, empty_value=None
    )
    wedding_month = forms.TypedChoiceField(
        label=_("Month of the wedding"), required=False, coerce=int, empty_value=None
    )
    email = TextField(label=_("Your e-mail"), required=False, max_length=254)
    address = TextField(label=_("Your address"), required=False, max_length=300)
    company = TextField(label=_("Where you work"), required=False, max_length=120)
    job_title = TextField(label=_("Your job"), required=False, max_length=80)
    company_phone = TextField(label=_("Telephone at work"), required=False, max_length=30)

    def __init__(
        self,
        *args: Any,
        own: Sequence[FieldDefinition],
        values: Mapping[str, str | int],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._own = own
        days = [(day, formats.digits(day)) for day in range(1, _DAYS + 1)]
        months = list(enumerate(MONTHS[formats.language()], start=1))
        for name in _DATES:
            self._offer(f"{name}_day", days)
            self._offer(f"{name}_month", months)
        own_fields.add(self, own, values, asks=True)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Give the club's own fields as they are drawn."""
        return own_fields.drawn(self, self._own)

    def clean(self) -> dict[str, Any]:
        """Check that a day has its month."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in _DATES:
            if bool(given.get(f"{name}_day")) != bool(given.get(f"{name}_month")):
                self.add_error(f"{name}_day", gettext("Choose day and month, or neither."))
        return given

    def changes(self) -> dict[str, Any]:
        """Give what was filled in as the journey takes it; None clears a field."""
        given = self.cleaned_data
        found: dict[str, Any] = {name: given[name] or None for name in _TEXTS}
        for name in _DATES:
            month, day = given[f"{name}_month"], given[f"{name}_day"]
            found[name] = (month, day) if month and day else None
        if self._own:
            found["custom"] = own_fields.given(self, self._own)
        return found

    def _offer(self, name: str, choices: Sequence[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]


@member_page
def profile(request: MemberRequest) -> HttpResponse:
    """Show the profile; what is sent is kept."""
    principal, vault, mine = request.principal, sources.vault(), request.member.member_id
    shown = profiles.show_member(principal=principal, vault=vault, member_id=mine).profile
    own = profiles.show_fields(principal=principal, for_member=True).fields
    form = ProfileForm(request.POST or None, own=own, values=shown.custom, initial=_initial(shown))
    if form.is_valid():
        try:
            profiles.edit_profile(
                principal=principal, claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(), vault=vault, at=sources.now(), member_id=mine,
                changes=form.changes(),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields=_WRONG)
        else:
            messages.success(request, gettext("Your profile is saved."))
            return HttpResponseRedirect(request.path)
    (_title, pages), *_rest = menus.shown(request, MINE)
    told = {"form": form, "mobile": shown.mobile, "pages": pages}
    return render(request, "portal/profile.html", told)


@member_page
def consents(request: MemberRequest) -> HttpResponse:
    """Show what the member agreed to; one tap gives or withdraws a consent."""
    principal, vault, mine = request.principal, sources.vault(), request.member.member_id
    if request.method == "POST":
        return _switch(request, request.POST.get("purpose", ""), request.POST.get("key", ""))
    listed = profiles.show_consents(principal=principal, vault=vault, member_id=mine).consents
    in_force = {one.purpose: one for one in listed if one.withdrawn_at is None}
    told = {
        "switches": [
            (code, title, text, in_force.get(code), KeyedForm())
            for code, (title, text) in PURPOSES.items()
        ],
        "membership": in_force.get("membership"),
        "text": _own_text(request),
    }
    return render(request, "portal/consents.html", told)


def _switch(request: MemberRequest, purpose: str, key: str) -> HttpResponse:
    if purpose in PURPOSES and key:
        principal, vault, mine = request.principal, sources.vault(), request.member.member_id
        if request.POST.get("agrees") == "yes":
            profiles.give_consent(
                principal=principal, claim=claim_of(request, key), ids=sources.ids(),
                vault=vault, at=sources.now(), member_id=mine,
                agreement=Agreement(purpose, "portal", _wording(request)),
            )  # fmt: skip
            messages.success(request, gettext("Thank you. You can take it back at any time."))
        else:
            profiles.withdraw_consent(
                principal=principal, claim=claim_of(request, key), ids=sources.ids(),
                vault=vault, at=sources.now(), member_id=mine, purpose=purpose, source="portal",
            )  # fmt: skip
            messages.success(request, gettext("Done: you get no more of these."))
    return HttpResponseRedirect(request.path)


def _own_text(request: MemberRequest) -> str:
    own = text_in_force(principal=request.principal, kind="messages")
    if own is None:
        return ""
    return own.text_en or own.text_fa if formats.language() == "en" else own.text_fa


def _wording(request: MemberRequest) -> str:
    own = text_in_force(principal=request.principal, kind="messages")
    return f"messages-{own.number}" if own else WORDING


def _initial(shown: ProfileShown) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(shown, name) for name in _TEXTS}
    for name, day in (("birthday", shown.birthday), ("wedding", shown.wedding)):
        if day is not None:
            found[f"{name}_month"], found[f"{name}_day"] = day
    return found
