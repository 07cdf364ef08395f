"""Proving a mobile by a one-time code, and the person by a second proof where that is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.approvals import PersonalKeyNeeded
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import second_proof_after_days
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.codes.records import Given, Proof
from vafa.domain.members import mobiles
from vafa.domain.members import queries as members
from vafa.domain.members.numbers import normalise_number
from vafa.domain.members.records import MemberCard, MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards import spending
from vafa.journeys.mobile_desk import Desk
from vafa.kit.identity import normalise_mobile
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class MobileGiven:
    """A mobile to prove, and the address of the person's device, as far as it is known."""

    mobile: str
    caller: str = ""


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code was sent: until when it is good, and from when another may be asked for."""

    proof_id: int
    expires_at: datetime
    resend_at: datetime
    replayed: bool


@dataclass(frozen=True, slots=True)
class SecondProof:
    """By what a person is recognised: the card's number, the birthday, or one of the staff."""

    number: str = ""
    birthday: tuple[int, int] | None = None
    by_staff: bool = False


@dataclass(frozen=True, slots=True)
class MobileProof:
    """What a right code means: `proven` (a member), `second_proof_needed`, or `new`."""

    proof_id: int
    outcome: str
    member_id: int | None
    replayed: bool


def send_mobile_code(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    draw: Callable[[], str],
    at: datetime,
    given: MobileGiven,
) -> CodeSent:
    """Send a code to a mobile; nobody is looked up, so that nobody learns who is a member.

    :raises InvalidMobile: when it is no Iranian mobile number.
    :raises CodeTooSoon: when this number got a code less than 60 seconds before.
    :raises TooManyCodes: when number, caller or club had all that they may have.
    """
    principal.require("members.write")
    mobile = normalise_mobile(given.mobile)
    desk = Desk(principal, ids, vault, at)

    def send() -> Mapping[str, Any]:
        issued = desk.send_code(purpose="mobile", mobile=mobile, draw=draw, caller=given.caller)
        return {
            "proof_id": str(issued.challenge_id), "expires_at": issued.expires_at.isoformat(),
            "resend_at": issued.resend_at.isoformat(),
        }  # fmt: skip

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=send)
    return CodeSent(
        int(answer["proof_id"]),
        datetime.fromisoformat(answer["expires_at"]),
        datetime.fromisoformat(answer["resend_at"]),
        replayed,
    )


def prove_mobile(
    *, principal: Principal, claim: Claim, vault: Vault, at: datetime, proof_id: int, code: str
) -> MobileProof:
    """Say what a code proves: it proves the number, not yet the person (E78).

    A member who was idle for long, or whose number is said to have another owner, needs a second
    proof: the id is not told before.

    :raises NoSuchProof: when no code was asked for under this id.
    :raises CodeRefused: when the code is wrong, used, too late, or was tried five times.
    """
    principal.require("members.write")
    club_id = principal.club_id

    def prove() -> Mapping[str, Any]:
        codes.check_known(club_id=club_id, challenge_id=proof_id)
        given = (Given("mobile", proof_id, code),)
        if not codes.verify(club_id=club_id, given=given, vault=vault, at=at):
            return {"outcome": "", "member_id": None}
        proof = codes.proof(club_id=club_id, challenge_id=proof_id, at=at)
        return _conclude(club_id, proof, vault, at)

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=prove)
    if not answer["outcome"]:
        raise codes.CodeRefused
    return _proof(proof_id, answer, replayed=replayed)


def give_second_proof(
    *,
    principal: Principal,
    claim: Claim,
    vault: Vault,
    at: datetime,
    proof_id: int,
    second: SecondProof,
) -> MobileProof:
    """Open the member's account to a proven number by a second proof; the number is theirs again.

    :raises NoSuchProof: when no number was proven under this id in the last 15 minutes.
    :raises SecondProofRefused: when it does not fit, or three were tried today.
    :raises PersonalKeyNeeded: when staff vouch with a machine's key.
    """
    principal.require("members.write")
    if second.by_staff:
        principal.require("approvals.decide")
        if not principal.staff_id:
            raise PersonalKeyNeeded
    club_id = principal.club_id

    def recognise() -> Mapping[str, Any]:
        proof = codes.proof(club_id=club_id, challenge_id=proof_id, at=at)
        if proof.outcome != "second_proof_needed" or proof.member_id is None:
            raise codes.NoSuchProof
        found = _found(club_id, proof.member_id, vault)
        by = _recognised_by(club_id, proof, found, second, at)
        if not by:
            return {"outcome": "", "member_id": None}
        staff_id = principal.staff_id if by == "staff" else 0
        codes.settle_second_proof(
            club_id=club_id, challenge_id=proof_id, proof=by, staff_id=staff_id
        )
        mobiles.mark_proven(club_id=club_id, member_id=found.member_id, at=at)
        return {"outcome": "proven", "member_id": str(found.member_id)}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(
            principal=principal, claim=claim, at=at, work=recognise
        )
    if not answer["outcome"]:
        raise codes.SecondProofRefused
    return _proof(proof_id, answer, replayed=replayed)


def doubt_mobile(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int
) -> MemberCard:
    """Note that a member's number is said to have another owner: nothing is spent until proven.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("members.write")
    with club_scope(principal.club_id):
        found = _found(principal.club_id, member_id, vault)
        mobiles.doubt(club_id=principal.club_id, member_id=found.member_id, at=at)
    tier = rewards.tier_of(club_id=principal.club_id, member_id=found.member_id)
    return members.card_of(found=found, vault=vault, tier=tier)


def _conclude(club_id: int, proof: Proof, vault: Vault, at: datetime) -> Mapping[str, Any]:
    owner = mobiles.owner_of(club_id=club_id, trace=proof.mobile_trace)
    if owner is None:
        codes.conclude(
            club_id=club_id, challenge_id=proof.challenge_id, outcome="new", member_id=None
        )
        return {"outcome": "new", "member_id": None}
    found = _found(club_id, owner, vault)
    is_doubtful = found.doubted_at is not None or _is_idle(club_id, found, at)
    outcome = "second_proof_needed" if is_doubtful else "proven"
    codes.conclude(
        club_id=club_id,
        challenge_id=proof.challenge_id,
        outcome="second_proof_needed" if is_doubtful else "proven",
        member_id=found.member_id,
    )
    if is_doubtful:
        return {"outcome": outcome, "member_id": None}
    mobiles.mark_proven(club_id=club_id, member_id=found.member_id, at=at)
    return {"outcome": outcome, "member_id": str(found.member_id)}


def _is_idle(club_id: int, found: MemberFound, at: datetime) -> bool:
    """Tell whether nobody was seen with this membership for so long that the number may be new."""
    seen = (
        found.joined_at,
        found.proven_at,
        spending.last_used_at(club_id=club_id, member_id=found.member_id),
    )
    last = max(moment for moment in seen if moment is not None)
    return at - last > timedelta(days=second_proof_after_days(club_id=club_id))


def _recognised_by(
    club_id: int, proof: Proof, found: MemberFound, second: SecondProof, at: datetime
) -> str:
    if second.by_staff:
        return "staff"
    if not codes.try_second_proof(
        club_id=club_id, challenge_id=proof.challenge_id, member_id=found.member_id, at=at
    ):
        return ""
    if second.number and normalise_number(second.number) == found.number:
        return "card"
    if second.birthday is not None and second.birthday == found.birthday:
        return "birthday"
    return ""


def _found(club_id: int, member_id: int, vault: Vault) -> MemberFound:
    named = MemberRef("id", str(member_id))
    return members.find(club_id=club_id, member=named, vault=vault, may_have_left=True)


def _proof(proof_id: int, answer: Mapping[str, Any], *, replayed: bool) -> MobileProof:
    member_id = answer["member_id"]
    return MobileProof(
        proof_id, answer["outcome"], None if member_id is None else int(member_id), replayed
    )
