"""The rewards of the draft: something off a purchase, for points, for a coupon, or for all."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.interfaces.backoffice.drafts import PartForm, Work, change, work_of
from vafa.interfaces.backoffice.rule_conditions import choices_field, named
from vafa.interfaces.backoffice.rule_form import Section
from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import MoneyField, NumberField, PercentField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.programme.document import (
    AmountReward,
    FreeItems,
    Label,
    PercentReward,
    Programme,
    Reward,
    RewardCost,
)
from vafa.programme.editing import free_code, with_reward, without_reward
from vafa.programme.pricing_records import Selection
from vafa.programme.sentence_rewards import reward_sentence

_GIVEN: Final = {
    "coupon": _("For a coupon"),
    "claimed": _("For points, when the member asks"),
    "automatic": _("In every purchase, by itself"),
}
_KINDS: Final = {
    "percent": _("A percentage off"),
    "amount": _("An amount off"),
    "free_items": _("One item for nothing"),
}
_PLACES: Final = {"/rewards/cost": "units", "/rewards/effect": "kind"}


class RewardForm(PartForm):
    """Something off a purchase, and who gets it."""

    name_fa = TextField(label=_("Name in Persian"), max_length=120)
    name_en = TextField(label=_("Name in English"), max_length=120, required=False)
    given = forms.ChoiceField(label=_("Who gets it"), choices=list(_GIVEN.items()))
    unit = forms.ChoiceField(label=_("Paid with"), required=False)
    units = NumberField(label=_("How much of it"), required=False, least=1, most=10**12)
    kind = forms.ChoiceField(label=_("What it gives"), choices=list(_KINDS.items()))
    share = PercentField(label=_("Percent off"), required=False)
    maximum = MoneyField(label=_("At most"), required=False)
    amount = MoneyField(label=_("Amount off"), required=False, least=1)
    minimum_order = MoneyField(label=_("In purchases of at least"), required=False)
    per_member = NumberField(
        label=_("For each member at most so often"), required=False, least=1, most=10**6
    )
    exclusive = forms.BooleanField(label=_("Not together with another reward"), required=False)

    def __init__(self, *args: Any, reward: Reward, work: Work, **more: Any) -> None:
        super().__init__(*args, **more)
        self.reward = reward
        effect, cost = reward.effect, reward.cost
        choices = [
            (one.code, one.name.fa if formats.language() == "fa" else one.name.en)
            for one in work.document.units
        ]
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]
        self.initial.update(
            {
                "seen": work.number, "name_fa": reward.name.fa, "name_en": reward.name.en,
                "given": reward.given, "unit": cost.unit if cost else "",
                "units": cost.units if cost else None, "kind": effect.kind,
                "share": getattr(effect, "share", None),
                "maximum": getattr(effect, "maximum", None),
                "amount": getattr(effect, "amount", None),
                "minimum_order": reward.minimum_order or None,
                "per_member": reward.per_member, "exclusive": reward.exclusive,
            }
        )  # fmt: skip
        groups = named(work.found.groups.get(formats.language(), {}), effect.lines.groups)
        if groups:
            boxes = choices_field(_("Only on these groups"), groups)
            self.add("groups", boxes, list(effect.lines.groups))

    def sections(self) -> list[Section]:
        """Give the fields in groups."""
        off = ("kind", "share", "maximum", "amount", "groups")
        limits = ("minimum_order", "per_member", "exclusive")
        return [
            Section(gettext("Name"), self._bound("name_fa", "name_en")),
            Section(gettext("Who gets it"), self._bound("given", "unit", "units")),
            Section(gettext("What it gives"), self._bound(*off)),
            Section(gettext("Limits"), self._bound(*limits)),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs."""
        given = super().clean() or self.cleaned_data
        needed = {"percent": "share", "amount": "amount"}.get(given.get("kind", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            self.add_error(needed, gettext("Write how much is taken off."))
        if given.get("given") == "claimed":
            for name in ("unit", "units"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Say what a member pays for it."))
        return given

    def changed(self) -> Reward:
        """Give the reward as the form says it."""
        given, before = self.cleaned_data, self.reward
        claimed = given["given"] == "claimed"
        cost = RewardCost(unit=given["unit"], units=given["units"]) if claimed else None
        if (
            cost
            and before.cost
            and (cost.unit, cost.units) == (before.cost.unit, before.cost.units)
        ):
            cost = before.cost
        return before.model_copy(
            update={
                "name": Label(fa=given["name_fa"], en=given["name_en"] or given["name_fa"]),
                "given": given["given"],
                "cost": cost,
                "effect": self._effect(),
                "minimum_order": given["minimum_order"] or 0,
                "per_member": given["per_member"],
                "exclusive": given["exclusive"],
            }
        )

    def _effect(self) -> PercentReward | AmountReward | FreeItems:
        given = self.cleaned_data
        lines: Selection = self.reward.effect.lines
        if "groups" in given:
            lines = lines.model_copy(update={"groups": tuple(given["groups"])})
        match given["kind"]:
            case "percent":
                return PercentReward(share=given["share"], maximum=given["maximum"], lines=lines)
            case "amount":
                return AmountReward(amount=given["amount"], lines=lines)
            case _:
                return FreeItems(lines=lines)

    def _bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


@staff_page("programme.edit")
def new_reward(request: StaffRequest) -> HttpResponse:
    """Add a reward."""
    work = work_of(request)
    code = free_code("reward", {one.code for one in work.document.rewards})
    with translation.override("fa"):
        name = Label(fa=gettext("New reward"), en="New reward")
    begun = Reward(code=code, name=name, given="coupon", effect=PercentReward(share=1_000))
    return _page(request, work, begun, is_new=True)


@staff_page("programme.edit")
def edit_reward(request: StaffRequest, code: str) -> HttpResponse:
    """Change a reward; one of a kind that no form shows is only told."""
    work = work_of(request)
    found = _reward(work.document, code)
    if found is None:
        raise Http404
    return _page(request, work, found, is_new=False)


@staff_page("programme.edit")
@require_POST
def delete_reward(request: StaffRequest, code: str) -> HttpResponse:
    """Leave a reward out of the draft."""
    work = work_of(request)
    found = _reward(work.document, code)
    form = PartForm(request.POST)
    if found is None or not form.is_valid():
        raise Http404
    went = change(
        request, form, part=lambda document: _reward(document, code),
        edit=lambda document: without_reward(document, code),
    )  # fmt: skip
    if went is not None:
        return went
    told = {"form": form, "sentence": reward_sentence(found, wording=work.wording())}
    return render(request, "backoffice/programme/not_done.html", told, status=422)


def can_edit(reward: Reward) -> bool:
    """Tell whether the form can show a reward."""
    return isinstance(reward.effect, PercentReward | AmountReward | FreeItems)


def _page(request: StaffRequest, work: Work, reward: Reward, *, is_new: bool) -> HttpResponse:
    if not can_edit(reward):
        raise Http404
    form = RewardForm(request.POST or None, reward=reward, work=work)
    if form.is_valid():
        changed = form.changed()
        went = change(
            request, form, fields=_PLACES, edit=lambda document: with_reward(document, changed),
            part=lambda document: _reward(document, reward.code),
        )  # fmt: skip
        if went is not None:
            return went
    told = {
        "form": form,
        "title": reward.name.fa if formats.language() == "fa" else reward.name.en,
        "subtitle": "" if is_new else reward_sentence(reward, wording=work.wording()),
        "sections": form.sections(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/programme/part.html", told, status=status)


def _reward(document: Programme, code: str) -> Reward | None:
    return next((one for one in document.rewards if one.code == code), None)
