"""What a merge would make of two members, before anybody decides it. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from vafa.domain.members.records import MemberCard
from vafa.domain.rewards import answering, merge_answers, translate
from vafa.domain.rewards.answers import UnitBalance
from vafa.domain.rewards.merge_pair import (
    Pair,
    all_changes,
    check,
    gifts_twice,
    joined_state,
    pair_of,
)
from vafa.domain.rewards.rulebook import Rulebook
from vafa.ledger import merges
from vafa.ledger.merges import PairMember
from vafa.ledger.records import WalletBalance


def preview(
    *, club_id: int, at: datetime, survivor: MemberCard, duplicate: MemberCard
) -> merge_answers.MergePreview:
    """Foretell what a merge would make of two members; nothing is written.

    :raises SameMember: when both are one.
    :raises AlreadyMerged: when one was merged before.
    :raises GuestNotMerged: when one is a receipt without a member.
    """
    two = pair_of(
        club_id=club_id,
        at=at,
        survivor_id=survivor.member_id,
        duplicate_id=duplicate.member_id,
        lock=False,
    )
    check(two=two)
    decision = joined_state(two=two)
    sides = [
        _side(club_id, two, card, one)
        for card, one in ((survivor, two.survivor), (duplicate, two.duplicate))
    ]
    lots = sorted((*sides[0].lots, *sides[1].lots), key=_burn_order)
    balances = _sum(two.survivor.snapshot.balances, two.duplicate.snapshot.balances)
    return merge_answers.MergePreview(
        survivor=sides[0],
        duplicate=sides[1],
        balances=_balances(balances, two.rules),
        lots=tuple(lots),
        tier=decision.state.tier,
        tier_changes=merge_answers.foretold_moves(
            all_changes(two=two, decision=decision), two.version
        ),
        gifts_twice=tuple(
            merge_answers.GiftTwice(**one) for one in gifts_twice(club_id=club_id, two=two)
        ),
    )


def _side(club_id: int, two: Pair, card: MemberCard, one: PairMember) -> merge_answers.MergeSide:
    member_id = one.snapshot.member_id
    sums = merges.sums(club_id=club_id, member_id=member_id)
    passed = two.survivor_passed if one is two.survivor else two.duplicate_passed
    return merge_answers.MergeSide(
        member=replace(card, tier=passed.state.tier),
        balances=_balances(one.snapshot.balances, two.rules),
        lots=tuple(
            merge_answers.LotShown(
                unit=two.rules.codes[lot.unit], units=lot.units, held=lot.held,
                is_pending=lot.is_pending, available_at=lot.available_at,
                expires_at=lot.expires_at,
            )
            for lot in merges.open_lots(club_id=club_id, member_id=member_id)
        ),
        sales=sums.sales,
        net_rials=sums.net_rials,
        holds=sums.holds,
    )  # fmt: skip


def _burn_order(lot: merge_answers.LotShown) -> tuple[str, bool, float]:
    ends = lot.expires_at
    return lot.unit, ends is None, ends.timestamp() if ends else 0


def _balances(held: Mapping[int, WalletBalance], rules: Rulebook) -> tuple[UnitBalance, ...]:
    return answering.balances(stored=translate.balances_json(held), codes=rules.codes)


def _sum(*wallets: Mapping[int, WalletBalance]) -> dict[int, WalletBalance]:
    units = sorted({unit for wallet in wallets for unit in wallet})
    nothing = WalletBalance(0, 0, 0, 0)
    total = {}
    for unit in units:
        both = [wallet.get(unit, nothing) for wallet in wallets]
        total[unit] = WalletBalance(
            spendable=sum(one.spendable for one in both),
            held=sum(one.held for one in both),
            pending=sum(one.pending for one in both),
            owed=sum(one.owed for one in both),
        )
    return total
