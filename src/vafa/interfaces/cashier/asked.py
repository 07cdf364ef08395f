"""What the till's script asks, read strictly, and how a refusal goes back to it."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal, TypeVar

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from vafa.domain.clubs.principal import Claim
from vafa.domain.members.numbers import normalise_number
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import Why
from vafa.domain.rewards.records import (
    CardPayment,
    Purchase,
    PurchaseLine,
    RewardClaim,
    SpendWish,
)
from vafa.domain.sales.tills import ATTRIBUTE
from vafa.interfaces.web import errors, formats, forms
from vafa.interfaces.web.people import StaffRequest
from vafa.journeys.manage_catalogue import LineRung, amount_of
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import Refused, VafaError
from vafa.kit.identity import InvalidMobile, looks_like_card, normalise_mobile
from vafa.kit.text import ascii_digits
from vafa.programme.document import Label

SOURCE: Final = "cashier"
CARD_PREFIX: Final = "VAFA:"
_MOST_LINES: Final = 200
_MILLI_PLACES: Final = 3
_LONGEST_WAIT: Final = timedelta(days=30)
_DOCUMENT_LENGTH: Final = 12
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Asked = TypeVar("Asked", bound=BaseModel)
Key = Annotated[str, Field(pattern=r"^[0-9a-f-]{32,36}$")]
Unit = Annotated[str, Field(min_length=1, max_length=60)]


class RequestUnread(Refused):
    """The till sent something that could not be read; reload the page and try again."""


class AmountUnread(Refused):
    """Write the amount in digits, more than zero."""


class QuantityUnread(Refused):
    """Write how many in digits, more than zero, with at most three decimals."""


class WhoIsMissing(Refused):
    """Write a mobile such as 0912 345 6789, or the ten digits of a membership number."""


class CardNumberTyped(Refused):
    """It looks like a bank card number, and Vafa keeps none: write a mobile instead."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NothingAsked(_Body):
    """Nothing but that it is asked."""


class MemberAsked(_Body):
    """Somebody by what was typed or scanned."""

    who: str = Field(max_length=100)


class EnrolAsked(_Body):
    """Somebody who joins at the till; the name may come later."""

    key: Key
    mobile: str = Field(max_length=40)
    name: str = Field("", max_length=60)
    branch: str = Field("", max_length=60)


class SpendAsked(_Body):
    """A unit to pay with: as the quote gave it, or (in a quote) as much as is allowed."""

    unit: Unit
    units: StrictInt | None = Field(None, ge=1, le=MAX_RIALS)


class LineAsked(_Body):
    """A line: a product or a group. What one costs is as the till showed it, or typed in all."""

    product: str = Field("", max_length=60)
    group: str = Field("", max_length=60)
    quantity: str = Field("1", max_length=12)
    each_rials: StrictInt | None = Field(None, ge=1, le=MAX_RIALS)
    amount: str = Field("", max_length=30)

    def rung(self, *, unit: str) -> LineRung:
        """Give the line as the catalogue prices it.

        :raises QuantityUnread: when the quantity is no number above zero.
        :raises AmountUnread: when it has no amount.
        """
        milli = forms.exact(self.quantity, places=_MILLI_PLACES)
        if milli is None or milli <= 0:
            raise QuantityUnread
        if self.each_rials is None:
            rials = rials_typed(self.amount, unit=unit)
        else:
            rials = amount_of(unit_rials=self.each_rials, quantity_milli=milli)
        return LineRung(rials, self.product, self.group, milli)


class SaleAsked(_Body):
    """A sale as it stands on the screen: one amount as typed, in the unit shown, or lines."""

    who: str = Field(max_length=100)
    amount: str = Field("", max_length=30)
    lines: tuple[LineAsked, ...] = Field((), max_length=_MOST_LINES)
    unit: Literal["toman", "rial", "new_rial"]
    branch: str = Field("", max_length=60)
    spend: tuple[SpendAsked, ...] = Field((), max_length=5)
    claims: tuple[Unit, ...] = Field((), max_length=5)
    coupon: str = Field("", max_length=40)
    gift_card: str = Field("", max_length=40)

    def rung(self) -> tuple[LineRung, ...]:
        """Give the lines as the catalogue prices them; none when one amount was typed."""
        return tuple(line.rung(unit=self.unit) for line in self.lines)

    def as_record(
        self,
        *,
        key: str,
        at: tuple[str, str] = ("", ""),
        quote: str = "",
        lines: tuple[PurchaseLine, ...] = (),
    ) -> Purchase:
        """Give the purchase as journeys take it, of these lines; its document is the key's.

        Where nobody is named it is one without a member, whose receipt can be claimed later.
        `at` is the till at which it is made, and its branch, if the browser stands at one.

        :raises AmountUnread: when there are no lines and the amount is no number above zero.
        :raises WhoIsMissing: when who is named is neither mobile nor number nor card.
        """
        till, branch = at
        rials = None if lines else rials_typed(self.amount, unit=self.unit)
        code = self.coupon.strip()
        card = self.gift_card.strip()
        return Purchase(
            member=member_named(self.who) if self.who.strip() else None,
            source=SOURCE,
            document=document_of(key),
            lines=lines,
            amount_rials=rials,
            branch=self.branch or branch,
            spend=tuple(SpendWish(one.unit, one.units) for one in self.spend),
            claims=(
                *(RewardClaim(reward=one) for one in self.claims),
                *((RewardClaim(coupon=code),) if code else ()),
            ),
            gift_cards=(CardPayment(code=card),) if card else (),
            attributes={ATTRIBUTE: till} if till else {},
            quote=quote,
        )


class PurchaseAsked(SaleAsked):
    """A sale to record: under the key that was kept before it was sent, by who sold it then."""

    key: Key
    seller: str = Field("", max_length=2_000)
    quote: str = Field("", max_length=500)
    waited_ms: StrictInt = Field(0, ge=0)

    def claim(self) -> Claim:
        """Bind the key to the sale; how long it waited changes from one try to the next."""
        text = json.dumps(self.model_dump(exclude={"waited_ms"}), sort_keys=True)
        return Claim(f"cashier:{self.key}", hashlib.sha256(text.encode()).digest())

    def rung_at(self, now: datetime) -> datetime:
        """Give the moment of the sale: how long it waited, by the till's own clock, before now."""
        return now - min(timedelta(milliseconds=self.waited_ms), _LONGEST_WAIT)


def rials_typed(text: str, *, unit: str) -> int:
    """Read an amount in the unit that was shown, in whole Rial.

    :raises AmountUnread: when it is no number above zero.
    """
    rials = forms.exact(text, places=formats.PLACES[unit])
    if rials is None or not 0 < rials <= MAX_RIALS:
        raise AmountUnread
    return rials


def member_named(typed: str) -> MemberRef:
    """Give the first member that may be meant; see `members_named`.

    :raises WhoIsMissing: when it is neither mobile nor number nor card.
    :raises CardNumberTyped: when it is the number of a bank card.
    """
    return members_named(typed)[0]


def members_named(typed: str) -> tuple[MemberRef, ...]:
    """Read a mobile, a membership number or the code of a member's card.

    Ten digits may be both, a mobile without its zero and a number: then the mobile is the first.

    :raises WhoIsMissing: when it is none of them.
    :raises CardNumberTyped: when it is the number of a bank card.
    """
    typed = ascii_digits(typed).strip()
    text = typed.removeprefix(CARD_PREFIX)
    if text.startswith("#") and text[1:].isdigit():
        return (MemberRef("id", text[1:]),)
    if looks_like_card(text):
        raise CardNumberTyped
    number = "".join(text.replace("-", " ").split())
    numbers = (MemberRef("number", number),) if number.isdigit() else ()
    mobiles = () if text != typed else _mobiles(text)  # a card says that it is one
    if not mobiles and not numbers:
        raise WhoIsMissing
    return (*mobiles, *numbers) if normalise_number(number) else mobiles or numbers


def _mobiles(text: str) -> tuple[MemberRef, ...]:
    try:
        return (MemberRef("mobile", normalise_mobile(text)),)
    except InvalidMobile:
        return ()


def document_of(key: str) -> str:
    """Give the number of the receipt: twelve signs that people can read out, from the key."""
    left, signs = int(key.replace("-", "")[:16], 16), ""
    for _place in range(_DOCUMENT_LENGTH):
        left, sign = divmod(left, len(_ALPHABET))
        signs += _ALPHABET[sign]
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def said(why: Why | Label | None) -> str:
    """Say a reason in the person's language."""
    if why is None:
        return ""
    return why.en if formats.language() == "en" else why.fa


def answers(
    kind: type[Asked],
) -> Callable[
    [Callable[[StaffRequest, Asked], HttpResponse]], Callable[[StaffRequest], HttpResponse]
]:
    """Give a view what was asked as one record; a refusal becomes words that the till shows."""

    def decorate(
        view: Callable[[StaffRequest, Asked], HttpResponse],
    ) -> Callable[[StaffRequest], HttpResponse]:
        @functools.wraps(view)
        def answered(request: StaffRequest) -> HttpResponse:
            if request.method != "POST":
                return HttpResponse(status=405)
            try:
                return view(request, _read(kind, request))
            except VafaError as error:
                return refused(error)

        return answered

    return decorate


def told(
    view: Callable[[StaffRequest, int], HttpResponse],
) -> Callable[[StaffRequest, int], HttpResponse]:
    """Let a view of one sale be posted to; a refusal becomes words that the till shows."""

    @functools.wraps(view)
    def answered(request: StaffRequest, purchase_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405)
        try:
            return view(request, purchase_id)
        except VafaError as error:
            return refused(error)

    return answered


def refused(error: VafaError) -> JsonResponse:
    """Give a refusal to the till: its code, and what happened in the person's words."""
    words: dict[str, Any] = {
        "code": error.code,
        "text": errors.title_of(error, formats.language()),
    }
    return JsonResponse(words, status=errors.status_of(error))


def declined(why: Why | None) -> JsonResponse:
    """Tell the till that the book declined, and why; nothing was recorded."""
    text = said(why) or _("The customer does not have that much; look at the sums again.")
    return JsonResponse({"code": "declined", "text": text}, status=402)


def _read(kind: type[Asked], request: StaffRequest) -> Asked:
    try:
        return kind.model_validate_json(request.body)
    except ValidationError as error:
        raise RequestUnread from error
