"""What a request asks of the list of members, as the journeys take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, cast

from django.utils.translation import gettext

from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.listing import MembersSort, MembersSought, MembersState, Place
from vafa.domain.members.own_values import OwnSought
from vafa.interfaces.web import formats, lists, own_fields, sources
from vafa.interfaces.web.days import begins_typed
from vafa.interfaces.web.forms import DayField, exact
from vafa.interfaces.web.people import StaffRequest
from vafa.journeys.list_members import MemberChoices
from vafa.kit.calendar import (
    day_of,
    jalali_of,
    local_day,
    month_length,
    start_of_month,
    start_of_week,
)
from vafa.kit.text import ascii_digits

UNITS: Final = 3
MOST_CHOSEN: Final = 500

_MOST: Final = (1 << 63) - 1
_DAYS_LOST: Final = 180
_DAYS_QUIET: Final = 60
_NEVER: Final = 0
_LEAST, _MOST_OF = "-from", "-to"


def of(request: StaffRequest, asked: lists.Asked, *, choices: MemberChoices) -> MembersSought:
    """Give which members are asked for; amounts of money are in the club's unit."""
    filters = asked.filters
    money_units = {one.number for one in choices.terms.units if one.is_money}
    today = local_day(sources.now(), request.club.zone)
    bought_from, bought_until = _bought(filters.get("quiet", ""), today)
    unit = _whole(filters.get("unit", "")) or 0
    places = formats.PLACES[formats.current().unit] if unit in money_units else 0
    return MembersSought(
        text=asked.search,
        state=cast("MembersState", filters.get("state", "")),
        branch=filters.get("branch", ""),
        joined_from=begins_typed(request, filters.get("since", "")),
        joined_before=begins_typed(request, filters.get("until", ""), days=1),
        birthdays=_birthdays(filters.get("birthday", ""), today),
        tier=filters.get("tier", ""),
        bought_from=bought_from,
        bought_until=bought_until,
        unit=unit,
        units_from=_units(filters.get("least", ""), places),
        units_to=_units(filters.get("most", ""), places),
        consent=filters.get("consent", ""),
        tag_id=_whole(filters.get("tag", "")),
        manager_id=_whole(filters.get("manager", "")),
        own=_own(filters, choices.own),
        sort=cast("MembersSort", asked.sort),
        is_descending=asked.descending,
        after=_place(asked.before or asked.after),
        is_backwards=bool(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )


def of_chosen(request: StaffRequest) -> MembersSought:
    """Give who was chosen in the list, by their ids; nobody when there is none."""
    ids = map(_whole, request.POST.getlist("chosen")[:MOST_CHOSEN])
    return MembersSought(member_ids=tuple(one for one in ids if one))


def _bought(code: str, today: int) -> tuple[int | None, int | None]:
    """Give the days from and until which the last purchase is; 0 is the day of none."""
    spans: Mapping[str, tuple[int | None, int | None]] = {
        "30": (today - 30, None),
        "60": (today - _DAYS_QUIET, None),
        "-60": (today - _DAYS_LOST, today - _DAYS_QUIET - 1),
        "-180": (_NEVER + 1, today - _DAYS_LOST - 1),
        "never": (_NEVER, _NEVER),
    }
    return spans.get(code, (None, None))


def _birthdays(code: str, today: int) -> tuple[tuple[int, int], ...]:
    """Give the Jalali days of this week or month; a leap day is kept on the day before."""
    if code == "week":
        first, count = start_of_week(today), 7
    elif code == "month":
        year, month, _ = jalali_of(today)
        first, count = start_of_month(today), month_length(year, month)
    else:
        return ()
    days = [jalali_of(first + step)[1:] for step in range(count)]
    if (12, 29) in days and (12, 30) not in days:
        days.append((12, 30))
    return tuple(days)


def own_filters(own: Sequence[FieldDefinition]) -> Iterator[lists.Filter]:
    """Give the filters for the club's own fields: a choice, or from and up to."""
    for one in own:
        name = own_fields.name_of(one.code)
        if one.kind == "choice":
            pairs = tuple((text, text) for text in one.choices)
            yield lists.Filter(name, one.label, choices=pairs, is_more=True)
        elif one.kind != "text":
            kind: Literal["day", "number"] = "day" if one.kind == "date" else "number"
            for end, title in ((_LEAST, gettext("%(field)s from")),
                               (_MOST_OF, gettext("%(field)s up to"))):  # fmt: skip
                yield lists.Filter(name + end, title % {"field": one.label}, kind, is_more=True)


def _own(filters: Mapping[str, str], own: Sequence[FieldDefinition]) -> tuple[OwnSought, ...]:
    """Give what is asked of the club's own fields."""
    found = []
    for one in own:
        name = own_fields.name_of(one.code)
        if one.kind == "choice":
            sought = OwnSought(one.code, choice=filters.get(name, ""))
        else:
            least, most = (_bound(one, filters.get(name + end, "")) for end in (_LEAST, _MOST_OF))
            sought = OwnSought(one.code, least=least, most=most)
        if sought != OwnSought(one.code):
            found.append(sought)
    return tuple(found)


def _bound(one: FieldDefinition, text: str) -> int | None:
    if one.kind != "date":
        return _signed(text)
    day = DayField(required=False).clean(text) if text else None
    return day_of(day) if day is not None else None


def _signed(text: str) -> int | None:
    found = _whole(text.lstrip("-\u2212\u200e"))
    return -found if found is not None and {"-", "\u2212"} & {*text} else found


def _place(cursor: str) -> Place | None:
    value, _, member_id = cursor.partition(".")
    first, second = _whole(value), _whole(member_id)
    return Place(first, second) if first is not None and second is not None else None


def _units(text: str, places: int) -> int | None:
    found = exact(text, places=places) if text else None
    return min(found, _MOST) if found is not None else None


def _whole(text: str) -> int | None:
    digits = ascii_digits(text)
    is_whole = digits.isascii() and digits.isdigit() and len(digits) < 20  # noqa: PLR2004 - framework
    return min(int(digits), _MOST) if is_whole else None
