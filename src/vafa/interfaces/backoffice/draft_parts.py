"""The other parts of the draft: a unit (how long it lasts, how it is spent), and what counts."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice.drafts import PartForm, Work, change, work_of
from vafa.interfaces.backoffice.rule_conditions import choices_field, named
from vafa.interfaces.backoffice.rule_effects import amount_field
from vafa.interfaces.backoffice.rule_form import Section
from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import MoneyField, NumberField, PercentField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    Base,
    Cap,
    Expiry,
    Label,
    NeverExpires,
    OnFixedDate,
    Programme,
    Redemption,
    Unit,
)
from vafa.programme.editing import with_gift_cards, with_unit

_EXPIRIES: Final = {
    "never": _("Stays until it is used"),
    "after_days": _("Ends so many days after it can be used"),
    "fixed_date": _("Ends on a day of the year"),
    "inactivity": _("Ends after so many days without a purchase"),
}
_ROUNDINGS: Final = {
    "floor": _("Round down"),
    "nearest": _("Round to the nearest"),
    "ceiling": _("Round up"),
}
_CAPS: Final = {
    "order": _("In one purchase"),
    "day": _("In a day"),
    "month": _("In a month"),
    "year": _("In a year"),
    "member": _("For each member ever"),
}
_LONGEST_IDLE: Final = 3650
_PLACES: Final = {
    "/units/caps/amount": "cap_order",
    "/units/expiry/day": "day",
    "/units/redemption": "is_spent",
}


class UnitForm(PartForm):
    """Points or credit: names, life, rounding, limits, spending."""

    name_fa = TextField(label=_("Name in Persian"), max_length=120)
    name_en = TextField(label=_("Name in English"), max_length=120)
    expiry = forms.ChoiceField(label=_("How long it lasts"), choices=list(_EXPIRIES.items()))
    days = NumberField(label=_("So many days"), required=False, least=1, most=36500)
    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None)
    day = NumberField(label=_("Day of the month"), required=False, least=1, most=31)
    pending_days = NumberField(
        label=_("Usable after so many days"), most=3650,
        help_text=_("So that what comes back within that time costs nobody anything."),
    )  # fmt: skip
    rounding = forms.ChoiceField(label=_("Fractions"), choices=list(_ROUNDINGS.items()))
    rounding_step = NumberField(label=_("Rounded to"), least=1, most=10**9)
    is_spent = forms.BooleanField(label=_("Members pay with it"), required=False)
    value_rials = MoneyField(label=_("Worth"), required=False, least=1, most=10**9)
    per_units = NumberField(label=_("For so many"), required=False, least=1, most=10**9)
    maximum_share = PercentField(label=_("At most so many percent of a purchase"), required=False)
    minimum_order = MoneyField(label=_("In purchases of at least"), required=False)

    def __init__(self, *args: Any, unit: Unit, work: Work, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit, self.work = unit, work
        self.initial.update({
            "seen": work.number, "name_fa": unit.name.fa, "name_en": unit.name.en,
            "expiry": unit.expiry.kind, "days": getattr(unit.expiry, "days", None),
            "month": getattr(unit.expiry, "month", None),
            "day": getattr(unit.expiry, "day", None), "pending_days": unit.pending_days,
            "rounding": unit.rounding, "rounding_step": unit.rounding_step,
            "is_spent": unit.redemption is not None,
        })  # fmt: skip
        policy = unit.redemption or Redemption()
        names = ("value_rials", "per_units", "maximum_share", "minimum_order")
        self.initial.update({name: getattr(policy, name) for name in names})
        if unit.kind == "credit":
            del self.fields["value_rials"], self.fields["per_units"]
        months = self.fields["month"]
        assert isinstance(months, forms.TypedChoiceField)
        months.choices = [("", "—"), *enumerate(formats.jalali_months(), 1)]
        for name, label in (("minimum_units", _("At least")), ("step_units", _("In steps of"))):
            field = amount_field(
                work.document, unit.code, label=label, required=False, least=0,
            )  # fmt: skip
            self.add(name, field, getattr(policy, name))
        caps = {str(cap.per): cap.amount for cap in unit.caps}
        for per, label in _CAPS.items():
            field = amount_field(work.document, unit.code, label=label, required=False)
            self.add(f"cap_{per}", field, caps.get(per))

    def sections(self) -> list[Section]:
        """Give the fields in groups."""
        spent = [
            "is_spent", "value_rials", "per_units", "maximum_share", "minimum_units",
            "step_units", "minimum_order",
        ]  # fmt: skip
        caps = [f"cap_{per}" for per in _CAPS]
        has_caps = bool(self.unit.caps) or any(name in self.errors for name in caps)
        return [
            Section(gettext("Name"), self._bound("name_fa", "name_en")),
            Section(gettext("How long it lasts"), self._bound("expiry", "days", "month", "day")),
            Section(gettext("Paying with it"), self._bound(*spent)),
            Section(
                gettext("Waiting and rounding"),
                self._bound("pending_days", "rounding", "rounding_step"),
            ),
            Section(gettext("At most, all rules together"), self._bound(*caps), is_open=has_caps),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen end needs."""
        given = super().clean() or self.cleaned_data
        needs = {"after_days": ("days",), "inactivity": ("days",), "fixed_date": ("month", "day")}
        for name in needs.get(given.get("expiry", ""), ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, gettext("This is needed for the end you have chosen."))
        if given.get("expiry") == "inactivity" and (given.get("days") or 0) > _LONGEST_IDLE:
            self.add_error("days", gettext("This may be ten years at most."))
        return given

    def changed_unit(self) -> Unit:
        """Give the unit as the form says it."""
        given = self.cleaned_data
        changes: dict[str, Any] = {
            "name": Label(fa=given["name_fa"], en=given["name_en"]),
            "expiry": self._expiry(),
            "redemption": self._redemption() if given["is_spent"] else None,
            "caps": tuple(
                Cap.model_validate({"per": per, "amount": given[f"cap_{per}"]})
                for per in self._pers()
                if given[f"cap_{per}"] is not None
            ),
            **{name: given[name] for name in ("pending_days", "rounding", "rounding_step")},
        }
        return self.unit.model_copy(update=changes)

    def _pers(self) -> list[str]:
        """Give the periods of caps, those that are there already first and as they stand."""
        there = [str(cap.per) for cap in self.unit.caps]
        return [*there, *(per for per in _CAPS if per not in there)]

    def _expiry(self) -> Expiry:
        given, before = self.cleaned_data, self.unit.expiry
        match given["expiry"]:
            case "after_days":
                return AfterDays(days=given["days"])
            case "inactivity":
                return AfterInactivity(days=given["days"])
            case "fixed_date":
                least = before.minimum_days if isinstance(before, OnFixedDate) else 0
                return OnFixedDate(month=given["month"], day=given["day"], minimum_days=least)
            case _:
                return NeverExpires()

    def _redemption(self) -> Redemption:
        given, before = self.cleaned_data, self.unit.redemption or Redemption()
        changes: dict[str, Any] = {
            "maximum_share": given["maximum_share"]
            if given["maximum_share"] is not None
            else 10_000,
            "minimum_units": given["minimum_units"] or 0,
            "step_units": given["step_units"] or 1,
            "minimum_order": given["minimum_order"] or 0,
        }
        if self.unit.kind != "credit":
            changes |= {
                "value_rials": given["value_rials"] or 1,
                "per_units": given["per_units"] or 1,
            }
        return before.model_copy(update=changes)

    def _bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


class BaseForm(PartForm):
    """What of a purchase counts, and how changes come in."""

    after_discounts = forms.BooleanField(label=_("Discounts are taken off first"), required=False)
    with_vat = forms.BooleanField(label=_("VAT counts"), required=False)
    with_shipping = forms.BooleanField(label=_("Delivery counts"), required=False)
    gift_cards = forms.BooleanField(label=_("Selling a gift card counts"), required=False)
    paid_with_credit = forms.BooleanField(
        label=_("What is paid with credit counts too"), required=False
    )
    back_dating_days = NumberField(label=_("Purchases may be so many days late"), most=3650)
    notice_days = NumberField(
        label=_("Days of notice before what members hold may end sooner"), most=366
    )
    sells_cards = forms.BooleanField(
        label=_("We sell gift cards"), required=False,
        help_text=_("What is on them is kept as a credit of its own and spent like money."),
    )  # fmt: skip

    def __init__(self, *args: Any, work: Work, **more: Any) -> None:
        super().__init__(*args, **more)
        base, document = work.document.base, work.document
        self.initial.update({
            "seen": work.number, "back_dating_days": document.back_dating_days,
            "notice_days": document.notice_days, **base.model_dump(),
            "sells_cards": document.gift_card_unit is not None,
        })  # fmt: skip
        groups = work.found.groups.get(formats.language(), {})
        choices = named(groups, base.excluded_groups)
        if choices:
            field = choices_field(_("Groups that never count"), choices)
            self.add("excluded_groups", field, list(base.excluded_groups))

    def sections(self) -> list[Section]:
        """Give the fields in groups."""
        rest = ("key", "seen", "back_dating_days", "notice_days", "sells_cards")
        counted = [self[name] for name in self.fields if name not in rest]
        late = [self["back_dating_days"], self["notice_days"]]
        return [
            Section(gettext("What counts"), counted),
            Section(gettext("Gift cards"), [self["sells_cards"]]),
            Section(gettext("Late purchases and notice"), late),
        ]

    def edited(self, document: Programme) -> Programme:
        """Give a document that counts as the form says."""
        given = {
            name: self.cleaned_data[name] for name in self.fields if name in Base.model_fields
        }
        if "excluded_groups" in given:
            given["excluded_groups"] = tuple(given["excluded_groups"])
        edited = document.model_copy(
            update={
                "base": document.base.model_copy(update=given),
                "back_dating_days": self.cleaned_data["back_dating_days"],
                "notice_days": self.cleaned_data["notice_days"],
            }
        )
        return with_gift_cards(edited, are_sold=self.cleaned_data["sells_cards"])


@staff_page("programme.edit")
def edit_unit(request: StaffRequest, code: str) -> HttpResponse:
    """Change points or credit."""
    work = work_of(request)
    unit = _unit(work.document, code)
    if unit is None:
        raise Http404
    form = UnitForm(request.POST or None, unit=unit, work=work)
    if form.is_valid():
        changed = form.changed_unit()
        went = change(
            request, form, part=lambda document: _unit(document, code),
            edit=lambda document: with_unit(document, changed), fields=_PLACES,
        )  # fmt: skip
        if went is not None:
            return went
    title = unit.name.fa if formats.language() == "fa" else unit.name.en
    return _drawn(request, form, title)


@staff_page("programme.edit")
def edit_base(request: StaffRequest) -> HttpResponse:
    """Change what of a purchase counts."""
    form = BaseForm(request.POST or None, work=work_of(request))
    if form.is_valid():
        went = change(
            request, form, edit=form.edited,
            part=lambda document: (
                document.base, document.back_dating_days, document.notice_days,
                document.gift_card_unit,
            ),
        )  # fmt: skip
        if went is not None:
            return went
    return _drawn(request, form, gettext("How it is counted"))


def _drawn(request: StaffRequest, form: UnitForm | BaseForm, title: str) -> HttpResponse:
    told = {"form": form, "title": title, "sections": form.sections()}
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/programme/part.html", told, status=status)


def _unit(document: Programme, code: str) -> Unit | None:
    return next((unit for unit in document.units if unit.code == code), None)
