"""Writes of the club: opening it, branches, rates, keys, and answering a request once.

Each runs inside the caller's `club_scope`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from vafa.domain.clubs import secrets
from vafa.domain.clubs.models import (
    AnsweredRequest,
    ApiKey,
    Branch,
    Club,
    RoleLimit,
    Staff,
    VatRate,
)
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.records import IssuedKey, NewBranch, NewClub, NewKey, RoleLimitSet
from vafa.domain.clubs.rights import RIGHTS, WORDS, rights_of
from vafa.kit.calendar import midnight
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean

type_work = Callable[[], Mapping[str, Any]]

_LONG = 19  # digits: no id has as many


class CodeTaken(Refused):
    """Another one already has this code."""


class UnknownRight(Refused):
    """There is no such right."""


class RightsExceeded(Refused):
    """A key cannot give away rights, a branch or a mode that it does not have itself."""


class PersonNeeded(Refused):
    """Only a person gives a key with which a person approves: sign in, or use your own key."""


class NoSuchKey(NotFound):
    """The club has no such key."""


class StaffEnded(Refused):
    """The person's work in the club has ended: give the key another name."""


class StaffUnknown(Refused):
    """Nobody who works here has this id: name who it is, or invite the person first."""


class KeyReused(Refused):
    """The idempotency key came with another request before."""


class EmptyName(Refused):
    """A name is needed."""


def register_club(*, club_id: int, club: NewClub, at: datetime) -> None:
    """Open a club with its VAT rate.

    :raises CodeTaken: when another club has the code.
    :raises UnknownZone: when there is no such time zone.
    """
    midnight(0, club.zone)
    try:
        with transaction.atomic():
            Club.objects.create(
                id=club_id, code=club.code, name=_name(club.name), zone=club.zone,
                is_test=club.test, opened_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise CodeTaken(club=club.code) from error
    set_vat_rate(club_id=club_id, starts_on=date(1970, 1, 1), basis_points=club.vat_basis_points)


def open_branch(*, club_id: int, branch_id: int, branch: NewBranch, at: datetime) -> None:
    """Open a branch.

    :raises CodeTaken: when another branch of the club has the code.
    """
    row = Branch(
        id=branch_id, club_id=club_id, code=branch.code, name=_name(branch.name), opened_at=at
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CodeTaken(branch=branch.code) from error


def set_vat_rate(*, club_id: int, starts_on: date, basis_points: int) -> None:
    """Set the club's VAT rate from a day on; earlier days keep theirs."""
    VatRate.objects.update_or_create(
        club_id=club_id, starts_on=starts_on, defaults={"basis_points": basis_points}
    )


def issue_key(
    *, club_id: int, key_id: int, key: NewKey, entropy: bytes, at: datetime
) -> IssuedKey:
    """Issue a key and give its secret, which cannot be shown again.

    :raises UnknownRight: when one of the rights does not exist.
    :raises RightsExceeded: when a test key is asked of a club that is no test club.
    :raises StaffEnded: when the person it would belong to has ended.
    :raises StaffUnknown: when the person is named by an id that nobody here has.
    """
    unknown = key.rights - RIGHTS - set(WORDS)
    if unknown:
        raise UnknownRight(rights=sorted(unknown))
    if key.test and not Club.objects.filter(id=club_id, is_test=True).exists():
        raise RightsExceeded(mode="test")
    staff_id = None
    if key.staff:
        staff_id = _staff(club_id=club_id, new_id=key_id, name=_name(key.staff), at=at)
    prefix, text = secrets.key_text(entropy=entropy, is_test=key.test)
    ApiKey.objects.create(
        id=key_id, club_id=club_id, name=_name(key.name), prefix=prefix,
        secret_hash=secrets.hash_of(text), rights=sorted(key.rights), branch=key.branch,
        is_test=key.test, created_at=at, expires_at=key.expires_at, staff_id=staff_id,
    )  # fmt: skip
    return IssuedKey(key_id, prefix, text, key.rights, key.branch, key.test, key.expires_at)


def refuse_excess(*, principal: Principal, key: NewKey) -> None:
    """Let a key be issued only within what its issuer has.

    :raises RightsExceeded: when it asks for more rights, another branch or the other mode.
    :raises PersonNeeded: when a machine asks for the key of a person who may approve.
    """
    excess = rights_of(key.rights) - principal.rights
    if excess:
        raise RightsExceeded(rights=sorted(excess))
    if principal.branch and key.branch != principal.branch:
        raise RightsExceeded(branch=key.branch)
    if principal.test and not key.test:
        raise RightsExceeded(mode="live")
    if key.staff and not principal.staff_id and "approvals.decide" in rights_of(key.rights):
        raise PersonNeeded


def revoke_key(*, club_id: int, key_id: int, at: datetime) -> None:
    """End a key; ending it again changes nothing.

    :raises NoSuchKey: when the club has no such key.
    """
    key = ApiKey.objects.filter(club_id=club_id, id=key_id)
    if not key.filter(revoked_at__isnull=True).update(revoked_at=at) and not key.exists():
        raise NoSuchKey


def note_key_use(*, club_id: int, key_id: int, on: date) -> None:
    """Keep the day on which a key was used last; an earlier day changes nothing."""
    unseen = Q(last_used_on=None) | Q(last_used_on__lt=on)
    ApiKey.objects.filter(unseen, club_id=club_id, id=key_id).update(last_used_on=on)


def set_manual_limit(*, club_id: int, rials: int) -> None:
    """Set the worth above which value by hand needs a second person."""
    Club.objects.filter(id=club_id).update(manual_limit_rials=rials)


def set_role_limit(*, club_id: int, limit: RoleLimitSet) -> None:
    """Set what one of a role gives, and lets use, alone."""
    RoleLimit.objects.update_or_create(
        club_id=club_id, role=limit.role,
        defaults={"grant_rials": limit.grant_rials, "apply_rials": limit.apply_rials},
    )  # fmt: skip


def answer_once(
    *, principal: Principal, claim: Claim, at: datetime, work: type_work
) -> tuple[Mapping[str, Any], bool]:
    """Do a write that moves no value once per idempotency key.

    Gives the stored answer and whether it is a repeat. A second request with the same key waits
    for the first one's transaction.

    :raises KeyReused: when the key came with another body before.
    """
    identity = {
        "club_id": principal.club_id, "credential_id": principal.credential_id, "key": claim.key
    }  # fmt: skip
    _, is_first = AnsweredRequest.objects.get_or_create(
        **identity, defaults={"body_hash": claim.body_hash, "answer": {}, "created_at": at}
    )
    rows = AnsweredRequest.objects.filter(**identity)
    if not is_first:
        stored = rows.get()
        if bytes(stored.body_hash) != claim.body_hash:
            raise KeyReused
        return stored.answer, True
    answer = work()
    rows.update(answer=answer)
    return answer, False


def stored_answer(*, principal: Principal, key: str) -> Mapping[str, Any] | None:
    """Give the answer to one's own request with a key; None when it is not there any more."""
    rows = AnsweredRequest.objects.filter(
        club_id=principal.club_id, credential_id=principal.credential_id, key=key
    )
    return rows.values_list("answer", flat=True).first()


def forget_answer(*, principal: Principal, key: str) -> None:
    """Forget the answer to one's own request: it was undone, and cannot be undone again."""
    AnsweredRequest.objects.filter(
        club_id=principal.club_id, credential_id=principal.credential_id, key=key
    ).update(answer={})


def forget_answers(*, club_id: int, before: datetime) -> int:
    """Delete answers to requests made before a moment; gives how many."""
    rows = AnsweredRequest.objects.filter(club_id=club_id, created_at__lt=before)
    return rows.delete()[0]


def _staff(*, club_id: int, new_id: int, name: str, at: datetime) -> int:
    """Give the person of this name or id: two keys of one person are no two people."""
    if name.isascii() and name.isdigit():
        known = Staff.objects.filter(club_id=club_id, id=int(name)) if len(name) < _LONG else ()
        person = next(iter(known), None)
        if person is None:
            raise StaffUnknown
    else:
        person, _ = Staff.objects.get_or_create(
            club_id=club_id, name=name, defaults={"id": new_id, "added_at": at}
        )
    if person.ended_at is not None:
        raise StaffEnded
    return person.id


def _name(text: str) -> str:
    name = clean(text)
    if not name:
        raise EmptyName
    return name
