"""What happened with a member, in one list, as it is answered."""

from typing import Any, Literal

from pydantic import Field

from vafa.interfaces.api.fields import Answer, Body, ShownId, ShownMoment
from vafa.interfaces.api.schemas.shared import Why
from vafa.journeys.show_customer import Happened, HappenedKind


class HappenedQuery(Body):
    """Which kind of happenings; all of them without one."""

    kind: HappenedKind | Literal[""] = ""


class HappenedShown(Answer):
    """One happening; what its kind does not have is empty."""

    kind: HappenedKind
    at: ShownMoment
    purchase_id: ShownId | None = Field(None, description="Of a return: what came back.")
    is_return: bool = False
    document: str = ""
    amount_rials: int | None = Field(None, description="With VAT.")
    unit: str = ""
    units: int | None = None
    why: Why | None = None
    purpose: str = Field("", description="Of a message.")
    state: str = Field("", description="Of a message.")
    act: str = Field("", description="Of a change of the member's data, marks or membership.")
    who: str = ""
    text: str = Field("", description="Of a note, or of a step of an order.")
    order_number: int | None = Field(None, description="Of a step of an order.")
    reward: str = Field("", description="Of a coupon that was made for the member.")
    tier_before: str = Field("", description="Of a step on the ladder.")
    tier_after: str = Field("", description="Of a step on the ladder.")
    duplicate_number: str = Field("", description="Of a merge or its undoing.")


class HappenedAnswer(Answer):
    """The newest hundred happenings, the newest first."""

    happened: tuple[HappenedShown, ...]


def happened_shown(one: Happened) -> dict[str, Any]:
    """Give what `HappenedShown` shows."""
    told: dict[str, Any] = {"kind": one.kind, "at": one.at}
    if one.sale is not None:
        told |= {
            "purchase_id": one.sale.returns_sale_id or one.sale.id,
            "is_return": one.sale.returns_sale_id is not None,
            "document": one.sale.document,
            "amount_rials": one.sale.net_rials + one.sale.vat_rials,
        }
    if one.entry is not None:
        why = {"fa": one.entry.why.fa, "en": one.entry.why.en}
        told |= {"unit": one.entry.unit, "units": one.entry.units, "why": why}
    if one.message is not None:
        told |= {"purpose": one.message.purpose, "state": one.message.state}
    if one.act is not None:
        told |= {"act": one.act.act, "who": one.act.who}
    return told | _more(one)


def _more(one: Happened) -> dict[str, Any]:
    if one.step is not None:
        step = one.step.step
        return {"order_number": one.step.number, "state": step.state, "text": step.note,
                "who": step.who, "amount_rials": step.cost_rials}  # fmt: skip
    if one.coupon is not None:
        return {"reward": one.coupon.reward}
    if one.note is not None:
        return {"text": one.note.text, "who": one.note.author}
    if one.moved is None:
        return {}
    if one.moved.tier is None:
        return {"act": one.moved.topic, "duplicate_number": one.other}
    tier = one.moved.tier
    why = {"fa": tier.why.fa, "en": tier.why.en}
    return {"tier_before": tier.before, "tier_after": tier.after, "act": tier.kind, "why": why}
