"""A club that rewards invitations, with people who come by one, and the relay beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from vafa.domain.clubs import trail
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActsSought
from vafa.domain.members import invitations
from vafa.domain.members.invitations import REFUSED_ACT, InvitationFound
from vafa.domain.members.models import Member
from vafa.domain.members.queries import mobile_place
from vafa.domain.members.records import NewMember
from vafa.journeys.join_club import join_club
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.reward_invitations import reward_invitations
from vafa.ledger.models import Event
from vafa.programme.conditions import AmountIs
from vafa.programme.document import Cap, FixedAmount, Label, Programme, Rule
from vafa.programme.presets import reference_programme

LEAST = 2_000_000
RETURN_DAYS = 14


def inviting_rule(trigger: str, units: int, **more: Any) -> Rule:
    """Give a rule for inviting; at somebody's purchase it asks for the least."""
    asks = {} if trigger == "invited" else {"condition": AmountIs(at_least=LEAST)}
    return Rule.model_validate({
        "code": trigger.replace("_", "-"), "name": Label(fa="دعوت", en="Inviting"),
        "trigger": trigger, "effects": (FixedAmount(unit="points", units=units),), **asks, **more,
    })  # fmt: skip


def inviting_programme(*, pending_days: int = RETURN_DAYS) -> Programme:
    """Give a club that gives 100 to who invites, 30 and 50 to who comes, and nothing else."""
    document = reference_programme()
    return document.model_copy(update={"rules": (
        inviting_rule(
            "referral", 100, pending_days=pending_days, caps=(Cap(per="month", amount=300),)
        ),
        inviting_rule("invited", 30),
        inviting_rule("invited_bought", 50),
    )})  # fmt: skip


@dataclass
class Inviting:
    """A club with Sara in it, who invites."""

    club: Club

    def token(self, name: str = "Sara") -> str:
        """Give what stands in the link of somebody."""
        return invitations.token(
            vault=VAULT, club_id=self.club.club_id, member_id=self.club.join(name)
        )

    def invite(self, name: str = "Ali", *, by: str = "Sara", **more: Any) -> int:
        """Have somebody join by an invitation."""
        return self.club.join(name, invitation=self.token(by), **more)

    def again(self, name: str, *, by: str) -> None:
        """Have a member use the invitation of somebody."""
        with club_scope(self.club.club_id):
            found = Member.objects.get(id=self.club.members[name])
        mobile = VAULT.unseal(sealed=bytes(found.mobile_sealed), place=mobile_place(found.id))
        member = NewMember(mobile, "invite", invitation=self.token(by))
        with clock(self.club.at):
            join_club(
                principal=self.club.principal, claim=claim(), ids=IDS, vault=VAULT,
                event_at=self.club.at, member=member,
            )  # fmt: skip

    def relay(self) -> None:
        """Carry the outbox."""
        with clock(self.club.at):
            while relay_changes():
                pass

    def work(self) -> None:
        """Do what the relay does until nothing is left."""
        self.relay()
        with clock(self.club.at):
            while reward_invitations(club_id=self.club.club_id, ids=IDS):
                self.relay()

    def state(self, name: str = "Ali") -> InvitationFound | None:
        """Give how far the invitation of somebody has come."""
        with club_scope(self.club.club_id):
            return invitations.of_invited(
                club_id=self.club.club_id, member_id=self.club.members[name]
            )

    def refusals(self) -> list[str]:
        """Give why invitations were refused, as the trail says."""
        sought = ActsSought(
            since=self.club.at - timedelta(days=99), until=self.club.at + timedelta(days=99),
            act=REFUSED_ACT,
        )  # fmt: skip
        with club_scope(self.club.club_id):
            found = trail.acts(club_id=self.club.club_id, sought=sought)
        return [act.after["reason"] for act in found]

    def paid_for_inviting(self) -> int:
        """Give how many times somebody was paid for inviting."""
        with club_scope(self.club.club_id):
            return Event.objects.filter(club_id=self.club.club_id, kind="referral").count()

    def points(self, name: str = "Sara") -> tuple[int, int, int]:
        """Give somebody's points: to spend, waiting, owed."""
        held = next(one for one in self.club.wallet(name).balances if one.unit == "points")
        return held.spendable, held.pending, held.owed


def an_inviting_club(**more: Any) -> Inviting:
    """Open the club."""
    found = Inviting(a_club(inviting_programme(**more)))
    found.club.join("Sara")
    return found
