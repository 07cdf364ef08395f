"""History as columns: what `post_history` takes, and how it is written for the database.

Every table is a set of columns of equal length, its rows in order. A member is named by its
position in `members` (from 1), an event by its position in `events`, an award by its position in
`awards`, a lot by the movement that opened it. Moments are epoch seconds. 0 stands for "none".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, ClassVar, Final

from vafa.kit.errors import Refused

UNDONE_KIND: Final = "import_undone"  # of the events that undo
_BETWEEN: Final = "\x1f"  # ASCII's own separator of units


class UnreadableText(Refused):
    """A text holds a control character that no text may hold."""


@dataclass(frozen=True, slots=True)
class HistoryUndo:
    """What is to be undone of some members: each with the version that the history left it at.

    `events` are (member, event, id of the event that undoes it), in one order for all.
    """

    club_id: int
    source: str
    at: datetime
    programme_version_id: int
    credential_id: int
    members: Mapping[int, int]
    events: Sequence[tuple[int, int, int]]

    def parameters(self) -> tuple[object, ...]:
        """Give the parameters of `ledger_undo_history_v1`."""
        header = {
            "kind": UNDONE_KIND, "source": self.source, "at": self.at.isoformat(),
            "programme": self.programme_version_id, "credential": self.credential_id,
        }  # fmt: skip
        return (
            self.club_id,
            json.dumps(header),
            list(self.members),
            list(self.members.values()),
            list(chain.from_iterable(self.events)),
        )


@dataclass(frozen=True, slots=True)
class HistoryMember:
    """A member whose book is still empty, and the state that history leaves it in."""

    member_id: int
    state: Mapping[str, Any]
    next_review_day: int | None
    idle_expires_at: Mapping[int, datetime]


class HistoryTable:
    """Columns of equal length; `NUMBERS` and `TEXTS` name them in the order the database reads."""

    __slots__ = ()
    NUMBERS: ClassVar[tuple[str, ...]]
    TEXTS: ClassVar[tuple[str, ...]] = ()

    def numbers_text(self) -> str:
        """Give the whole-number columns, row after row, as the text of a bigint[]."""
        columns = [getattr(self, name) for name in self.NUMBERS]
        return "{" + ",".join(map(str, chain.from_iterable(zip(*columns, strict=True)))) + "}"

    def texts_text(self) -> str:
        """Give the text columns, column after column, as the text of a text[]."""
        return _array_text([text for name in self.TEXTS for text in getattr(self, name)])


@dataclass(frozen=True, slots=True)
class HistoryEvents(HistoryTable):
    """One purchase a row, in the order it happened; `detail` is the sale's, as JSON text."""

    NUMBERS = (
        "member", "id", "at", "net_rials", "vat_rials", "to_pay_rials", "qualifying_rials"
    )  # fmt: skip
    TEXTS = ("document", "branch", "channel", "detail")
    member: Sequence[int]
    id: Sequence[int]
    at: Sequence[int]
    net_rials: Sequence[int]
    vat_rials: Sequence[int]
    to_pay_rials: Sequence[int]
    qualifying_rials: Sequence[int]
    document: Sequence[str]
    branch: Sequence[str]
    channel: Sequence[str]
    detail: Sequence[str]


@dataclass(frozen=True, slots=True)
class HistoryLines(HistoryTable):
    """One line of a purchase a row."""

    NUMBERS = (
        "member", "event", "number", "quantity_milli", "gross_rials", "net_rials", "vat_rials"
    )  # fmt: skip
    TEXTS = ("group", "product", "kind")
    member: Sequence[int]
    event: Sequence[int]
    number: Sequence[int]
    quantity_milli: Sequence[int]
    gross_rials: Sequence[int]
    net_rials: Sequence[int]
    vat_rials: Sequence[int]
    group: Sequence[str]
    product: Sequence[str]
    kind: Sequence[str]


@dataclass(frozen=True, slots=True)
class HistoryMovements(HistoryTable):
    """One movement a row; `seq` counts from 1 per member; `event` 0: an effect of time."""

    NUMBERS = (
        "member", "seq", "kind", "unit", "from_account", "to_account", "amount", "at", "event",
        "lot", "award",
    )  # fmt: skip
    member: Sequence[int]
    seq: Sequence[int]
    kind: Sequence[int]
    unit: Sequence[int]
    from_account: Sequence[int]
    to_account: Sequence[int]
    amount: Sequence[int]
    at: Sequence[int]
    event: Sequence[int]
    lot: Sequence[int]
    award: Sequence[int]


@dataclass(frozen=True, slots=True)
class HistoryLotUses(HistoryTable):
    """What a movement (`seq`) took from a lot."""

    NUMBERS = ("member", "seq", "lot", "amount")
    member: Sequence[int]
    seq: Sequence[int]
    lot: Sequence[int]
    amount: Sequence[int]


@dataclass(frozen=True, slots=True)
class HistoryLots(HistoryTable):
    """One lot a row; `state` is 1 pending, 2 open, 3 closed."""

    NUMBERS = (
        "member", "seq", "unit", "issued", "remaining", "state", "available_at", "expires_at",
        "award",
    )  # fmt: skip
    member: Sequence[int]
    seq: Sequence[int]
    unit: Sequence[int]
    issued: Sequence[int]
    remaining: Sequence[int]
    state: Sequence[int]
    available_at: Sequence[int]
    expires_at: Sequence[int]
    award: Sequence[int]


@dataclass(frozen=True, slots=True)
class HistoryAwards(HistoryTable):
    """One award a row; `detail` as JSON text."""

    NUMBERS = (
        "member", "event", "id", "unit", "units", "uncapped", "basis", "day", "carry", "qualifying"
    )  # fmt: skip
    TEXTS = ("rule", "tier", "detail")
    member: Sequence[int]
    event: Sequence[int]
    id: Sequence[int]
    unit: Sequence[int]
    units: Sequence[int]
    uncapped: Sequence[int]
    basis: Sequence[int]
    day: Sequence[int]
    carry: Sequence[int]
    qualifying: Sequence[int]
    rule: Sequence[str]
    tier: Sequence[str]
    detail: Sequence[str]


@dataclass(frozen=True, slots=True)
class HistoryBatch:
    """The whole history of some members; an event's natural key is (source, document, kind, 0).

    A document that came before, and was undone, has another revision than 0.
    """

    club_id: int
    source: str
    programme_version_id: int
    credential_id: int
    members: Sequence[HistoryMember]
    events: HistoryEvents
    lines: HistoryLines
    movements: HistoryMovements
    lot_uses: HistoryLotUses
    lots: HistoryLots
    awards: HistoryAwards
    kind: str = "purchase"
    revisions: Mapping[str, int] = field(default_factory=dict)

    def parameters(self) -> tuple[object, ...]:
        """Give the parameters of `ledger_post_history_v1`."""
        header = {
            "source": self.source,
            "kind": self.kind,
            "programme": self.programme_version_id,
            "credential": self.credential_id,
            "revisions": dict(self.revisions),
        }
        ids = [[member.member_id, member.next_review_day or 0] for member in self.members]
        states = [json.dumps(member.state) for member in self.members]
        idles = [json.dumps(_moments(member.idle_expires_at)) for member in self.members]
        return (
            self.club_id,
            json.dumps(header),
            list(chain.from_iterable(ids)),
            _array_text([*states, *idles]),
            self.events.numbers_text(),
            self.events.texts_text(),
            self.lines.numbers_text(),
            self.lines.texts_text(),
            self.movements.numbers_text(),
            self.lot_uses.numbers_text(),
            self.lots.numbers_text(),
            self.awards.numbers_text(),
            self.awards.texts_text(),
        )


def _array_text(texts: Sequence[str]) -> str:
    """Quote all texts at once; one by one takes longer than everything else of an import."""
    if not texts:
        return "{}"
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) != len(texts) - 1:
        raise UnreadableText
    quoted = joined.replace("\\", "\\\\").replace('"', '\\"').replace(_BETWEEN, '","')
    return f'{{"{quoted}"}}'


def _moments(idle: Mapping[int, datetime]) -> dict[str, str]:
    return {str(unit): at.isoformat() for unit, at in idle.items()}
