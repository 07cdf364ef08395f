"""The field types of the API: strict, bounded, and published as they are read.

A whole number is a JSON number without a point, an id is a string, a moment carries its offset,
and a currency is always said. What JSON Schema cannot say is refused here with its own kind.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from vafa.kit.amounts import MAX_RIALS
from vafa.kit.identity import InvalidMobile, looks_like_card, normalise_mobile

_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_LARGEST_ID = 2**63 - 1
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_LAST_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)
_OTHER_NAMES_OF_MONEY = {"IRT", "TOMAN", "TMN", "تومان", "IRN"}


class Body(BaseModel):
    """What every part of a request body is: frozen, without unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Answer(BaseModel):
    """What every part of an answer is: read from the journey's record."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def _id_of(value: Any) -> Any:
    if isinstance(value, str) and _ID.fullmatch(value) and int(value) <= _LARGEST_ID:
        return int(value)
    raise PydanticCustomError("wrong_pattern", "not an id")


def _number_of(value: Any) -> Any:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    if type(value) is int:  # a default
        return value
    raise PydanticCustomError("not_whole", "not a whole number")


def _moment_of(value: Any) -> Any:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise PydanticCustomError("not_moment", "not a moment with its offset")
    try:
        moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("not_moment", "no such moment") from error
    if not _FIRST_MOMENT <= moment < _LAST_MOMENT:
        raise PydanticCustomError("not_moment", "not within 2000 to 2100")
    return moment


def _rial_only(value: Any) -> Any:
    if isinstance(value, str) and value.strip().upper() in _OTHER_NAMES_OF_MONEY:
        raise PydanticCustomError("currency_not_rial", "amounts are in Rial")
    return value


def _mobile_of(value: str) -> str:
    try:
        return normalise_mobile(value)
    except InvalidMobile as error:
        raise PydanticCustomError("invalid_mobile", "not an Iranian mobile number") from error


def _without_card(value: str) -> str:
    if looks_like_card(value):
        raise PydanticCustomError("card_number", "a card number must not be stored")
    return value


def _id_as_text(value: Any) -> Any:
    return str(value) if type(value) is int else value


_ID_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": "^[1-9][0-9]{0,18}$"},
    mode="validation",
)

GivenId = Annotated[int, BeforeValidator(_id_of), _ID_SCHEMA]
GivenMoment = Annotated[
    datetime,
    BeforeValidator(_moment_of),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation"),
]
GivenDay = Annotated[date, Field(ge=date(1921, 3, 21), le=date(2200, 1, 1))]
NumberInAddress = Annotated[int, BeforeValidator(_number_of), Field(ge=1, le=999_999_999)]
Rials = Annotated[StrictInt, Field(ge=0, le=MAX_RIALS, description="Whole Rial, never Toman.")]
PositiveRials = Annotated[
    StrictInt, Field(ge=1, le=MAX_RIALS, description="Whole Rial, never Toman.")
]
Units = Annotated[StrictInt, Field(ge=1, le=MAX_RIALS, description="Whole units.")]
Milli = Annotated[
    StrictInt, Field(ge=1, le=10**9, description="A quantity in thousandths: 1000 is one item.")
]
Currency = Annotated[
    Literal["IRR"],
    BeforeValidator(_rial_only),
    Field(description="Always IRR: every amount of this request is in Rial."),
]
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Reference = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        pattern=r"^[^\u0000-\u001f\u007f]+$",
        description="A name or number of the caller's own system.",
    ),
]
FreeText = Annotated[str, Field(max_length=100), AfterValidator(_without_card)]
Title = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_without_card)]
LongText = Annotated[str, Field(max_length=4000), AfterValidator(_without_card)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_without_card)]
Value = Annotated[StrictInt | Line, Field(union_mode="left_to_right")]
Mobile = Annotated[
    str,
    Field(min_length=10, max_length=40, examples=["09123456789"]),
    AfterValidator(_mobile_of),
]

ShownId = Annotated[
    str,
    BeforeValidator(_id_as_text),
    Field(pattern="^[1-9][0-9]{0,18}$", examples=["412345678901234567"]),
]
ShownMoment = Annotated[
    datetime,
    PlainSerializer(
        lambda moment: moment.astimezone(UTC).isoformat().replace("+00:00", "Z"), return_type=str
    ),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
