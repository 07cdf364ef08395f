"""Writes of the members: somebody joins, or many do. Each runs in the caller's `club_scope`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from vafa.domain.clubs.people import NoSuchStaff
from vafa.domain.clubs.queries import staff
from vafa.domain.clubs.rows import insert_all
from vafa.domain.members.models import (
    Consent,
    Contact,
    Member,
    OwnValue,
    Photo,
    Profile,
    Standing,
    Tagged,
)
from vafa.domain.members.numbers import number_from
from vafa.domain.members.queries import folded_name, mobile_end, mobile_place, survivors
from vafa.domain.members.records import CONSENT_SOURCES, Joining, NewMember
from vafa.domain.members.standing import follow
from vafa.domain.members.vault import Vault
from vafa.kit.calendar import birthday_in
from vafa.kit.errors import Refused
from vafa.kit.identity import normalise_mobile
from vafa.kit.text import clean

LEAP_YEAR = 1403
_NUMBER_TRIES = 20
_BATCH = 5_000


class UnknownConsentSource(Refused):
    """Consent can be given at the till, on the portal, to staff, in an import or by an invite."""


class NameTooLong(Refused):
    """A name has at most 80 characters."""


class NumbersExhausted(Refused):
    """No free membership number was found."""


def register(
    *,
    club_id: int,
    member_id: int,
    member: NewMember,
    at: datetime,
    vault: Vault,
) -> tuple[int, bool]:
    """Register somebody who joins, once per mobile (E76), with the source of the consent (E90).

    Gives the member's id and whether it is new: a known mobile answers its member, unchanged.

    :raises InvalidMobile: when it is no Iranian mobile number in any script or form.
    :raises UnknownConsentSource: when the source is none of ours.
    :raises InvalidJalaliDate: when no year has such a birthday.
    """
    _check(member)
    mobile = normalise_mobile(member.mobile)
    trace = vault.trace(club_id=club_id, kind="mobile", value=mobile)
    owner, is_new = Contact.objects.get_or_create(
        club_id=club_id, kind="mobile", trace=trace, defaults={"member_id": member_id}
    )
    if not is_new:
        return survivors(member_ids=[owner.member_id]).get(owner.member_id, owner.member_id), False
    joining = Joining(member_id, member, at)
    number = _take_number(club_id, member_id, vault)
    _member(club_id, joining, number, vault).save(force_insert=True)
    _standing(club_id, member_id).save(force_insert=True)
    _consent(club_id, joining).save(force_insert=True)
    return member_id, True


def register_many(*, club_id: int, joinings: Sequence[Joining], vault: Vault) -> tuple[int, ...]:
    """Register people in bulk, as `register` would one by one, in a few statements for thousands.

    Gives each one's member id in the order given: a mobile that is known, or comes twice, answers
    its member, unchanged. Nobody is registered when one is refused.

    :raises InvalidMobile: when one is no Iranian mobile number in any script or form.
    :raises UnknownConsentSource: when a source is none of ours.
    :raises InvalidJalaliDate: when no year has such a birthday.
    """
    for joining in joinings:
        _check(joining.member)
    return tuple(
        member_id
        for start in range(0, len(joinings), _BATCH)
        for member_id in _register_batch(club_id, joinings[start : start + _BATCH], vault)
    )


def merge_into(*, club_id: int, member_id: int, survivor_id: int | None) -> None:
    """Let whoever asks for a member find another one; with None, the member again.

    Nothing else of the member changes, so that a merge can be undone.
    """
    Member.objects.filter(club_id=club_id, id=member_id).update(merged_into=survivor_id)


def use_wallet(*, club_id: int, member_id: int, wallet_id: int | None) -> None:
    """Let a member earn to and spend from an account's wallet; with None, from their own again."""
    Member.objects.filter(club_id=club_id, id=member_id).update(wallet_id=wallet_id)
    follow(club_id=club_id, holder_ids=(member_id,))


def manager_of(*, club_id: int, member_id: int) -> int | None:
    """Give who of the staff looks after a member."""
    rows = Member.objects.filter(club_id=club_id, id=member_id)
    return rows.values_list("manager_id", flat=True).first()


def set_manager(
    *, club_id: int, member_ids: Iterable[int], staff_id: int | None
) -> dict[int, int | None]:
    """Say who looks after these members; gives who did before, of those for whom it changed.

    :raises NoSuchStaff: when nobody of this id works in the club now.
    """
    if staff_id is not None and not any(
        one.staff_id == staff_id and one.ended_at is None for one in staff(club_id=club_id)
    ):
        raise NoSuchStaff
    rows = Member.objects.select_for_update(no_key=True).order_by("id")
    rows = rows.filter(club_id=club_id, id__in=list(member_ids))
    before = {
        member_id: manager
        for member_id, manager in rows.values_list("id", "manager_id")
        if manager != staff_id
    }
    Member.objects.filter(club_id=club_id, id__in=list(before)).update(manager_id=staff_id)
    return before


def put_manager_back(*, club_id: int, member_ids: Iterable[int], staff_id: int | None) -> None:
    """Let who looked after these members do so again, whether or not they still work here."""
    Member.objects.filter(club_id=club_id, id__in=list(member_ids)).update(manager_id=staff_id)


def present(*, member_ids: Sequence[int]) -> frozenset[int]:
    """Give who of these is a member now: nobody who left, or was erased."""
    rows = Member.objects.filter(id__in=list(member_ids), left_at=None, erased_at=None)
    return frozenset(rows.values_list("id", flat=True))


def unregister_many(*, club_id: int, member_ids: Sequence[int], at: datetime) -> None:
    """Take people off the register who were registered by mistake; their mobiles are free again.

    Their rows stay for what the book says of them, and name nobody: like those of who was erased
    they are in no list.
    """
    theirs = {"club_id": club_id, "member_id__in": list(member_ids)}
    for table in (Profile, Contact, OwnValue, Photo, Tagged):
        table.objects.filter(**theirs).delete()
    Member.objects.filter(club_id=club_id, id__in=list(member_ids)).update(
        first_name="", last_name="", folded="", mobile_end=None, mobile_sealed=b"",
        birth_month=None, birth_day=None, erased_at=at,
    )  # fmt: skip
    Consent.objects.filter(member_id__in=list(member_ids), withdrawn_at=None).update(
        withdrawn_at=at
    )


def _register_batch(club_id: int, joinings: Sequence[Joining], vault: Vault) -> Iterator[int]:
    mobiles = [normalise_mobile(joining.member.mobile) for joining in joinings]
    traces = [vault.trace(club_id=club_id, kind="mobile", value=mobile) for mobile in mobiles]
    ids = [joining.member_id for joining in joinings]
    owners = claim(club_id=club_id, kind="mobile", traces=traces, ids=ids)
    new = {
        joining.member_id: joining
        for joining, trace in zip(joinings, traces, strict=True)
        if owners[trace] == joining.member_id
    }
    numbers = _take_numbers(club_id, tuple(new), vault)
    insert_all(
        _member(club_id, joining, numbers[member_id], vault) for member_id, joining in new.items()
    )
    insert_all(_standing(club_id, member_id) for member_id in new)
    insert_all(_consent(club_id, joining) for joining in new.values())
    merged = survivors(member_ids=tuple(owners.values()))
    return (merged.get(owners[trace], owners[trace]) for trace in traces)


def _check(member: NewMember) -> None:
    if member.consent_source not in CONSENT_SOURCES:
        raise UnknownConsentSource
    month, day = member.birthday or (None, None)
    if month is not None and day is not None:
        birthday_in(LEAP_YEAR, month, day)


def _member(club_id: int, joining: Joining, number: str, vault: Vault) -> Member:
    member = joining.member
    month, day = member.birthday or (None, None)
    mobile = normalise_mobile(member.mobile)
    return Member(
        id=joining.member_id, club_id=club_id, number=number,
        first_name=_name(member.first_name), last_name=_name(member.last_name),
        mobile_sealed=vault.seal(value=mobile, place=mobile_place(joining.member_id)),
        birth_month=month, birth_day=day, joined_at=joining.at, joined_by=member.channel,
        joined_branch=member.branch,
        mobile_end=mobile_end(club_id=club_id, mobile=mobile, vault=vault),
        folded=folded_name(first_name=_name(member.first_name), last_name=_name(member.last_name)),
    )  # fmt: skip


def _standing(club_id: int, member_id: int) -> Standing:
    return Standing(member_id=member_id, club_id=club_id, holder_id=member_id)


def _consent(club_id: int, joining: Joining) -> Consent:
    return Consent(
        member_id=joining.member_id, purpose="membership", given_at=joining.at, club_id=club_id,
        source=joining.member.consent_source, wording=joining.member.wording,
    )  # fmt: skip


def claim(
    *, club_id: int, kind: str, traces: Sequence[bytes], ids: Sequence[int]
) -> dict[bytes, int]:
    """Take the contacts that are free, each for its member; tell whose each one is now."""
    insert_all(
        (
            Contact(club_id=club_id, kind=kind, trace=trace, member_id=member_id)
            for trace, member_id in sorted(zip(traces, ids, strict=True))  # nobody waits in a ring
        ),
        skips_known=True,
    )
    rows = Contact.objects.filter(club_id=club_id, kind=kind, trace__in=list(traces))
    return {bytes(trace): owner for trace, owner in rows.values_list("trace", "member_id")}


def _take_numbers(club_id: int, ids: Sequence[int], vault: Vault) -> dict[int, str]:
    """Numbers of neighbours differ; the few that are taken already are drawn one by one."""
    numbers = {member_id: number_from(member_id) for member_id in ids}
    traces = [
        vault.trace(club_id=club_id, kind="number", value=number) for number in numbers.values()
    ]
    owners = claim(club_id=club_id, kind="number", traces=traces, ids=ids)
    for member_id, trace in zip(ids, traces, strict=True):
        if owners[trace] != member_id:
            numbers[member_id] = _take_number(club_id, member_id, vault)
    return numbers


def _take_number(club_id: int, member_id: int, vault: Vault) -> str:
    for attempt in range(_NUMBER_TRIES):
        number = number_from(member_id + attempt)
        trace = vault.trace(club_id=club_id, kind="number", value=number)
        try:
            with transaction.atomic():
                Contact.objects.create(
                    club_id=club_id, kind="number", trace=trace, member_id=member_id
                )
        except IntegrityError:
            continue
        return number
    raise NumbersExhausted


def _name(text: str) -> str:
    name = clean(text)
    if len(name) > 80:  # noqa: PLR2004 - framework
        raise NameTooLong
    return name
