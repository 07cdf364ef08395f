"""What goes into and comes out of the club's operations and queries."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch to open."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NewClub:
    """A club to open. `vat_basis_points` is its VAT rate from the beginning."""

    code: str
    name: str
    zone: str = "Asia/Tehran"
    test: bool = False
    vat_basis_points: int = 1000
    branches: tuple[NewBranch, ...] = ()


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to issue, with rights or words for several; never more than the one that asks has.

    `staff` names the person whose own key it is; empty, it is a machine's.
    """

    name: str
    rights: frozenset[str]
    branch: str = ""
    test: bool = False
    expires_at: datetime | None = None
    staff: str = ""


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key as it was issued. The secret is shown once; a repeated request gives an empty one."""

    key_id: int
    prefix: str
    secret: str
    rights: frozenset[str]
    branch: str
    test: bool
    expires_at: datetime | None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A key as it is listed: never its secret."""

    key_id: int
    name: str
    prefix: str
    rights: frozenset[str]
    branch: str
    test: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_on: date | None = None


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A person who works in the club, or did, and how many keys of that person's are in force.

    `status` is invited (nobody signs in as that person yet), active, suspended or ended. Whoever
    has no role has only keys; no branches means all of them; no `user_id` is 0.
    """

    staff_id: int
    name: str
    added_at: datetime
    ended_at: datetime | None
    keys: int
    role: str = ""
    branches: tuple[str, ...] = ()
    status: str = "active"
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class ClubOpened:
    """A club that was just opened, with its first key."""

    club_id: int
    code: str
    name: str
    test: bool
    key: IssuedKey


@dataclass(frozen=True, slots=True)
class RoleLimitSet:
    """The worth in Rial that one of a role gives, and lets use, alone; None leaves it open."""

    role: str
    grant_rials: int | None = None
    apply_rials: int | None = None


@dataclass(frozen=True, slots=True)
class ClubFacts:
    """What the rules need of a club: zone, branches and VAT rates as (first day, rate).

    Manual value above the limit needs a second person.
    """

    club_id: int
    name: str
    zone: str
    test: bool
    branches: frozenset[str]
    vat_rates: tuple[tuple[int, int], ...]
    manual_limit_rials: int = 0
    role_limits: tuple[RoleLimitSet, ...] = ()

    def grant_limit(self, role: str) -> int:
        """Give the worth that one of a role gives by hand alone, never above the club's."""
        mine = [one.grant_rials for one in self.role_limits if one.role == role]
        return min([self.manual_limit_rials, *(rials for rials in mine if rials is not None)])

    def apply_limit(self, role: str) -> int | None:
        """Give the worth that one of a role lets be spent alone; None when nothing limits it."""
        return next((one.apply_rials for one in self.role_limits if one.role == role), None)

    def vat_on(self, day: int) -> int:
        """Give the VAT rate of a day in basis points."""
        return max((rate for rate in self.vat_rates if rate[0] <= day), default=(0, 0))[1]
