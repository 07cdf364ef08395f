"""A member is enrolled, edited, given to or taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.records import NewMember
from vafa.domain.rewards.answers import UnitHeld
from vafa.domain.rewards.records import Adjustment
from vafa.domain.rewards.standings import UnitListed
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import formats, own_fields, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MobileField, MoneyField, NumberField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import edit_profile as profiles
from vafa.journeys.adjust_balance import WAITING, adjust_balance
from vafa.journeys.join_club import join_club
from vafa.kit.errors import VafaError

_TEXTS: Final = (
    "first_name", "last_name", "email", "address", "company", "job_title", "company_phone",
)  # fmt: skip
_PLACES: Final = {
    "invalid_mobile": "mobile", "invalid_email": "email", "email_taken": "email",
    "invalid_phone": "company_phone", "invalid_jalali_date": "birthday_day",
}  # fmt: skip
_LAST_DAY: Final = 31


class DayOfYearForm(KeyedForm):
    """A form with days of the Jalali year: each is a month and a day, or neither."""

    days: tuple[str, ...] = ("birthday",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        months = list(enumerate(formats.jalali_months(), 1))
        numbers = [(day, formats.digits(day)) for day in range(1, _LAST_DAY + 1)]
        for name in self.days:
            for part, choices in (("month", months), ("day", numbers)):
                field = self.fields[f"{name}_{part}"]
                assert isinstance(field, forms.TypedChoiceField)
                field.choices = [("", "—"), *((str(code), text) for code, text in choices)]

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of a day, or neither."""
        given = super().clean() or self.cleaned_data
        for name in self.days:
            month, day = given.get(f"{name}_month"), given.get(f"{name}_day")
            if bool(month) != bool(day):
                self.add_error(f"{name}_day", gettext("Choose both month and day, or neither."))
            given[name] = (month, day) if month and day else None
        return given


def _part(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class EnrolForm(DayOfYearForm):
    """Who joins."""

    mobile = MobileField(label=_("Mobile"))
    first_name = TextField(label=_("First name"), required=False, max_length=80)
    last_name = TextField(label=_("Last name"), required=False, max_length=80)
    birthday_month = _part(_("Month of birth"))
    birthday_day = _part(_("Day of birth"))
    agrees = forms.BooleanField(label=_("The customer agrees to be a member"))


class ProfileForm(DayOfYearForm):
    """What is known of a member, the club's own fields with it."""

    days = ("birthday", "wedding")

    first_name = TextField(label=_("First name"), required=False, max_length=80)
    last_name = TextField(label=_("Last name"), required=False, max_length=80)
    birthday_month = _part(_("Month of birth"))
    birthday_day = _part(_("Day of birth"))
    email = TextField(label=_("E-mail"), required=False, max_length=254)
    company_phone = TextField(label=_("Telephone at work"), required=False, max_length=30)
    address = TextField(label=_("Postal address"), required=False, max_length=300)
    company = TextField(label=_("Company"), required=False, max_length=120)
    job_title = TextField(label=_("Job title"), required=False, max_length=80)
    wedding_month = _part(_("Month of the wedding"))
    wedding_day = _part(_("Day of the wedding"))

    def __init__(
        self,
        *args: Any,
        own: Sequence[FieldDefinition],
        values: Mapping[str, str | int],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        own_fields.add(self, own, values, asks=False)
        self.own = own

    def own_fields(self) -> list[forms.BoundField]:
        """Give the club's own fields, for the page."""
        return own_fields.drawn(self, self.own)

    def changes(self) -> dict[str, Any]:
        """Give what was typed as the journey takes it."""
        given = self.cleaned_data
        own = own_fields.given(self, self.own)
        plain = {name: given[name] for name in (*_TEXTS, *self.days)}
        return {**plain, "custom": own} if own else plain


class AdjustForm(KeyedForm):
    """Units that are given or taken by hand, and why."""

    unit = forms.ChoiceField(label=_("Credit or points"))
    direction = forms.ChoiceField(
        label=_("Give or take"), choices=(("give", _("Give")), ("take", _("Take away")))
    )
    amount = forms.CharField(label=_("How much"), max_length=30)
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=(
            ("goodwill", _("Goodwill")),
            ("complaint", _("Complaint")),
            ("correction", _("Correction of a mistake")),
            ("missing", _("A purchase that was not recorded")),
        ),
    )
    note = TextField(label=_("Note"), required=False, max_length=200)

    def __init__(
        self, *args: Any, units: Mapping[str, UnitHeld | UnitListed], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.units = units
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, _named(one)) for code, one in units.items()]
        self.fields["amount"].widget.attrs["inputmode"] = "numeric"

    def clean_amount(self) -> int:
        """Give the units: money is typed in the club's unit."""
        unit = self.units.get(self.cleaned_data.get("unit", ""))
        field = MoneyField(least=1) if unit and unit.is_money else NumberField(least=1)
        found: int = field.clean(self.cleaned_data["amount"])
        return found


@staff_page("members.write")
def enrol(request: StaffRequest) -> HttpResponse:
    """Enrol a member."""
    form = EnrolForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        member = NewMember(
            mobile=given["mobile"], consent_source="staff", first_name=given["first_name"],
            last_name=given["last_name"], birthday=given["birthday"], channel="office",
        )  # fmt: skip
        try:
            joined = join_club(
                principal=request.principal, claim=claim_of(request, given["key"]),
                ids=sources.ids(), vault=sources.vault(), event_at=sources.now(), member=member,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields=_PLACES)
        else:
            if joined.created:
                messages.success(request, gettext("The member is enrolled."))
            else:
                messages.info(request, gettext("This mobile is a member already."))
            return HttpResponseRedirect(reverse("backoffice:member", args=[joined.member.number]))
    return _drawn(request, "enrol", form)


@staff_page("members.write")
def edit(request: StaffRequest, number: str) -> HttpResponse:
    """Edit the profile of a member."""
    shown = member_page.found(request, number)
    own = profiles.show_fields(principal=request.principal).fields
    form = ProfileForm(
        request.POST or None, own=own, values=shown.profile.custom,
        initial=_initial(shown.profile),
    )  # fmt: skip
    if form.is_valid():
        try:
            profiles.edit_profile(
                principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(), vault=sources.vault(), at=sources.now(),
                member_id=shown.card.member_id, changes=form.changes(),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields=_place(error, own))
        else:
            messages.success(request, gettext("Saved."))
            return HttpResponseRedirect(member_page.page_of("member", shown))
    return _drawn(request, "edit", form, back=member_page.page_of("member", shown))


@staff_page("credit.grant")
def adjust(request: StaffRequest, number: str) -> HttpResponse:
    """Give or take units by hand; above the limit a second person has to approve."""
    shown = member_page.found(request, number)
    form = AdjustForm(request.POST or None, units=member_page.units_of(request, shown))
    back = member_page.page_of("member_statement", shown)
    if form.is_valid():
        given = form.cleaned_data
        sign = 1 if given["direction"] == "give" else -1
        adjustment = Adjustment(
            member_id=int(shown.card.member_id), unit=given["unit"],
            units=sign * given["amount"], reason=given["reason"], note=given["note"],
        )  # fmt: skip
        try:
            done = adjust_balance(
                principal=request.principal, claim=claim_of(request, given["key"]),
                event_at=sources.now(), ids=sources.ids(), adjustment=adjustment,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            if done.declined is None:
                _say_adjusted(request, is_waiting=done.status == WAITING)
                return HttpResponseRedirect(back)
            form.decline(said(done.declined.why), "amount")
    return _drawn(request, "adjust", form, back=back)


def _say_adjusted(request: StaffRequest, *, is_waiting: bool) -> None:
    if is_waiting:
        said_so = gettext("This is above your limit: it waits until a second person approves it.")
        messages.warning(request, said_so)
    else:
        messages.success(request, gettext("Done; it stands in the statement with its reason."))


def _drawn(request: StaffRequest, page: str, form: KeyedForm, *, back: str = "") -> HttpResponse:
    status = 422 if form.is_bound else 200
    told = {"form": form, "back": back or reverse("backoffice:members")}
    return render(request, f"backoffice/members/{page}.html", told, status=status)


def _initial(profile: ProfileShown) -> dict[str, Any]:
    days: dict[str, Any] = {}
    for name in ("birthday", "wedding"):
        month, day = getattr(profile, name) or (None, None)
        days |= {f"{name}_month": month, f"{name}_day": day}
    return {name: getattr(profile, name) for name in _TEXTS} | days


def _place(error: VafaError, own: Sequence[FieldDefinition]) -> dict[str, str]:
    """Say at which field an error stands."""
    named = str(error.details.get("field", ""))
    is_own = named in {one.code for one in own}
    place = own_fields.name_of(named) if is_own else named
    is_known = is_own or place in _TEXTS
    return {**_PLACES, error.code: place} if is_known and place else dict(_PLACES)


def _named(one: UnitHeld | UnitListed) -> str:
    name = said(one.name)
    return f"{name} ({formats.unit_name()})" if one.is_money else name
