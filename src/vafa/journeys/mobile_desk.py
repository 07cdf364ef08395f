"""What the journeys around mobiles share: sending a code and sending a notice.

Neither waits on a gateway: the message is stored with the rest and sent afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.codes import operations as codes
from vafa.domain.codes.records import CodeIssued, NewCode, Purpose
from vafa.domain.codes.texts import text_of
from vafa.domain.members import mobiles
from vafa.domain.members.records import NewMember
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging.records import NewMessage
from vafa.kit.errors import Refused
from vafa.kit.identity import normalise_mobile
from vafa.kit.ids import Ids

NOTICES_LAST = timedelta(hours=24)


class FreshStartNeeded(Refused):
    """The number has a member who was not recognised: give a second proof, or start afresh."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, and what sending needs."""

    principal: Principal
    ids: Ids
    vault: Vault
    at: datetime

    def send_code(
        self,
        *,
        purpose: Purpose,
        mobile: str,
        draw: Callable[[], str],
        caller: str,
        subject_id: int = 0,
    ) -> CodeIssued:
        """Keep a code and the message that carries it; inside the club's scope.

        Without a `caller` (the address of the person's device) the API key is counted instead.

        :raises CodeTooSoon: when this number got one less than 60 seconds before.
        :raises TooManyCodes: when number, caller or club had all that they may have.
        """
        club_id, code = self.principal.club_id, draw()
        asker = caller or f"credential:{self.principal.credential_id}"
        issued = codes.issue(
            club_id=club_id,
            challenge_id=self.ids.next(),
            asked=NewCode(purpose, mobile, code, asker, subject_id),
            vault=self.vault,
            at=self.at,
        )
        self._store(purpose, "code", mobile, code, issued.expires_at)
        return issued

    def notify(self, *, kind: str, mobile: str) -> None:
        """Keep a notice to a number; inside the club's scope."""
        self._store(kind, "notice", mobile, "", self.at + NOTICES_LAST)

    def _store(
        self, kind: str, purpose: str, mobile: str, code: str, expires_at: datetime
    ) -> None:
        club_id = self.principal.club_id
        text = text_of(kind=kind, club=club_facts(club_id=club_id).name, code=code)
        messaging.store(
            club_id=club_id,
            message_id=self.ids.next(),
            message=NewMessage(purpose, mobile, text, expires_at),
            vault=self.vault,
            at=self.at,
        )


def take_proof(*, club_id: int, member: NewMember, vault: Vault, at: datetime) -> None:
    """Use up the proof of a mobile for joining; inside the club's scope.

    Whoever had the number before keeps everything else, and is found by the card (E78).

    :raises NoSuchProof: when it proves another mobile, is too old, or was used for joining.
    :raises FreshStartNeeded: when the number has a member who was not recognised.
    """
    proof = codes.proof(club_id=club_id, challenge_id=member.proof_id, at=at)
    mobile = normalise_mobile(member.mobile)
    if proof.mobile_trace != vault.trace(club_id=club_id, kind="mobile", value=mobile):
        raise codes.NoSuchProof
    if proof.outcome == "second_proof_needed" and proof.member_id is not None:
        if not member.fresh_start:
            raise FreshStartNeeded
        mobiles.give_up(
            club_id=club_id, member_id=proof.member_id, trace=proof.mobile_trace, vault=vault
        )
    codes.mark_joined(club_id=club_id, challenge_id=proof.challenge_id, at=at)
