"""Finding a member at the till."""

from dataclasses import replace

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberCard, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards


def find_member(*, principal: Principal, vault: Vault, member: MemberRef) -> MemberCard:
    """Find a member by id, number or mobile, with the tier of now.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("members.read")
    found = members.find_holder(
        club_id=principal.club_id, member=member, vault=vault, may_have_left=True
    )
    tier = rewards.tier_of(club_id=principal.club_id, member_id=found.member_id)
    account = accounts.shared_by(club_id=principal.club_id, holder=found)
    return replace(members.card_of(found=found, vault=vault, tier=tier), account=account)
