"""Reads of the club: who a key belongs to, what the rules need to know of a club."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Count

from vafa.domain.clubs import secrets
from vafa.domain.clubs.models import ApiKey, Branch, Club, RoleLimit, Staff, VatRate
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.records import ClubFacts, KeyCard, RoleLimitSet, StaffCard
from vafa.domain.clubs.rights import rights_of_key
from vafa.kit.calendar import day_of
from vafa.kit.errors import NotFound, Refused


class KeyRefused(Refused):
    """The API key is unknown, ended or expired."""


class NoSuchClub(NotFound):
    """There is no such club."""


@dataclass(frozen=True, slots=True)
class ClubListed:
    """A club, as the operator's jobs see it."""

    club_id: int
    code: str
    zone: str


def authenticate(*, secret: str, at: datetime) -> Principal:
    """Tell whose key it is, in one look-up that needs no club yet.

    :raises KeyRefused: when there is no such key, or it has ended by `at`.
    """
    prefix = secrets.prefix_of(secret)
    if not prefix:
        raise KeyRefused
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT club_id, id, rights, branch, is_test, name, staff_id, role, branches"
            " FROM clubs_find_key_v3(%s, %s, %s)",
            [prefix, secrets.hash_of(secret), at],
        )
        row = cursor.fetchone()
    if row is None:
        raise KeyRefused
    return Principal(
        club_id=row[0],
        credential_id=row[1],
        rights=rights_of_key(words=row[2], role=row[7]),
        branch=row[3],
        test=row[4],
        name=row[5],
        staff_id=row[6],
        role=row[7],
        branches=frozenset([row[3]] if row[3] else row[8]),
    )


def database_now() -> datetime:
    """Read the database's clock, by which everything is dated that says no moment of its own."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        moment: datetime = cursor.execute("SELECT clock_timestamp()").fetchone()[0]
    return moment.astimezone(UTC)


def next_node() -> int:
    """Give a number for a process that makes ids; it comes again 1,024 starts later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('clubs_node')")
        return int(cursor.fetchone()[0])


def all_clubs() -> tuple[ClubListed, ...]:
    """List every club of the installation, for jobs that then work in one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, zone FROM clubs_list_v1() ORDER BY id")
        return tuple(ClubListed(*row) for row in cursor.fetchall())


def api_keys(*, club_id: int, after_id: int = 0, limit: int = 200) -> tuple[KeyCard, ...]:
    """List a page of the club's keys, oldest first, ended ones included; inside its scope."""
    return tuple(
        KeyCard(
            key_id=key.id,
            name=key.name,
            prefix=key.prefix,
            rights=frozenset(key.rights),
            branch=key.branch,
            test=key.is_test,
            created_at=key.created_at,
            expires_at=key.expires_at,
            revoked_at=key.revoked_at,
            last_used_on=key.last_used_on,
        )
        for key in ApiKey.objects.filter(club_id=club_id, id__gt=after_id).order_by("id")[:limit]
    )


def staff(*, club_id: int) -> tuple[StaffCard, ...]:
    """List who works, or has worked, in the club, by name; inside its scope."""
    keys = dict(
        ApiKey.objects.filter(club_id=club_id, revoked_at=None, staff_id__isnull=False)
        .values_list("staff_id")
        .annotate(Count("id"))
    )
    rows = Staff.objects.filter(club_id=club_id).order_by("name")
    return tuple(
        StaffCard(
            staff_id=row.id,
            name=row.name,
            added_at=row.added_at,
            ended_at=row.ended_at,
            keys=keys.get(row.id, 0),
            role=row.role,
            branches=tuple(row.branches),
            status=_status(row),
            user_id=row.user_id or 0,
        )
        for row in rows
    )


def _status(row: Staff) -> str:
    if row.ended_at is not None:
        return "ended"
    if row.suspended_at is not None:
        return "suspended"
    return "invited" if row.role and row.user_id is None else "active"


def club_facts(*, club_id: int) -> ClubFacts:
    """Give what the rules need of a club; to be called inside its scope.

    :raises NoSuchClub: when there is none, or the scope is another club's.
    """
    club = Club.objects.filter(id=club_id).first()
    if club is None:
        raise NoSuchClub
    rates = VatRate.objects.filter(club_id=club_id).order_by("starts_on")
    branches = Branch.objects.filter(club_id=club_id)
    return ClubFacts(
        club_id=club_id,
        name=club.name,
        zone=club.zone,
        test=club.is_test,
        branches=frozenset(branches.values_list("code", flat=True)),
        manual_limit_rials=club.manual_limit_rials,
        role_limits=role_limits(club_id=club_id),
        vat_rates=tuple((day_of(rate.starts_on), rate.basis_points) for rate in rates),
    )


def zone_of(*, club_id: int) -> str:
    """Give the club's time zone; inside its scope."""
    return str(Club.objects.values_list("zone", flat=True).get(id=club_id))


def code_of(*, club_id: int) -> str:
    """Give the club's code, as it stands in addresses; inside its scope."""
    return str(Club.objects.values_list("code", flat=True).get(id=club_id))


def open_branches(*, club_id: int) -> frozenset[str]:
    """Give the codes of the branches that are not closed; inside the club's scope."""
    rows = Branch.objects.filter(club_id=club_id, closed_at=None)
    return frozenset(rows.values_list("code", flat=True))


def branch_names(*, club_id: int) -> dict[str, str]:
    """Give the names of the club's branches by their codes; inside its scope."""
    rows = Branch.objects.filter(club_id=club_id).order_by("name")
    return dict(rows.values_list("code", "name"))


def role_limits(*, club_id: int) -> tuple[RoleLimitSet, ...]:
    """List the limits of roles that were set, by role; inside the club's scope."""
    rows = RoleLimit.objects.filter(club_id=club_id).order_by("role")
    return tuple(RoleLimitSet(row.role, row.grant_rials, row.apply_rials) for row in rows)


def second_proof_after_days(*, club_id: int) -> int:
    """Give after how many idle days a code alone no longer opens a wallet; inside its scope."""
    days = Club.objects.values_list("second_proof_after_days", flat=True).get(id=club_id)
    return int(days)
