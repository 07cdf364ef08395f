"""What goes into and comes out of the accounts' operations and queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from vafa.domain.members.records import AccountCard

Kind = Literal["household", "company"]
# The first role of each kind is whoever keeps the account: one of them is always there.
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "household": ("owner", "adult", "child"),
    "company": ("admin", "employee"),
}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A household or a company to open; the last three are a company's, for invoices."""

    kind: str
    name: str
    invoice_name: str = ""
    economic_code: str = ""
    legal_id: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a person may spend, in Rial worth: in a Jalali month, and at once; None: no limit."""

    month_rials: int | None = None
    purchase_rials: int | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """How somebody agreed to join: a code to their mobile, or in person before the staff."""

    kind: Literal["code", "staff"]
    credential_id: int
    staff_id: int
    proof_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who joins an account."""

    member_id: int
    role: str
    limits: Limits
    consent: Consent


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody in an account; `owed` is what they brought of debts, by the unit's number."""

    person_id: int
    account_id: int
    member_id: int
    role: str
    limits: Limits
    consent: str
    has_brought: bool
    joined_at: datetime
    owed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountFound:
    """An account with its people of now."""

    account_id: int
    kind: str
    name: str
    invoice_name: str
    economic_code: str
    legal_id: str
    opened_at: datetime
    closed_at: datetime | None
    people: tuple[PersonFound, ...]

    @property
    def card(self) -> AccountCard:
        """Give the account by its name."""
        return AccountCard(self.account_id, self.kind, self.name)
