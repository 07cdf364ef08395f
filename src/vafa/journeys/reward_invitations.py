"""Rewarding invitations: an invited person's first purchase counts, or comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vafa.domain.accounts.queries import accounts_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import invitations
from vafa.domain.members import queries as members
from vafa.domain.members.invitations import InvitationFound
from vafa.domain.members.records import Present
from vafa.domain.rewards.operations import inviting
from vafa.domain.sales.bought import Bought, bought_since
from vafa.kit.ids import Ids

PAGE: Final = 50


def reward_invitations(*, club_id: int, ids: Ids) -> int:
    """Look at the invitations of a club whose people did something since; gives how many.

    Each step is one transaction, and everything posted has its natural key: a round that dies is
    made up by the next one.
    """
    with club_scope(club_id):
        due = invitations.due(club_id=club_id, limit=PAGE)
    for invited_id in due:
        while _step(club_id, ids, invited_id):
            pass
    return len(due)


def _step(club_id: int, ids: Ids, invited_id: int) -> bool:
    """Take back or reward, once; tells whether something was taken back.

    Then it is looked at again in a transaction of its own, so that the holders of either are
    locked by id from the first to the last.
    """
    with club_scope(club_id):
        found = invitations.lock(club_id=club_id, invited_id=invited_id)
        if found is None:
            return False
        settled = _looked_at(club_id, ids, found)
        is_taken_back = settled.attempt > found.attempt
        invitations.settle(club_id=club_id, invitation=settled, is_due=is_taken_back)
    return is_taken_back


def _looked_at(club_id: int, ids: Ids, one: InvitationFound) -> InvitationFound:
    bought = _bought(club_id, one)
    if one.state == "given":
        if any(_carries(it, one) and it.sale_id == one.sale_id for it in bought):
            return one
        other = next((it for it in bought if _carries(it, one)), None)
        if other is not None:  # an edit or an exchange: it stands on what was bought instead
            return replace(one, sale_id=other.sale_id)
        inviting.take_back(club_id=club_id, ids=ids, document=_document(one))
        return replace(one, state="open", sale_id=None, least_rials=0, attempt=one.attempt + 1)
    return _rewarded(club_id, ids, one, bought) if one.state == "open" else one


def _rewarded(
    club_id: int, ids: Ids, one: InvitationFound, bought: tuple[Bought, ...]
) -> InvitationFound:
    counts = inviting.first_that_counts(club_id=club_id, bought=bought)
    if counts is None:
        return one
    purchase, least = counts
    survivor = members.survivors(member_ids=[one.inviter_id])
    inviter_id = survivor.get(one.inviter_id, one.inviter_id)
    people = members.present_ones(member_ids=[inviter_id, one.invited_id])
    reason = _why_not(club_id, one, inviter_id, people)
    if reason:
        return replace(one, state="refused", reason=reason)
    roles = {inviting.INVITER: inviter_id, inviting.INVITED: one.invited_id}
    inviting.reward(
        club_id=club_id, ids=ids, document=_document(one), bought=purchase,
        people={role: people[one_id] for role, one_id in roles.items() if one_id in people},
    )  # fmt: skip
    return replace(one, state="given", sale_id=purchase.sale_id, least_rials=least)


def _why_not(
    club_id: int, one: InvitationFound, inviter_id: int, people: dict[int, Present]
) -> str:
    """Tell why nobody is rewarded: the two are one, or share a wallet; nothing when they are."""
    if inviter_id == one.invited_id or invitations.was_somebody(club_id=club_id, invitation=one):
        return "known"
    wallets = {people[it].wallet_id for it in (inviter_id, one.invited_id) if it in people}
    is_shared = len(people) > 1 and len(wallets) == 1 and None not in wallets
    return "one_wallet" if is_shared else ""


def _bought(club_id: int, one: InvitationFound) -> tuple[Bought, ...]:
    survivor = members.survivors(member_ids=[one.invited_id])
    selves = (one.invited_id, *survivor.values())
    shared = [
        account
        for member_id in selves
        for account in accounts_of(club_id=club_id, member_id=member_id)
    ]
    return bought_since(club_id=club_id, selves=selves, accounts=shared, since=one.joined_at)


def _carries(purchase: Bought, one: InvitationFound) -> bool:
    return purchase.kept_rials >= one.least_rials


def _document(one: InvitationFound) -> str:
    return f"{one.invited_id}.{one.attempt}"
