"""Reads of the orders. Each runs inside the caller's `club_scope`."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim

from vafa.domain.members.models import Member
from vafa.domain.orders import decide
from vafa.domain.orders.models import Attachment, Order, Step
from vafa.domain.orders.records import (
    FileShown,
    OrderListed,
    OrderShown,
    OrdersSought,
    StepOfOrder,
    StepShown,
)
from vafa.kit.errors import NotFound
from vafa.kit.text import ascii_digits, clean

_NEAR: Final = 2_000
_FILE = ("id", "name", "kind", "size", "by_member", "added_at")


class NoSuchOrder(NotFound):
    """The club has no such order."""


class NoSuchAttachment(NotFound):
    """The order has no such file."""


def orders(*, club_id: int, sought: OrdersSought) -> tuple[OrderListed, ...]:
    """List orders, newest first."""
    rows = _sought(club_id, sought).order_by("-number")
    if sought.after is not None:
        rows = rows.filter(number__gt=sought.after).order_by("number")
    elif sought.before is not None:
        rows = rows.filter(number__lt=sought.before)
    if sought.text:
        rows = _worded(rows, sought)
    found = list(_named(rows)[: sought.limit])
    return tuple(_listed(row) for row in (reversed(found) if sought.after is not None else found))


def order(
    *, club_id: int, number: int, member_ids: tuple[int, ...] = (), is_staff: bool = True
) -> OrderShown:
    """Show an order; to its member only what the member may see.

    :raises NoSuchOrder: when the club, or the member if one is named, has none of this number.
    """
    row = _named(
        Order.objects.filter(id=row_of(club_id=club_id, number=number, member_ids=member_ids).id)
    ).get()
    steps = Step.objects.filter(club_id=club_id, order_id=row.id).order_by("seq")
    files = Attachment.objects.filter(club_id=club_id, order_id=row.id).order_by("id")
    return OrderShown(
        order=_listed(row),
        description=row.description,
        steps=tuple(_step(step) for step in steps if is_staff or step.is_shown),
        files=tuple(FileShown(*found) for found in files.values_list(*_FILE)),
        next_states=decide.next_states(state=row.state, is_billed=row.sale_id is not None),
    )


def steps_of(*, club_id: int, member_ids: tuple[int, ...], limit: int) -> tuple[StepOfOrder, ...]:
    """List the steps of every order of a member, newest first."""
    mine = Order.objects.filter(club_id=club_id, member_id__in=member_ids).order_by("-number")
    named = {row.id: row for row in mine[:limit]}
    rows = Step.objects.filter(club_id=club_id, order_id__in=list(named)).order_by("-at", "-seq")
    return tuple(
        StepOfOrder(named[row.order_id].number, named[row.order_id].title, _step(row))
        for row in rows[:limit]
    )


def copies(
    *, club_id: int, member_ids: tuple[int, ...], most_bytes: int
) -> tuple[tuple[OrderShown, ...], dict[int, bytes]]:
    """Give every order of a member whole, and its files by id while they fit: the newest first."""
    rows = _named(Order.objects.filter(club_id=club_id, member_id__in=member_ids))
    found = {row.id: row for row in rows.order_by("-number")}
    steps: dict[int, list[StepShown]] = {order_id: [] for order_id in found}
    for step in Step.objects.filter(club_id=club_id, order_id__in=list(found)).order_by("seq"):
        steps[step.order_id].append(_step(step))
    files: dict[int, list[FileShown]] = {order_id: [] for order_id in found}
    contents: dict[int, bytes] = {}
    room = most_bytes
    attached = Attachment.objects.filter(club_id=club_id, order_id__in=list(found))
    for order_id, *of_file in attached.order_by("-id").values_list("order_id", *_FILE):
        shown = FileShown(*of_file)
        files[order_id].append(shown)
        room -= shown.size
        if room >= 0:
            contents[shown.id] = bytes(attached.get(id=shown.id).content)
    orders = (
        OrderShown(_listed(row), row.description, tuple(steps[one]), tuple(files[one]), ())
        for one, row in found.items()
    )
    return tuple(orders), contents


def file(
    *, club_id: int, number: int, file_id: int, member_ids: tuple[int, ...] = ()
) -> tuple[FileShown, bytes]:
    """Give a file of an order with its bytes.

    :raises NoSuchOrder: when the club, or the member if one is named, has none of this number.
    :raises NoSuchAttachment: when the order has none, or it was erased.
    """
    row = row_of(club_id=club_id, number=number, member_ids=member_ids)
    found = Attachment.objects.filter(club_id=club_id, order_id=row.id, id=file_id).first()
    if found is None or not found.content:
        raise NoSuchAttachment
    shown = FileShown(*(getattr(found, name) for name in _FILE))
    return shown, bytes(found.content)


def row_of(*, club_id: int, number: int, member_ids: tuple[int, ...] = ()) -> Order:
    """Give the row of an order.

    :raises NoSuchOrder: when the club, or the member if one is named, has none of this number.
    """
    rows = Order.objects.filter(club_id=club_id, number=number)
    if member_ids:
        rows = rows.filter(member_id__in=member_ids)
    found = rows.first()
    if found is None:
        raise NoSuchOrder
    return found


def _sought(club_id: int, sought: OrdersSought) -> QuerySet[Order]:
    rows = Order.objects.filter(club_id=club_id)
    if sought.state:
        rows = rows.filter(state=sought.state)
    if sought.branch:
        rows = rows.filter(branch=sought.branch)
    if sought.member_ids:
        rows = rows.filter(member_id__in=sought.member_ids)
    if sought.placed_from is not None:
        rows = rows.filter(placed_at__gte=sought.placed_from)
    if sought.placed_before is not None:
        rows = rows.filter(placed_at__lt=sought.placed_before)
    return rows


def _worded(rows: QuerySet[Order], sought: OrdersSought) -> QuerySet[Order]:
    """Narrow to the number that was typed, and to titles with all the words.

    Most titles are found among the nearest orders: the index need not be asked, and it gives all.
    """
    digits = ascii_digits(sought.text).strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 10  # noqa: PLR2004 - framework
    words = clean(sought.text).lower().split()
    near = list(rows.values_list("id", "title")[:_NEAR])
    ids = [one for one, title in near if all(word in title.lower() for word in words)]
    if len(ids) < sought.limit and len(near) == _NEAR:
        with connection.cursor() as cursor:
            cursor.execute("SELECT orders_titled_v1(%s)", [words])
            ids = cursor.fetchone()[0]
    number = Q(number=int(digits)) if is_number else Q()
    return rows.filter(number | Q(id__in=ids))


def _named(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Put name and number of its member to each order."""
    member = Member.objects.filter(id=OuterRef("member_id"))
    name = Trim(Concat("first_name", Value(" "), "last_name"))
    return rows.annotate(
        member_name=Subquery(member.annotate(name=name).values("name")[:1]),
        member_number=Subquery(member.values("number")[:1]),
    )


def _listed(row: Any) -> OrderListed:
    return OrderListed(
        row.id, row.number, row.member_id, row.title, row.state, row.branch, row.cost_rials,
        row.wished_on, row.placed_at, row.changed_at, row.by_member, row.sale_id,
        row.member_name or "", row.member_number or "",
    )  # fmt: skip


def _step(row: Step) -> StepShown:
    return StepShown(
        row.seq, row.kind, row.state, row.at, row.recorded_at, row.who, row.note, row.cost_rials,
        row.is_shown,
    )  # fmt: skip
