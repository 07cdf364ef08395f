"""Reads of the sales: one by its document, one with all that a refund needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from vafa.kit.errors import NotFound
from vafa.ledger import queries as book
from vafa.ledger import sales
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.records import SaleLineRow
from vafa.programme.records import Line, StoredAward, StoredBurn, StoredSale

type_paid_with = tuple[str, str, int]  # unit, reward, gift card


class NoSuchSale(NotFound):
    """There is no such sale."""


# A sale that changed its holder goes on under a new id; this reference names the sale before it.
MOVED_SOURCE: Final = "vafa:sale"
MOVED_EFFECT: Final = "move"

_BY_ID = """
    SELECT member_id FROM ledger_source_ref
    WHERE club_id = %(club)s AND event_id = %(sale)s
        AND (effect = 'purchase' OR (source = %(moved)s AND effect = %(move)s))
"""

_KEY = """
    SELECT source, document, revision, effect FROM ledger_source_ref
    WHERE club_id = %(club)s AND event_id = %(sale)s
        AND (effect = 'purchase' OR (source = %(moved)s AND effect = %(move)s))
"""

_DOCUMENTS = """
    SELECT event_id, document FROM ledger_source_ref
    WHERE club_id = %(club)s AND event_id = ANY(%(sales)s) AND effect = 'purchase'
"""

_EARLIER = """
    SELECT member_id, event_id FROM ledger_source_ref
    WHERE club_id = %(club)s AND source = %(source)s AND document = %(document)s
        AND effect = 'purchase' AND revision < %(revision)s
    ORDER BY revision
"""

_SEEN_AT = """
    SELECT DISTINCT member_id FROM ledger_sale
    WHERE member_id = ANY(%(members)s) AND club_id = %(club)s AND branch = %(branch)s
        AND occurred_at >= %(since)s AND returns_sale_id IS NULL
"""

_MADE_SINCE = """
    SELECT id FROM ledger_sale
    WHERE member_id = ANY(%(members)s) AND id = ANY(%(sales)s) AND club_id = %(club)s
        AND occurred_at >= %(since)s
    ORDER BY id
"""

# Reads: the block range index ledger_sale_recorded, so a window costs what it holds.
_REGULARS = """
    SELECT member_id FROM ledger_sale
    WHERE club_id = %(club)s AND branch = %(branch)s AND returns_sale_id IS NULL
        AND recorded_at >= %(since)s
    GROUP BY member_id ORDER BY max(recorded_at) DESC, member_id LIMIT %(limit)s
"""
_WINDOWS_DAYS: Final = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class SaleFound:
    """Whose sale a document is."""

    member_id: int
    sale_id: int


@dataclass(frozen=True, slots=True)
class SaleKey:
    """The natural key of a sale."""

    source: str
    document: str
    revision: int


@dataclass(frozen=True, slots=True)
class Sold:
    """The lines of a sale after discounts; what came back of each: thousandths, Rial of its net.

    `refunded_cash_rials` is the money that was given back in all.
    """

    lines: tuple[Line, ...]
    returned: Mapping[int, tuple[int, int]]
    refunded_cash_rials: int
    at: datetime | None = None
    branch: str = ""

    @property
    def is_returned(self) -> bool:
        """Tell whether all of it has come back."""
        returned = self.returned
        return all(one.net_rials <= returned.get(one.number, (0, -1))[1] for one in self.lines)


@dataclass(frozen=True, slots=True)
class SaleStored:
    """A sale for a refund: what the rules read, what the return repeats, budgets by award.

    For an edit: when it was, the member's tier (None: nothing was awarded) and purchases before.
    """

    programme_version_id: int
    branch: str
    channel: str
    sale: StoredSale
    budgets: Mapping[int, str]
    occurred_at: datetime
    tier: str | None
    purchases: int
    attributes: Mapping[str, str]
    topped_up_rials: int = 0  # credited to the member's own wallet
    waits: bool = False  # its amount is far above what is usual (E18)


def find(*, club_id: int, source: str, document: str) -> SaleFound:
    """Give the newest revision of a sale by its natural key.

    :raises NoSuchSale: when the club has none.
    """
    found = book.reference(club_id=club_id, source=source, document=document, effect="purchase")
    if found is None:
        raise NoSuchSale
    return current(club_id=club_id, sale=SaleFound(found.member_id, found.event_id))


def current(*, club_id: int, sale: SaleFound) -> SaleFound:
    """Give what a sale has become: itself, or what it went on as under another holder."""
    while True:
        moved = book.reference(
            club_id=club_id,
            source=MOVED_SOURCE,
            document=str(sale.sale_id),
            effect=MOVED_EFFECT,
        )
        if moved is None:
            return sale
        sale = SaleFound(moved.member_id, moved.event_id)


def find_by_id(*, club_id: int, sale_id: int) -> SaleFound:
    """Give whose sale it is, and the id under which it goes on when it changed its holder.

    :raises NoSuchSale: when the club has none.
    """
    with reading_club(club_id):
        found = rows(_BY_ID, _named(club_id, sale_id))
    if not found:
        raise NoSuchSale
    return current(club_id=club_id, sale=SaleFound(found[0]["member_id"], sale_id))


def documents(*, club_id: int, sale_ids: Collection[int]) -> dict[int, str]:
    """Give the receipt number of each of these that is a sale of the club."""
    with reading_club(club_id):
        found = rows(_DOCUMENTS, {"club": club_id, "sales": list(sale_ids)})
    return {row["event_id"]: row["document"] for row in found}


def key_of(*, club_id: int, sale_id: int) -> SaleKey:
    """Give the natural key of a sale, whoever holds it by now.

    :raises NoSuchSale: when the club has none with this id.
    """
    with reading_club(club_id):
        found = rows(_KEY, _named(club_id, sale_id))
        while found and found[0]["effect"] == MOVED_EFFECT:
            found = rows(_KEY, _named(club_id, int(found[0]["document"])))
    if not found:
        raise NoSuchSale
    return SaleKey(found[0]["source"], found[0]["document"], found[0]["revision"])


def is_open_before(*, club_id: int, source: str, document: str, revision: int) -> bool:
    """Tell whether an earlier revision of a sale still stands: not all of it has come back."""
    key = {"club": club_id, "source": source, "document": document, "revision": revision}
    with reading_club(club_id):
        earlier = rows(_EARLIER, key)
    sales_now = (
        current(club_id=club_id, sale=SaleFound(one["member_id"], one["event_id"]))
        for one in earlier
    )
    return any(_is_open(club_id, one.member_id, one.sale_id) for one in sales_now)


def seen_at(
    *, club_id: int, branch: str, since: datetime, member_ids: Iterable[int]
) -> frozenset[int]:
    """Tell which of these members bought at a branch since a moment."""
    asked = {"club": club_id, "branch": branch, "since": since, "members": list(member_ids)}
    with reading_club(club_id):
        return frozenset(row["member_id"] for row in rows(_SEEN_AT, asked))


def made_since(
    *, club_id: int, member_ids: Iterable[int], sale_ids: Iterable[int], since: datetime
) -> tuple[int, ...]:
    """Give which of these sales, in the books of these holders, happened since a moment."""
    asked = {
        "club": club_id, "members": list(member_ids), "sales": list(sale_ids), "since": since,
    }  # fmt: skip
    with reading_club(club_id):
        return tuple(row["id"] for row in rows(_MADE_SINCE, asked))


def regulars(*, club_id: int, branch: str, at: datetime, days: int, limit: int) -> tuple[int, ...]:
    """Give whose sales a branch recorded last, the latest first: holders of wallets, so many.

    Looks back further and further, at most so many days, until there are enough.
    """
    found: tuple[int, ...] = ()
    with reading_club(club_id):
        for back in (*(one for one in _WINDOWS_DAYS if one < days), days):
            since = at - timedelta(days=back)
            asked = {"club": club_id, "branch": branch, "since": since, "limit": limit}
            found = tuple(row["member_id"] for row in rows(_REGULARS, asked))
            if len(found) >= limit:
                break
    return found


def sold(*, club_id: int, member_id: int, sale_id: int) -> Sold:
    """Give the lines of a sale, and what came back of each; nothing when there is no such sale."""
    found = sales.stored_sale(club_id=club_id, member_id=member_id, sale_id=sale_id)
    if found is None:
        return Sold((), {}, 0)
    lines = tuple(_line(row) for row in found.lines)
    cash = sum(one.to_pay_rials for one in found.returns)
    return Sold(lines, _returned(found), cash, found.occurred_at, found.branch)


def stored_sale(
    *, club_id: int, member_id: int, sale_id: int, codes: Mapping[int, str]
) -> SaleStored:
    """Give a sale as it was posted, with what was undone of it; `codes` names the units.

    :raises NoSuchSale: when the member has none.
    """
    found = sales.stored_sale(club_id=club_id, member_id=member_id, sale_id=sale_id)
    if found is None:
        raise NoSuchSale
    sale = StoredSale(
        id=found.id,
        day=found.detail["day"],
        lines=tuple(_line(row) for row in found.lines),
        awards=tuple(_award(one, codes) for one in found.awards),
        burns=_burns(found, codes),
        paid_rials=found.to_pay_rials,
        returned=_returned(found),
        refunded_cash_rials=sum(
            one.to_pay_rials - one.detail.get("clawed", 0) for one in found.returns
        ),
        qualifying_rials=found.qualifying_rials,
    )
    budgets = {one.award.id: one.award.detail["budget"] for one in found.awards}
    return SaleStored(
        programme_version_id=found.programme_version_id,
        branch=found.branch,
        channel=found.channel,
        sale=sale,
        budgets=budgets,
        occurred_at=found.occurred_at,
        tier=next((one.award.tier for one in found.awards), None),
        purchases=found.detail.get("purchases", 0),
        attributes=found.detail.get("attributes", {}),
        topped_up_rials=found.detail.get("topped_up", 0),
        waits="review" in found.detail,
    )


def _named(club_id: int, sale_id: int) -> dict[str, object]:
    return {"club": club_id, "sale": sale_id, "moved": MOVED_SOURCE, "move": MOVED_EFFECT}


def _is_open(club_id: int, member_id: int, sale_id: int) -> bool:
    found = sales.stored_sale(club_id=club_id, member_id=member_id, sale_id=sale_id)
    if found is None:  # declined, or never posted
        return False
    returned = _returned(found)
    return any(line.net_rials > returned.get(line.number, (0, 0))[1] for line in found.lines)


def _line(row: SaleLineRow) -> Line:
    return Line(
        number=row.number,
        group=row.group,
        net_rials=row.net_rials,
        gross_rials=row.gross_rials,
        vat_rials=row.vat_rials,
        quantity_milli=row.quantity_milli,
        kind=row.kind,  # type: ignore[arg-type]  # framework: a stored kind is one of them
        product=row.product,
    )


def _award(found: sales.AwardFound, codes: Mapping[int, str]) -> StoredAward:
    award = found.award
    return StoredAward(
        id=award.id,
        rule=award.rule,
        unit=codes[award.unit],
        units=award.units,
        basis=award.basis,
        line_basis=_by_number(award.detail["line_basis"]),
        day=award.day,
        carry=award.carry,
        refunded_basis=found.refunded_basis,
        taken_back=found.taken_back,
        qualifying=award.qualifying,
        uncapped=award.uncapped,
    )


def _burns(found: sales.SaleFound, codes: Mapping[int, str]) -> tuple[StoredBurn, ...]:
    units = Counter({(codes[number], "", 0): given for number, given in found.restored.items()})
    rials: Counter[type_paid_with] = Counter()
    for one in found.returns:
        for restored in one.detail.get("restored", ()):
            key = _paid_with(restored)
            rials[key] += restored["rials"]
            if key[1] or key[2]:  # the member's book does not tell these apart
                units[key] += restored["units"]
            if key[1]:
                units[key[0], "", 0] -= restored["units"]
    return tuple(
        replace(
            burn,
            restored_units=units[burn.unit, burn.reward, burn.card],
            restored_rials=rials[burn.unit, burn.reward, burn.card],
        )
        for burn in _burns_by_unit(found)
    )


def _burns_by_unit(found: sales.SaleFound) -> Iterable[StoredBurn]:
    """Give what was spent of each unit in all: several holds of one unit come back as one.

    What a reward cost and took off stands by itself, and so does what each gift card paid.
    """
    burns: dict[type_paid_with, StoredBurn] = {}
    for burn in found.detail.get("burns", ()):
        lines = _by_number(burn["lines"])
        key = _paid_with(burn)
        before = burns.get(key)
        if before is None:
            burns[key] = StoredBurn(
                burn["unit"], burn["units"], burn["rials"], burn["spend_as"], lines,
                reward=key[1], quantity=burn.get("quantity", 0), card=key[2],
            )  # fmt: skip
        else:
            burns[key] = replace(
                before,
                units=before.units + burn["units"],
                rials=before.rials + burn["rials"],
                lines=Counter(before.lines) + Counter(lines),
            )
    return burns.values()


def _paid_with(stored: Mapping[str, Any]) -> type_paid_with:
    return stored["unit"], stored.get("reward", ""), int(stored.get("card", 0))


def _returned(found: sales.SaleFound) -> dict[int, tuple[int, int]]:
    returned: dict[int, tuple[int, int]] = {}
    for one in found.returns:
        for line in one.lines:
            quantity, net = returned.get(line.number, (0, 0))
            returned[line.number] = (quantity + line.quantity_milli, net + line.net_rials)
    return returned


def _by_number(stored: Mapping[str, int]) -> dict[int, int]:
    return {int(number): value for number, value in stored.items()}
