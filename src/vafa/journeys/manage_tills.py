"""The club's tills, and what they may let members spend without a connection."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import mobiles
from vafa.domain.members import queries as members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.decide import UnknownBranch
from vafa.domain.rewards.operations import offline
from vafa.domain.sales import queries as sales
from vafa.domain.tills import decide, marks, operations, queries, signing
from vafa.domain.tills.records import Allowed, Shift, Terms, TillCard
from vafa.kit.calendar import local_day, midnight
from vafa.kit.ids import Ids
from vafa.programme.document import Redemption, Unit


@dataclass(frozen=True, slots=True)
class TermsShown:
    """The terms, how many tills are open, and what the club can lose in a day at most (E39)."""

    terms: Terms
    open_tills: int
    maximum_loss_rials: int


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """A shift, what each member may spend at the till on its day, and that same, signed.

    `left_out` are members asked for who have not bought there lately, or may not spend now.
    """

    shift: Shift
    unit: str
    allowed: tuple[Allowed, ...]
    left_out: tuple[int, ...]
    signed: signing.Signed


@dataclass(frozen=True, slots=True)
class TillKept:
    """What a till keeps for when there is no connection.

    `finds` gives the members who have an allowance, by the marks of their mobiles and numbers
    (`marks.finding_mark` with the `salt`). `redemption` says how the unit is spent,
    `vat_basis_points` what is in a price with VAT, `next_sequence` which number comes next.
    """

    opened: ShiftOpened
    salt: str
    finds: Mapping[str, int]
    unit: Unit
    redemption: Redemption
    vat_basis_points: int
    next_sequence: int


def show_terms(*, principal: Principal, at: datetime) -> TermsShown:
    """Show what the tills may do without a connection, and the most it can cost in a day."""
    principal.require("club.read")
    club_id = principal.club_id
    unit = offline.first_spendable(club_id=club_id, at=at)
    with club_scope(club_id):
        terms = queries.terms(club_id=club_id, unit=unit)
        count = sum(till.closed_at is None for till in queries.tills(club_id=club_id))
    return TermsShown(terms, count, decide.maximum_loss_rials(terms=terms, tills=count))


def set_terms(*, principal: Principal, at: datetime, terms: Terms) -> TermsShown:
    """Set what the tills may do without a connection: this sets the most it can cost.

    :raises TermsOutOfBounds: when a figure is below 0 or too high.
    :raises UnknownUnit: when the programme has no such unit.
    :raises NotSpendable: when nothing can be bought with it.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    offline.units_allowed(club_id=club_id, at=at, unit=terms.unit, rials=0, member_ids=())
    with club_scope(club_id):
        before = queries.terms(club_id=club_id, unit=terms.unit)
        operations.set_terms(club_id=club_id, terms=terms)
        trail.note(
            principal=principal, at=at, act="till_terms_set", object_kind="club",
            before=asdict(before), after=asdict(terms),
        )  # fmt: skip
    return show_terms(principal=principal, at=at)


def list_tills(*, principal: Principal) -> tuple[TillCard, ...]:
    """List the tills by code, closed ones too, with how many sales of each wait for somebody."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        return queries.tills(club_id=principal.club_id)


def open_till(*, principal: Principal, at: datetime, code: str, branch: str) -> TillCard:
    """Open a till at a branch.

    :raises UnknownBranch: when the club has no such branch.
    :raises TillExists: when the club has, or had, a till of this code.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        if branch and branch not in club_facts(club_id=club_id).branches:
            raise UnknownBranch(branch=branch)
        operations.open_till(club_id=club_id, code=code, branch=branch, at=at)
        trail.note(
            principal=principal, at=at, act="till_opened", object_kind="till",
            object_id=code, after={"branch": branch},
        )  # fmt: skip
        return queries.till(club_id=club_id, code=code)


def close_till(*, principal: Principal, at: datetime, code: str) -> None:
    """Close a till: no more shifts; what it still has to send is taken. Again is harmless.

    :raises NoSuchTill: when the club has none of this code.
    """
    principal.require("settings.write")
    with club_scope(principal.club_id):
        operations.close_till(club_id=principal.club_id, code=code, at=at)
        trail.note(
            principal=principal, at=at, act="till_closed", object_kind="till",
            object_id=code,
        )  # fmt: skip


def open_shift(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    code: str,
    member_ids: tuple[int, ...],
    goes_on: bool = False,
) -> ShiftOpened:
    """Open a shift: which of these members may spend how much there today, signed.

    Only members who bought at the till's branch lately, at most their balance and the amount of
    the terms, and once a till and day: a second shift raises it to the balance of then, and gives
    nothing twice. When the day `goes_on`, its last shift does.

    :raises NoSuchTill: when the club has none of this code.
    :raises TillClosed: when it is closed.
    :raises TooManyMembers: when the day would have more members than the terms allow.
    """
    principal.require("credit.apply")
    club_id = principal.club_id
    unit = offline.first_spendable(club_id=club_id, at=at)
    with club_scope(club_id):
        terms = queries.terms(club_id=club_id, unit=unit)
        till = queries.till(club_id=club_id, code=code)
        day = local_day(at, club_facts(club_id=club_id).zone)
    since = at - timedelta(days=terms.seen_days)
    seen = sales.seen_at(club_id=club_id, branch=till.branch, since=since, member_ids=member_ids)
    with club_scope(club_id):
        seen &= mobiles.not_paused(club_id=club_id, member_ids=seen, at=at)
        seen -= set(members.wallets(member_ids=tuple(seen)))  # own limits need a connection
    units = offline.units_allowed(
        club_id=club_id, at=at, unit=terms.unit, rials=terms.member_day_rials,
        member_ids=tuple(sorted(seen)),
    )  # fmt: skip
    with club_scope(club_id):
        going_on = queries.shift_of_day(club_id=club_id, till=code, day=day) if goes_on else None
        shift = going_on or _begin(principal, ids, at, code, members=len(units))
        operations.allow(club_id=club_id, shift=shift, terms=terms, units=units)
        allowed = queries.allowances(club_id=club_id, till=code, day=day)
    signed = signing.signed(
        club_id=club_id, shift=shift, unit=terms.unit, allowed=allowed, vault=vault
    )
    left_out = tuple(sorted(set(member_ids) - seen))
    return ShiftOpened(shift, terms.unit, allowed, left_out, signed)


def _begin(principal: Principal, ids: Ids, at: datetime, code: str, *, members: int) -> Shift:
    club_id = principal.club_id
    zone = club_facts(club_id=club_id).zone
    day = local_day(at, zone)
    shift = Shift(ids.next(), code, day, at, midnight(day + 1, zone))
    operations.open_shift(club_id=club_id, shift=shift)
    trail.note(
        principal=principal, at=at, act="shift_opened", object_kind="till",
        object_id=code, after={"shift_id": str(shift.shift_id), "members": members},
    )  # fmt: skip
    return shift


def keep_at_till(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, code: str
) -> TillKept:
    """Let whoever bought at the till's branch last spend there, as many as the terms allow.

    Asked again it renews what they may spend, and adds who came since; a tenth of the places is
    kept for those of the day.

    :raises NoSuchTill: when the club has none of this code.
    :raises TillClosed: when it is closed.
    :raises NotSpendable: when nothing can be bought with the unit of the terms.
    """
    principal.require("credit.apply")
    club_id = principal.club_id
    with club_scope(club_id):
        branch = queries.till(club_id=club_id, code=code).branch
        facts = club_facts(club_id=club_id)
        day = local_day(at, facts.zone)
        terms = queries.terms(club_id=club_id, unit="")
        known = [one.member_id for one in queries.allowances(club_id=club_id, till=code, day=day)]
    last = sales.regulars(
        club_id=club_id, branch=branch, at=at, days=terms.seen_days, limit=terms.members_per_till
    )
    new = [one for one in last if one not in set(known)]
    most = decide.places_now(most=terms.members_per_till, is_first=not known)
    opened = open_shift(
        principal=principal, ids=ids, vault=vault, at=at, code=code, goes_on=True,
        member_ids=(*known, *new[: max(most - len(known), 0)]),
    )  # fmt: skip
    with club_scope(club_id):
        reached = members.reached(
            member_ids=[one.member_id for one in opened.allowed], vault=vault
        )
        number = queries.next_sequence(club_id=club_id, till=code)
    unit, redemption = offline.redemption_of(club_id=club_id, at=at, unit=opened.unit)
    salt = marks.finding_salt(club_id=club_id, vault=vault)
    return TillKept(
        opened=opened,
        salt=salt,
        finds=marks.finding_marks(salt=salt, digits=reached.items()),
        unit=unit,
        redemption=redemption,
        vat_basis_points=facts.vat_on(day),
        next_sequence=number,
    )
