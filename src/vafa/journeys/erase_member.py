"""Erasing a person: everything known of them goes, the book stays under a pseudonym.

A new table that can hold a mobile, a name or a text that somebody types gets its blanking here
(`_blank_everywhere`); a test plants such texts everywhere and searches the whole database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from vafa.domain.accounts import operations as accounts
from vafa.domain.clubs import erasing as requests
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import all_clubs, club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.imports import erasing as imports
from vafa.domain.members import audit, erasure, mobiles, notes, photos, profile, tags
from vafa.domain.members import queries as members
from vafa.domain.members.erasure import ErasureEntry
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.orders import operations as orders
from vafa.domain.people import operations as people
from vafa.domain.people import wishes
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import UnitHeld
from vafa.domain.rewards.gifts import last_gift_at
from vafa.domain.rewards.operations import ending
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.kit.calendar import local_day
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

_RESTORED = "restored"


class PreviewDiffers(Refused):
    """Something changed since the preview: look at it again and confirm that one."""


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure would end and keep; it is confirmed by its hash."""

    member_id: int
    number: str
    balances: tuple[UnitHeld, ...]
    worth_rials: int
    has_open_holds: bool
    kept: tuple[str, ...]
    kept_until: date
    preview_hash: str


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure: when, on which legal basis, what ended, what is kept and until when."""

    member_id: int
    erased_at: datetime
    basis: str
    ended: tuple[tuple[str, int], ...]
    kept: tuple[str, ...]
    kept_until: date
    replayed: bool


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """What replaying the log did: lines read, lines that were missing, people erased again."""

    lines: int
    added: int
    erased: int


def preview_erasure(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int
) -> ErasurePreview:
    """Show what would end and what stays, why and until when; writes nothing.

    :raises NoSuchMember: when the club has none, or the member is erased already.
    """
    principal.require("members.erase")
    with club_scope(principal.club_id):
        member_id = erasure.survivor_of(club_id=principal.club_id, member_id=member_id)
        shown = profile.show(club_id=principal.club_id, member_id=member_id, vault=vault)
        day = local_day(at, club_facts(club_id=principal.club_id).zone)
        return would_end(club_id=principal.club_id, shown=shown, day=day)


def erase_member(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    member_id: int,
    basis: str,
    preview_hash: str,
) -> Erased:
    """Erase a person in one transaction; a member who is erased already is answered the same.

    :raises NoSuchMember: when the club has none.
    :raises PreviewDiffers: when what would end is no longer what was confirmed.
    :raises HoldsOpen: when units are held for something unfinished.
    :raises InAnAccount: when the member is in a shared account.
    :raises UnknownBasis: when the legal basis is none of ours.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.erase")
    club_id = principal.club_id
    found: ErasureEntry | None = None

    def work() -> Mapping[str, Any]:
        nonlocal found
        if not erasure.lock(club_id=club_id, member_id=member_id):
            found = erasure.logged(club_id=club_id, member_id=member_id)
            if found is None:
                raise NoSuchMember
            return {}
        accounts.check_free(club_id=club_id, member_id=member_id)
        shown = profile.show(club_id=club_id, member_id=member_id, vault=vault)
        day = local_day(at, club_facts(club_id=club_id).zone)
        preview = would_end(club_id=club_id, shown=shown, day=day)
        if preview.has_open_holds:
            raise ending.HoldsOpen
        if preview.preview_hash != preview_hash:
            raise PreviewDiffers
        _erase(principal, ids, vault, at, shown, basis)
        return {}

    with club_scope(club_id):
        member_id = erasure.survivor_of(club_id=club_id, member_id=member_id)
        _, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
        logged = erasure.logged(club_id=club_id, member_id=member_id)
    if logged is None:
        raise NoSuchMember
    return Erased(
        member_id=member_id,
        erased_at=logged.erased_at,
        basis=logged.basis,
        ended=tuple(sorted(logged.kept["ended"].items())),
        kept=tuple(logged.kept["what"]),
        kept_until=logged.kept_until,
        replayed=replayed or found is not None,
    )


def erasure_log() -> Iterator[ErasureEntry]:
    """Give the erasure log of every club, to be kept outside of the backups."""
    for club in all_clubs():
        with club_scope(club.club_id):
            lines = list(erasure.log_of(club_id=club.club_id))
        yield from lines


def erase_again(
    *, entries: Iterable[ErasureEntry], ids: Ids, vault: Vault, at: datetime
) -> ErasedAgain:
    """Replay the log after a restore: who is in it and in the database again is erased again.

    A line of a club that is not there is passed over. Replaying twice changes nothing.
    """
    lines = added = erased = 0
    known = {club.club_id for club in all_clubs()}
    for entry in entries:
        lines += 1
        if entry.club_id not in known:
            continue
        principal = Principal(entry.club_id, entry.credential_id, frozenset())
        principal = replace(principal, staff_id=entry.staff_id)
        with club_scope(entry.club_id):
            is_there = erasure.lock(club_id=entry.club_id, member_id=entry.member_id)
            if erasure.logged(club_id=entry.club_id, member_id=entry.member_id) is None:
                erasure.write(entry=entry)
                added += 1
            if is_there:
                shown = profile.show(club_id=entry.club_id, member_id=entry.member_id, vault=vault)
                _erase(principal, ids, vault, at, shown, _RESTORED)
                erased += 1
    return ErasedAgain(lines, added, erased)


def would_end(*, club_id: int, shown: ProfileShown, day: int) -> ErasurePreview:
    """Give what erasing somebody would end and keep; inside the club's scope."""
    try:
        balances = rewards.wallet(club_id=club_id, member_id=shown.member_id).balances
    except NoProgramme:
        balances = ()
    facts = [
        [shown.member_id],
        *([one.unit, one.spendable, one.pending, one.held, one.owed] for one in balances),
    ]
    return ErasurePreview(
        member_id=shown.member_id,
        number=shown.number,
        balances=balances,
        worth_rials=sum(one.worth_rials for one in balances),
        has_open_holds=any(one.held for one in balances),
        kept=erasure.KEPT,
        kept_until=erasure.kept_until(day),
        preview_hash=sha256(json.dumps(facts).encode()).hexdigest(),
    )


def _erase(
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    shown: ProfileShown,
    basis: str,
    *,
    is_duplicate: bool = False,
) -> None:
    club_id, member_id = principal.club_id, shown.member_id
    gift_at = last_gift_at(club_id=club_id, member_id=member_id, trigger="birthday")
    earlier = erasure.was_erased(club_id=club_id, member_id=member_id)
    if gift_at is None and earlier is not None:
        gift_at = earlier.birthday_gift_at
    ended: dict[str, int] = {}
    if not is_duplicate:  # the survivor has all it had
        ended = ending.end_all(
            principal=principal, event_at=at, ids=ids, member_id=member_id, kind="erase",
            may_release=basis == _RESTORED,
        )  # fmt: skip
    entry = erasure.entry(
        principal=principal, profile=shown, basis=basis, ended=ended, birthday_gift_at=gift_at,
        day=local_day(at, club_facts(club_id=club_id).zone), at=at, vault=vault,
    )  # fmt: skip
    erasure.write(entry=entry)
    pattern = erasure.pattern_of(profile=shown)
    _blank_everywhere(club_id, member_id, pattern, at)
    for account_id in accounts.leave_all(club_id=club_id, member_id=member_id, at=at):
        ending.erase_texts(club_id=club_id, member_id=account_id, pattern=pattern)
    messaging.forget_mobile(club_id=club_id, mobile=shown.mobile, vault=vault)
    codes.forget_mobile(club_id=club_id, mobile=shown.mobile, vault=vault)
    notes.forget(club_id=club_id, member_id=member_id)
    tags.forget(club_id=club_id, member_id=member_id)
    photos.forget(club_id=club_id, member_ids=[member_id])
    people.forget_devices(club_id=club_id, member_id=member_id)
    wishes.settle(club_id=club_id, member_id=member_id, at=at)
    mobiles.forget_changes(club_id=club_id, member_id=member_id)
    erasure.erase_person(club_id=club_id, member_id=member_id, at=at)
    duplicates = () if is_duplicate else members.selves(club_id=club_id, member_id=member_id)[1:]
    for duplicate_id in duplicates:
        duplicate = profile.show(club_id=club_id, member_id=duplicate_id, vault=vault)
        _erase(principal, ids, vault, at, duplicate, basis, is_duplicate=True)
    audit.note(doing=audit.Doing(principal, ids.next(), at), member_id=member_id, kind="erased")


def _blank_everywhere(club_id: int, member_id: int, pattern: str, at: datetime) -> None:
    ending.erase_texts(club_id=club_id, member_id=member_id, pattern=pattern)
    requests.erase_texts(club_id=club_id, member_id=member_id, pattern=pattern, at=at)
    imports.erase_texts(club_id=club_id, pattern=pattern)
    orders.erase_member(club_id=club_id, member_id=member_id)
