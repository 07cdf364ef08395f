"""What goes into and comes out of the members' operations and queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, get_args

ConsentSource = Literal["till", "portal", "staff", "import", "invite"]
CONSENT_SOURCES: frozenset[str] = frozenset(get_args(ConsentSource))


@dataclass(frozen=True, slots=True)
class MemberRef:
    """How a caller names a member: by id, by the number on the card, or by mobile."""

    kind: Literal["id", "number", "mobile"]
    value: str


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody who joins. The birthday is a Jalali month and day.

    `proof_id` names the code that proved the mobile; with `fresh_start` a member who had the
    number before loses it. `wording` names the terms that were agreed to. `custom` are values
    of the club's own fields by their code. `invitation` is the token of whoever invited, and
    `device_of` the member who is signed in on the same device, if anybody is.
    """

    mobile: str
    consent_source: str
    first_name: str = ""
    last_name: str = ""
    birthday: tuple[int, int] | None = None
    channel: str = "till"
    branch: str = ""
    proof_id: int = 0
    fresh_start: bool = False
    wording: str = ""
    custom: Mapping[str, str | int | None] = field(default_factory=dict)
    invitation: str = ""
    device_of: int = 0


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who joins at a moment, with the id to have when new."""

    member_id: int
    member: NewMember
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberFound:
    """A member as the rules and the doors need one.

    `proven_at` is when a code proved the mobile, `doubted_at` when the number was said to have
    another owner; nothing is spent before `spending_from`. `wallet_id` is an account's
    wallet. As a holder, `member_id` is that wallet and `person_id` who uses it, else 0.
    """

    member_id: int
    number: str
    first_name: str
    last_name: str
    birthday: tuple[int, int] | None
    joined_at: datetime
    mobile_sealed: bytes
    proven_at: datetime | None = None
    doubted_at: datetime | None = None
    spending_from: datetime | None = None
    merged_into: int | None = None
    left_at: datetime | None = None
    birthday_from: int | None = None
    wallet_id: int | None = None
    person_id: int = 0

    def as_holder(self) -> MemberFound:
        """Give the member as whoever holds the units: the account's wallet, or the member."""
        if self.wallet_id is None:
            return self
        return replace(self, member_id=self.wallet_id, person_id=self.member_id)

    @property
    def own_id(self) -> int:
        """Give the person's own id, whoever holds the units."""
        return self.person_id or self.member_id

    def birthday_on(self, day: int) -> tuple[int, int] | None:
        """Give the birthday as it counts on a day; a changed one waits for its time (E19)."""
        is_early = self.birthday_from is not None and day < self.birthday_from
        return None if is_early else self.birthday


@dataclass(frozen=True, slots=True)
class AccountCard:
    """A household or a company by its name: shown with the wallet that its people share."""

    account_id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as shown to the shop."""

    member_id: int
    number: str
    first_name: str
    last_name: str
    mobile_masked: str
    joined_at: datetime
    tier: str = ""
    account: AccountCard | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A member who is there: neither merged, gone nor erased; `wallet_id`, when it is shared."""

    member_id: int
    wallet_id: int | None
    birthday: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Named:
    """A member by number and name alone."""

    member_id: int
    number: str
    name: str
