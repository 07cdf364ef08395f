"""What the till may do without a connection, and what it sold then, when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import Field, StrictInt

from vafa.domain.rewards.records import Purchase
from vafa.interfaces.cashier.asked import NothingAsked, PurchaseAsked, answers, said
from vafa.interfaces.cashier.lines import priced
from vafa.interfaces.web import at_till, errors, formats, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_tills, use_till
from vafa.journeys import receive_offline_sales as receiving
from vafa.journeys.manage_tills import TillKept
from vafa.journeys.receive_offline_sales import OfflineSale, SaleResult


class OfflineAsked(PurchaseAsked):
    """A sale in which credit was used without a connection, under the till's own number and clock.

    One that was refused may come `again`, and then `without_credit`.
    """

    shift: str = Field(pattern=r"^[0-9]{1,19}$")
    sequence: StrictInt = Field(ge=1, le=10**12)
    rung_ms: StrictInt = Field(ge=0, le=10**14)
    again: bool = False
    without_credit: bool = False


@staff_page("credit.apply")
@answers(NothingAsked)
def allowance(request: StaffRequest, asked: NothingAsked) -> HttpResponse:
    """Give the till what its members may spend today without a connection, signed."""
    _ = asked
    kept = manage_tills.keep_at_till(
        principal=request.principal, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        code=at_till.code_here(request, club_id=request.club.club_id),
    )  # fmt: skip
    return JsonResponse(_kept(kept))


@staff_page("sales.write")
@answers(OfflineAsked)
def offline(request: StaffRequest, asked: OfflineAsked) -> HttpResponse:
    """Record what was sold without a connection, once for its number at this till."""
    till, branch = at_till.place_here(request, club_id=request.club.club_id)
    principal, vault, now = request.principal, sources.vault(), sources.now()
    seller = use_till.as_seller(principal=principal, vault=vault, at=now, mark=asked.seller)
    rung_at = datetime.fromtimestamp(asked.rung_ms / 1_000, UTC)
    lines = priced(request, asked.rung(), rung_at)
    purchase = asked.as_record(at=(till, branch), key=asked.key, lines=lines)
    received = receiving.receive_offline_sales(
        principal=seller, ids=sources.ids(), vault=vault, received_at=now, till=till,
        shift_id=int(asked.shift), sales=(OfflineSale(asked.sequence, rung_at, purchase),),
    )  # fmt: skip
    (result,) = received.results
    if result.state == "clash":
        return JsonResponse({"next": received.next_sequence}, status=409)
    if result.state == "rejected" and asked.again:
        result = receiving.retry_offline_sale(
            principal=seller, ids=sources.ids(), vault=vault, till=till, sequence=asked.sequence,
            purchase=replace(purchase, spend=()) if asked.without_credit else None,
        )  # fmt: skip
    if result.state != "posted":
        text = errors.title_of_code(result.reason, formats.language())
        return JsonResponse({"code": result.reason, "text": text, "kept": True}, status=422)
    return _posted(purchase, result)


def _posted(purchase: Purchase, result: SaleResult) -> HttpResponse:
    answer = {
        "text": _("The sale of before is recorded."),
        "warning": _warning(result),
        "purchase_id": str(result.event_id),
        "document": purchase.document,
        "undo": reverse("cashier:undo", args=[result.event_id]),
        "receipt": reverse("cashier:receipt", args=[result.event_id]),
    }
    return JsonResponse(answer, status=201)


def _warning(result: SaleResult) -> str:
    """Say what somebody must know of a sale that stands, though not as the till thought."""
    if "spent_less" in result.flags:
        return _("Less credit could be used than the till allowed: look at what is to be paid.")
    if result.lent_units:
        return _("The customer had less credit than was used; what they earn next pays for it.")
    return ""


def _kept(kept: TillKept) -> Mapping[str, Any]:
    opened, spent = kept.opened, kept.redemption
    return {
        "signed": {
            "text": opened.signed.text,
            "signature": opened.signed.signature,
            "public_key": opened.signed.public_key,
        },
        "unit_name": said(kept.unit.name),
        "used": {str(one.member_id): one.used for one in opened.allowed},
        "salt": kept.salt,
        "finds": {mark: str(member_id) for mark, member_id in kept.finds.items()},
        "spent": {
            "value_rials": spent.value_rials,
            "per_units": spent.per_units,
            "maximum_share": spent.maximum_share,
            "minimum_units": spent.minimum_units,
            "step_units": spent.step_units,
            "minimum_order": spent.minimum_order,
            "vat": 0 if spent.spend_as == "tender" else kept.vat_basis_points,
        },
        "next": kept.next_sequence,
    }
