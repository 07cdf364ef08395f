"""Writes of the codes. Each runs inside the caller's `club_scope`.

All limits are counted from the rows themselves, under one lock a club: they hold to the last code
whatever process asks. Nobody is looked up here, so a number that nobody has costs the same time.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import F, Sum

from vafa.domain.clubs.models import Club
from vafa.domain.codes.models import Challenge
from vafa.domain.codes.records import CodeIssued, Given, NewCode, Outcome, Proof
from vafa.domain.members.vault import Vault
from vafa.kit.errors import NotFound, Refused

LASTS: Final = timedelta(minutes=2)
RESEND_AFTER: Final = timedelta(seconds=60)
TRIES: Final = 5
A_MOBILE_A_DAY: Final = 5
A_CALLER_AN_HOUR: Final = 10
A_CALLER_A_DAY: Final = 50
# How long a proven number may be built on: for a second proof, or for joining.
PROOF_LASTS: Final = timedelta(minutes=15)
SECOND_TRIES: Final = 3
KEPT: Final = timedelta(days=30)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_COUNTED: Final = """
SELECT max(sent_at) FILTER (WHERE mobile_trace = %(mobile)s),
    count(*) FILTER (WHERE mobile_trace = %(mobile)s),
    count(*) FILTER (WHERE caller_trace = %(caller)s AND sent_at > %(hour)s),
    count(*) FILTER (WHERE caller_trace = %(caller)s),
    count(*)
FROM codes_challenge WHERE club_id = %(club)s AND sent_at > %(day)s
"""


class CodeTooSoon(Refused):
    """A code was sent to this number less than a minute ago: wait for it, or ask again then."""


class TooManyCodes(Refused):
    """So many codes were sent that no more go out for now: try again later."""


class CodeRefused(Refused):
    """The code is wrong, was used, or its two minutes are over: ask for a new one."""


class NoSuchProof(NotFound):
    """No such code of the last 15 minutes is known here, or it was built on: ask for a new one."""


class SecondProofRefused(Refused):
    """The second proof does not fit this member, or was tried too often today."""


def issue(
    *, club_id: int, challenge_id: int, asked: NewCode, vault: Vault, at: datetime
) -> CodeIssued:
    """Keep a code that is to be sent, if number, caller and club may have one more.

    :raises CodeTooSoon: when this number got one less than 60 seconds before.
    :raises TooManyCodes: when the number had 5 today, the caller 10 this hour or 50 today, or the
        club all that it may send in a day.
    """
    mobile = vault.trace(club_id=club_id, kind="mobile", value=asked.mobile)
    caller = vault.trace(club_id=club_id, kind="caller", value=asked.caller)
    _check_limits(club_id, mobile, caller, at)
    Challenge.objects.create(
        id=challenge_id,
        club_id=club_id,
        purpose=asked.purpose,
        subject_id=asked.subject_id,
        mobile_trace=mobile,
        caller_trace=caller,
        code_hash=_hash(
            club_id, Given(asked.purpose, challenge_id, asked.code, asked.subject_id), vault
        ),
        sent_at=at,
        expires_at=at + LASTS,
    )
    return CodeIssued(challenge_id, at + LASTS, at + RESEND_AFTER)


def check_known(*, club_id: int, challenge_id: int) -> None:
    """Let a code be typed for what was asked in this club only.

    :raises NoSuchProof: when no code was asked for under this id.
    """
    rows = Challenge.objects.filter(club_id=club_id, id=challenge_id, purpose="mobile")
    if not rows.exists():
        raise NoSuchProof


def verify(*, club_id: int, given: Sequence[Given], vault: Vault, at: datetime) -> bool:
    """Tell whether all these codes are right, each still good; then, and only then, use them up.

    Whatever comes of it, every code that was still good has had one more try: the caller commits
    also when this says no. A code is good for five tries, two minutes and one use.
    """
    fits = True
    for one in sorted(given, key=lambda each: each.challenge_id):
        good = Challenge.objects.filter(
            club_id=club_id, id=one.challenge_id, purpose=one.purpose,
            subject_id=one.subject_id, used_at=None, tries__lt=TRIES, expires_at__gt=at,
        )  # fmt: skip
        if not good.update(tries=F("tries") + 1):  # locks the row until the caller commits
            fits = False
            continue
        kept = Challenge.objects.values_list("code_hash", flat=True).get(id=one.challenge_id)
        fits &= hmac.compare_digest(bytes(kept), _hash(club_id, one, vault))
    ids = [one.challenge_id for one in given]
    if fits:
        unused = Challenge.objects.filter(club_id=club_id, id__in=ids, used_at=None)
        fits = unused.update(used_at=at) == len(ids)
    return fits


def conclude(*, club_id: int, challenge_id: int, outcome: Outcome, member_id: int | None) -> None:
    """Keep what a proven number means."""
    Challenge.objects.filter(club_id=club_id, id=challenge_id).update(
        outcome=outcome, member_id=member_id
    )


def proof(*, club_id: int, challenge_id: int, at: datetime) -> Proof:
    """Give a number's proof of the last 15 minutes that nobody has joined with, and lock it.

    :raises NoSuchProof: when there is none.
    """
    rows = Challenge.objects.filter(
        club_id=club_id, id=challenge_id, purpose="mobile", used_at__gt=at - PROOF_LASTS,
        joined_at=None,
    )  # fmt: skip
    row = rows.select_for_update().first()
    if row is None:
        raise NoSuchProof
    return Proof(row.id, row.outcome, row.member_id, bytes(row.mobile_trace))


def try_second_proof(*, club_id: int, challenge_id: int, member_id: int, at: datetime) -> bool:
    """Count a try at the second proof; no is the answer after three of one member in a day."""
    _lock(club_id)
    tried = Challenge.objects.filter(club_id=club_id, member_id=member_id, sent_at__gt=at - _DAY)
    if (tried.aggregate(tries=Sum("second_tries"))["tries"] or 0) >= SECOND_TRIES:
        return False
    rows = Challenge.objects.filter(club_id=club_id, id=challenge_id)
    return bool(rows.update(second_tries=F("second_tries") + 1))


def settle_second_proof(*, club_id: int, challenge_id: int, proof: str, staff_id: int = 0) -> None:
    """Keep by what a person was recognised: card, birthday, or a person of the staff."""
    Challenge.objects.filter(club_id=club_id, id=challenge_id).update(
        outcome="proven", second_proof=proof, second_staff_id=staff_id or None
    )


def mark_joined(*, club_id: int, challenge_id: int, at: datetime) -> None:
    """Say that somebody joined with a proof: nobody does again."""
    Challenge.objects.filter(club_id=club_id, id=challenge_id).update(joined_at=at)


def forget(*, club_id: int, before: datetime) -> int:
    """Delete codes sent before a moment; gives how many."""
    return Challenge.objects.filter(club_id=club_id, sent_at__lt=before).delete()[0]


def forget_mobile(*, club_id: int, mobile: str, vault: Vault) -> int:
    """Delete the codes of a number, when its owner asks to be forgotten; gives how many."""
    trace = vault.trace(club_id=club_id, kind="mobile", value=mobile)
    return Challenge.objects.filter(club_id=club_id, mobile_trace=trace).delete()[0]


def _check_limits(club_id: int, mobile: bytes, caller: bytes, at: datetime) -> None:
    _lock(club_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED,
            {
                "club": club_id, "mobile": mobile, "caller": caller, "hour": at - _HOUR,
                "day": at - _DAY,
            },
        )  # fmt: skip
        last, of_mobile, of_hour, of_caller, of_club = cursor.fetchone()
    if last is not None and last + RESEND_AFTER > at:
        wait = last + RESEND_AFTER - at
        raise CodeTooSoon(retry_after_seconds=max(1, round(wait.total_seconds())))
    allowed = Club.objects.values_list("codes_a_day", flat=True).get(id=club_id)
    if (
        of_mobile >= A_MOBILE_A_DAY
        or of_hour >= A_CALLER_AN_HOUR
        or of_caller >= A_CALLER_A_DAY
        or of_club >= allowed
    ):
        raise TooManyCodes(retry_after_seconds=round(_HOUR.total_seconds()))


def _lock(club_id: int) -> None:
    """Let one request at a time count this club's codes, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('codes', %s))", [club_id])


def _hash(club_id: int, given: Given, vault: Vault) -> bytes:
    bound = f"{given.purpose}:{given.subject_id}:{given.challenge_id}:{given.code}"
    return vault.trace(club_id=club_id, kind="code", value=bound)
