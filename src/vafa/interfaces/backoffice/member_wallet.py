"""A member's coupons and gift cards, and the wallet that a family or a company shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.accounts.records import ROLES, Limits, NewAccount
from vafa.domain.members.records import MemberRef
from vafa.domain.vouchers.records import CouponHeld
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.coupons import rewards_named, series_open
from vafa.interfaces.backoffice.gift_cards import may_sell_cards
from vafa.interfaces.backoffice.member_merge import ref_of
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MoneyField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.account_desk import AccountShown, Joining, PersonShown
from vafa.journeys.edit_profile import MemberShown
from vafa.journeys.join_account import join_account
from vafa.journeys.leave_account import close_account, leave_account
from vafa.journeys.manage_account import show_account
from vafa.journeys.manage_coupons import make_coupons
from vafa.journeys.manage_gift_cards import sells_gift_cards
from vafa.journeys.open_account import open_account
from vafa.journeys.show_vouchers import show_vouchers
from vafa.journeys.show_wallet import show_wallet
from vafa.kit.errors import VafaError

ROLE_NAMES: Final = {
    "owner": _("keeps the wallet"), "adult": _("adult"), "child": _("child"),
    "admin": _("keeps the wallet"), "employee": _("employee"),
}  # fmt: skip
_PLACES: Final = {
    "no_such_member": "who", "in_an_account": "who", "member_has_left": "who",
    "invalid_mobile": "who", "account_name_unfit": "name", "spending_limit_out_of_bounds": "month",
    "no_such_series": "series",
}  # fmt: skip


class CouponForm(KeyedForm):
    """Which coupon the member gets."""

    series = forms.TypedChoiceField(label=_("Coupon"), coerce=int)

    def __init__(self, *args: Any, series: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["series"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(str(number), name) for number, name in series.items()]


class _AgreedForm(KeyedForm):
    """Somebody agrees before the staff, and what they hold comes along or waits."""

    brings = forms.BooleanField(
        label=_("What is held now goes into the shared wallet"), required=False, initial=True,
        help_text=_("Otherwise it waits for them until they leave."),
    )  # fmt: skip
    agrees = forms.BooleanField(label=_("The person is here and agrees"))


class OpenForm(_AgreedForm):
    """A shared wallet to open, kept by this member."""

    kind = forms.ChoiceField(
        label=_("Whose it is"),
        choices=(("household", _("A family's")), ("company", _("A company's"))),
    )
    name = TextField(label=_("Name"), max_length=80)
    field_order = ("kind", "name", "brings", "agrees")


class AddForm(_AgreedForm):
    """Somebody who joins a shared wallet."""

    who = TextField(label=_("Mobile or membership number"), max_length=30)
    role = forms.ChoiceField(label=_("As what"))
    month = MoneyField(label=_("At most in a month"), required=False, least=0)
    purchase = MoneyField(label=_("At most in one purchase"), required=False, least=0)
    field_order = ("who", "role", "month", "purchase", "brings", "agrees")

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, ROLE_NAMES[code]) for code in ROLES[kind][1:]]


class LeaveForm(KeyedForm):
    """Who leaves a shared wallet."""

    member = forms.IntegerField(widget=forms.HiddenInput)


@staff_page("members.write")
def wallet(request: StaffRequest, number: str) -> HttpResponse:
    """Show what a member can use besides the own wallet, and do what is asked for."""
    member = member_page.found(request, number)
    shared = _shared(request, member)
    act = request.POST.get("act", "")
    shown = _forms(request, act, shared)
    form = shown.get(act)
    if form is not None and form.is_valid():
        try:
            said = _ACTS[act](request, member, shared, form)
        except VafaError as error:
            form.refuse(error, fields=_fields(form))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(member_page.page_of("member_wallet", member))
    told = _told(request, member, shared) | {"forms": shown}
    status = 422 if form is not None and form.errors else 200
    return member_page.drawn(request, member, "member_wallet", told, status=status)


def _forms(request: StaffRequest, act: str, shared: AccountShown | None) -> dict[str, KeyedForm]:
    """Give the forms of the page; the one that was sent holds what was typed."""

    def sent(name: str) -> Any:
        return request.POST if act == name else None

    shown: dict[str, KeyedForm] = {}
    if "programme.edit" in request.principal.rights and (series := series_open(request)):
        shown["coupon"] = CouponForm(sent("coupon"), series=series)
    if shared is None:
        shown["open"] = OpenForm(sent("open"), auto_id="open_%s")
    else:
        shown["add"] = AddForm(sent("add"), kind=shared.kind, auto_id="add_%s")
        shown["leave"] = LeaveForm(sent("leave"))
        shown["close"] = KeyedForm(sent("close"))
    return shown


def _told(
    request: StaffRequest, member: MemberShown, shared: AccountShown | None
) -> dict[str, Any]:
    held = None
    if member.left_at is None:
        held = show_vouchers(
            principal=request.principal, vault=sources.vault(), at=sources.now(),
            member_id=int(member.card.member_id),
        )  # fmt: skip
    people = shared.people if shared else ()
    return {
        "held": held,
        "coupons": _coupons(request, held.coupons if held else ()),
        "shared": shared,
        "people": [(one, ROLE_NAMES[one.role], _name(one)) for one in people],
        "is_alone": len(people) == 1,
        "may_sell": held is not None
        and may_sell_cards(request)
        and sells_gift_cards(principal=request.principal),
    }


def _coupons(
    request: StaffRequest, coupons: tuple[CouponHeld, ...]
) -> list[tuple[CouponHeld, str]]:
    """Give the coupons with what they give, by name."""
    if not coupons:
        return []
    names = rewards_named(request, given="")
    return [(one, names.get(one.reward, one.reward)) for one in coupons]


def _coupon(
    request: StaffRequest, member: MemberShown, _shared: AccountShown | None, form: KeyedForm
) -> str:
    made = make_coupons(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        series_id=form.cleaned_data["series"], member_ids=(int(member.card.member_id),),
    )  # fmt: skip
    return gettext("The member has the coupon %(code)s now.") % {"code": made[0].code}


def _open(
    request: StaffRequest, member: MemberShown, _shared: AccountShown | None, form: KeyedForm
) -> str:
    given = form.cleaned_data
    ref = MemberRef("id", str(member.card.member_id))
    open_account(
        principal=request.principal, claim=claim_of(request, given["key"]), ids=sources.ids(),
        vault=sources.vault(), at=sources.now(), account=NewAccount(given["kind"], given["name"]),
        keeper=Joining(ref, "", brings_wallet=given["brings"]),
    )  # fmt: skip
    return gettext("The shared wallet is open.")


def _add(
    request: StaffRequest, _member: MemberShown, shared: AccountShown | None, form: KeyedForm
) -> str:
    assert shared is not None
    given = form.cleaned_data
    join_account(
        principal=request.principal, claim=claim_of(request, given["key"]), ids=sources.ids(),
        vault=sources.vault(), at=sources.now(), account_id=shared.account_id,
        joining=Joining(
            ref_of(given["who"]), given["role"], Limits(given["month"], given["purchase"]),
            brings_wallet=given["brings"],
        ),
    )  # fmt: skip
    return gettext("They share the wallet now.")


def _leave(
    request: StaffRequest, _member: MemberShown, shared: AccountShown | None, form: KeyedForm
) -> str:
    assert shared is not None
    leave_account(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        account_id=shared.account_id, member_id=form.cleaned_data["member"],
    )  # fmt: skip
    return gettext("They have a wallet of their own again.")


def _close(
    request: StaffRequest, _member: MemberShown, shared: AccountShown | None, form: KeyedForm
) -> str:
    assert shared is not None
    close_account(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        account_id=shared.account_id, carries_rest=True,
    )  # fmt: skip
    return gettext("The shared wallet is closed.")


_ACTS: Final[
    dict[str, Callable[[StaffRequest, MemberShown, AccountShown | None, Any], str]]
] = {"coupon": _coupon, "open": _open, "add": _add, "leave": _leave, "close": _close}  # fmt: skip


def _shared(request: StaffRequest, member: MemberShown) -> AccountShown | None:
    """Give the account whose wallet the member shares, if any."""
    try:
        card = show_wallet(
            principal=request.principal, vault=sources.vault(),
            member=MemberRef("id", str(member.card.member_id)),
        ).account  # fmt: skip
    except VafaError:  # no programme yet, or the member left
        return None
    if card is None:
        return None
    return show_account(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        account_id=card.account_id,
    )  # fmt: skip


def _name(one: PersonShown) -> str:
    name = f"{one.member.first_name} {one.member.last_name}".strip()
    return name or formats.card_number(one.member.number)


def _fields(form: KeyedForm) -> dict[str, str]:
    """Say at which field of this form an error stands."""
    return {code: name for code, name in _PLACES.items() if name in form.fields}
