"""Coupons of a club: begun for a reward of the programme, made, listed, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from vafa.domain.clubs import trail
from vafa.domain.clubs.operations import answer_once
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations.coupons import check_reward
from vafa.domain.vouchers import operations, queries
from vafa.domain.vouchers.records import CouponMade, NewSeries, SeriesCard
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

MOST_AT_ONCE = 1000


class CouponsOutOfBounds(Refused):
    """At most 1,000 coupons are made at once: for members, or for whoever has them."""


def open_series(
    *, principal: Principal, claim: Claim, ids: Ids, at: datetime, series: NewSeries
) -> int:
    """Begin coupons for a reward that is given for a coupon; give the series' id.

    :raises NoSuchCouponReward: when the programme in force has no such reward.
    :raises SeriesOutOfBounds: when a number is below one, or it ends before it starts.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("programme.edit")
    club_id = principal.club_id
    check_reward(club_id=club_id, reward=series.reward)

    def add() -> Mapping[str, Any]:
        series_id = ids.next()
        operations.open_series(club_id=club_id, series_id=series_id, asked=series, at=at)
        trail.note(
            principal=principal, at=at, act="coupons_opened", object_kind="coupon_series",
            object_id=series_id, after=asdict(series),
        )  # fmt: skip
        return {"series_id": str(series_id)}

    with club_scope(club_id):
        answer, _ = answer_once(principal=principal, claim=claim, at=at, work=add)
    return int(answer["series_id"])


def make_coupons(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    series_id: int,
    count: int = 0,
    member_ids: Sequence[int] = (),
) -> tuple[CouponMade, ...]:
    """Make so many coupons for whoever has them, or one for each of these members.

    A repeated request gives the same codes.

    :raises CouponsOutOfBounds: when both or none are asked for, or too many.
    :raises NoSuchSeries: when the club has none of this id.
    :raises NoSuchMember: when one of them is no member.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("programme.edit")
    if bool(count) == bool(member_ids) or not 0 <= max(count, len(member_ids)) <= MOST_AT_ONCE:
        raise CouponsOutOfBounds(limit=MOST_AT_ONCE)
    club_id = principal.club_id
    for member_id in member_ids:
        members.find(club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault)
    owners: list[int | None] = list(member_ids) if member_ids else [None] * count

    def add() -> Mapping[str, Any]:
        drawn = [(ids.next(), owner) for owner in owners]
        operations.make_coupons(club_id=club_id, series_id=series_id, coupons=drawn, vault=vault)
        trail.note(
            principal=principal, at=at, act="coupons_made", object_kind="coupon_series",
            object_id=series_id, after={"count": len(drawn)},
        )  # fmt: skip
        # The codes follow from the ids, so no answer that is kept holds one.
        return {"coupons": [[str(id_), owner and str(owner)] for id_, owner in drawn]}

    with club_scope(club_id):
        answer, _ = answer_once(principal=principal, claim=claim, at=at, work=add)
    return tuple(
        CouponMade(
            int(id_),
            operations.code_of(vault=vault, club_id=club_id, kind="coupon", id_=int(id_)),
            int(owner) if owner else None,
        )
        for id_, owner in answer["coupons"]
    )


def list_series(*, principal: Principal, at: datetime) -> tuple[SeriesCard, ...]:
    """List the club's coupons with how often they were used; no codes."""
    principal.require("programme.read")
    with club_scope(principal.club_id):
        return queries.series_cards(club_id=principal.club_id, at=at)


def end_series(*, principal: Principal, at: datetime, series_id: int) -> None:
    """Let no coupon of a series be used from now on.

    :raises NoSuchSeries: when the club has none of this id.
    """
    principal.require("programme.edit")
    with club_scope(principal.club_id):
        operations.end_series(club_id=principal.club_id, series_id=series_id, at=at)
        trail.note(
            principal=principal, at=at, act="coupons_ended", object_kind="coupon_series",
            object_id=series_id,
        )  # fmt: skip
