"""Something comes back at the till: lines, a part of an amount, or all; or it is exchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vafa.domain.clubs.principal import Claim
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import UnitChange, Why
from vafa.domain.rewards.outlook import RefundForeseen
from vafa.domain.rewards.records import Exchange, Purchase, Refund, ReturnedLine
from vafa.domain.sales.tills import ATTRIBUTE
from vafa.interfaces.cashier.asked import SOURCE, document_of, said
from vafa.interfaces.web import at_till, formats, forms, sources
from vafa.interfaces.web.people import StaffRequest
from vafa.interfaces.web.receipts import printed
from vafa.journeys.exchange_purchase import exchange_purchase
from vafa.journeys.preview_refund import preview_refund
from vafa.journeys.refund_purchase import refund_purchase
from vafa.journeys.show_purchase import PurchaseShown
from vafa.journeys.show_wallet import show_wallet_of
from vafa.kit.errors import VafaError

_PLACES: Final = 3
_ONE: Final = 10**_PLACES
_FIELDS: Final = {"amount_unread": "amount", "who_is_missing": "instead"}


@dataclass(frozen=True)
class LineLeft:
    """A line of a sale with how much of it can still come back, in thousandths of an item."""

    number: int
    title: str
    left_milli: int


class QuantityField(forms.NumberField):
    """How many of a line come back; given in thousandths."""

    def clean(self, value: Any) -> Any:
        """Give thousandths, or None for nothing."""
        text = str(value or "").strip()
        if not text:
            return None
        found = forms.exact(text, places=_PLACES)
        if found is None or not 0 <= found <= self.most:
            raise ValidationError(
                _("Write a number up to %(most)s.")
                % {"most": formats.number(self.most, places=_PLACES)},
                code="bounds",
            )
        return found


class ReturnForm(forms.KeyedForm):
    """What comes back: some of the lines, an amount with VAT, or (empty) all that is left."""

    amount = forms.MoneyField(
        label=gettext_lazy("Amount that comes back"),
        help_text=gettext_lazy("Leave it empty to take everything back."),
        required=False,
        least=1,
    )
    instead = forms.MoneyField(
        label=gettext_lazy("Bought instead (exchange)"),
        help_text=gettext_lazy("The amount of what the customer takes for it; empty for nothing."),
        required=False,
        least=1,
    )

    def __init__(self, *args: Any, lines: Sequence[LineLeft] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.left = tuple(one for one in lines if one.left_milli) if _has_lines(lines) else ()
        for one in self.left:
            field = QuantityField(
                label=one.title, required=False, most=one.left_milli,
                help_text=_("of %(left)s") % {"left": formats.number(one.left_milli, places=3)},
            )  # fmt: skip
            field.widget.attrs["class"] = "input"
            self.fields[f"line_{one.number}"] = field

    def line_fields(self) -> list[Any]:
        """Give the fields of the lines, in their order."""
        return [self[f"line_{one.number}"] for one in self.left]

    def quantities(self) -> tuple[ReturnedLine, ...]:
        """Give the lines of which something comes back."""
        told = self.cleaned_data
        return tuple(
            ReturnedLine(one.number, told[f"line_{one.number}"])
            for one in self.left
            if told.get(f"line_{one.number}")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse lines and an amount at once."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("amount") and any(told.get(f"line_{one.number}") for one in self.left):
            self.add_error("amount", _("Write either lines or an amount, not both."))
        return told


def lines_left(request: StaffRequest, shown: PurchaseShown) -> list[LineLeft]:
    """Give the lines of a sale with their names, and what can still come back of each."""
    returned = {line.number: line.quantity_milli for line in shown.returned}
    titles = printed(principal=request.principal, lines=shown.lines)
    return [
        LineLeft(line.number, paper.title, line.quantity_milli - returned.get(line.number, 0))
        for line, paper in zip(shown.lines, titles, strict=True)
    ]


def foreseen(
    request: StaffRequest, shown: PurchaseShown, form: ReturnForm
) -> Mapping[str, Any] | None:
    """Tell what would come back; nothing when the form was refused."""
    try:
        found = preview_refund(
            principal=request.principal,
            event_at=sources.now(),
            refund=_refund(request, shown, form),
        )
    except VafaError as error:
        form.refuse(error, fields=_FIELDS)
        return None
    return {"cash_rials": found.cash_rials, "units": _named(request, shown, found)}


def take_back(
    request: StaffRequest, shown: PurchaseShown, form: ReturnForm
) -> HttpResponse | None:
    """Take back what the form says, or exchange it; nothing when it was refused."""
    refund, key = _refund(request, shown, form), form.cleaned_data["key"]
    instead = form.cleaned_data["instead"]
    try:
        if instead:
            told = _exchanged(request, shown, refund, key, instead)
        else:
            done = refund_purchase(
                principal=request.principal, claim=_claim(key, refund), ids=sources.ids(),
                event_at=sources.now(), refund=refund,
            )  # fmt: skip
            if done.declined:
                form.decline(_words(done.declined.why))
                return None
            told = _("Taken back. Give the customer %(cash)s.") % {
                "cash": formats.plain_money(done.cash_rials)
            }
    except VafaError as error:
        form.refuse(error, fields=_FIELDS)
        return None
    messages.success(request, told)
    return HttpResponseRedirect(reverse("cashier:one", args=[shown.purchase.event_id]))


def _exchanged(
    request: StaffRequest, shown: PurchaseShown, refund: Refund, key: str, rials: int
) -> str:
    done, here = shown.purchase, at_till.till_here(request)
    person = MemberRef("id", str(done.person_id or done.member_id))
    bought = Purchase(
        member=None if shown.is_guest else person,
        source=SOURCE,
        document=f"X-{document_of(key)}",
        amount_rials=rials,
        branch=here.device.branch if here and refund.till else "",
        attributes={ATTRIBUTE: refund.till} if refund.till else {},
    )
    found = exchange_purchase(
        principal=request.principal, claim=_claim(key, refund, rials), ids=sources.ids(),
        event_at=sources.now(), vault=sources.vault(), exchange=Exchange(refund, bought),
    )  # fmt: skip
    words = (
        _("Exchanged. Give the customer %(amount)s.")
        if found.to_pay_rials < 0
        else _("Exchanged. The customer pays %(amount)s.")
    )
    return words % {"amount": formats.plain_money(abs(found.to_pay_rials))}


def _refund(request: StaffRequest, shown: PurchaseShown, form: ReturnForm) -> Refund:
    lines = form.quantities()
    return Refund(
        member_id=shown.purchase.member_id,
        sale_id=shown.purchase.event_id,
        source=SOURCE,
        document=f"B-{document_of(form.cleaned_data['key'])}",
        lines=lines,
        amount_rials=None if lines else _net_of(shown, form.cleaned_data["amount"]),
        till=at_till.code_here(request, club_id=request.club.club_id),
    )


def _net_of(shown: PurchaseShown, amount: int | None) -> int | None:
    """Give the net of an amount with VAT; all that is left when nothing or all is asked."""
    whole = shown.purchase.net_rials + shown.purchase.vat_rials
    if amount is None or amount == whole:
        return None
    return -(-amount * shown.purchase.net_rials // whole)


def _named(
    request: StaffRequest, shown: PurchaseShown, found: RefundForeseen
) -> list[tuple[str, str]]:
    """Say what goes from and to the member's wallet, in the names of its units."""
    wallet = show_wallet_of(principal=request.principal, purchase=shown.purchase)
    units = {held.unit: held for held in wallet.balances}

    def line(words: str, one: UnitChange) -> tuple[str, str]:
        held = units.get(one.unit)
        is_money = bool(held and held.is_money)
        figure = formats.plain_money(one.units) if is_money else formats.number(one.units)
        return words % {"name": said(held.name) if held else one.unit}, figure

    taken = [line(_("Taken back: %(name)s"), one) for one in found.taken_back]
    return taken + [line(_("Given back: %(name)s"), one) for one in found.restored]


def _has_lines(lines: Sequence[LineLeft]) -> bool:
    return len(lines) > 1 or any(one.left_milli > _ONE for one in lines)


def _claim(key: str, refund: Refund, rials: int = 0) -> Claim:
    parts = [f"{line.number}:{line.quantity_milli}" for line in refund.lines]
    text = f"refund {refund.sale_id} {refund.amount_rials} {parts} {rials}"
    return Claim(f"cashier:{key}", hashlib.sha256(text.encode()).digest())


def _words(why: Why | None) -> str:
    return said(why) or _("The book declined it; look at the sale again.")
