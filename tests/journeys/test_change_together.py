"""Something done to many members by the worker: once each, whatever happens, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError

from tests.factories.clubs import IDS, NOON, VAULT, Club, a_club, claim, clock
from tests.factories.households import Household
from tests.factories.own_keys import person
from vafa.domain.clubs.approvals import PersonalKeyNeeded, Request, RequestsSought, SamePerson
from vafa.domain.clubs.principal import Claim, Principal, RightMissing
from vafa.domain.members import together
from vafa.domain.members.listing import MembersSought
from vafa.domain.members.tags import NoSuchTag
from vafa.domain.members.together import (
    NoSuchTogether,
    TogetherCard,
    TogetherNotReady,
    TogetherSought,
)
from vafa.domain.rewards.answers import Adjusted
from vafa.domain.rewards.operations import adjusting as rewards
from vafa.journeys import change_together as changing
from vafa.journeys import mark_members as marking
from vafa.journeys.change_together import Gift, NobodySought
from vafa.journeys.leave_club import leave_club
from vafa.journeys.manage_approvals import decline_approval, list_approvals
from vafa.journeys.work_together import work_together
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db

EVERYBODY = MembersSought()
NAMES = ("Sara", "Mina", "Reza")


def doing(club: Club, asked: Claim | None = None) -> marking.Doing:
    """Say who changes them."""
    return marking.Doing(club.principal, asked or claim(), IDS, VAULT, club.at)


def give(club: Club, units: int = 50_000, asked: Claim | None = None) -> TogetherCard:
    """Give credit to everybody, or take it."""
    gift = Gift("credit", units, "goodwill")
    with clock(club.at):
        return changing.give_together(doing=doing(club, asked), sought=EVERYBODY, gift=gift)


def worked(club: Club, card: TogetherCard) -> TogetherCard:
    """Let the worker do what waits, and give how far it is then."""
    with clock(club.at):
        work_together(ids=IDS, clock=lambda: club.at)
    return shown(club, card)


def shown(club: Club, card: TogetherCard) -> TogetherCard:
    return changing.show_together(
        principal=club.principal, at=club.at, together_id=card.together_id
    )


def held(club: Club) -> list[int]:
    return [club.available("credit", name=name) for name in NAMES]


def a_club_of_three() -> Club:
    club = a_club()
    for name in NAMES:
        club.join(name)
    return club


def test_everybody_gets_it_once_and_it_is_taken_back_but_from_who_spent_it() -> None:
    club = a_club_of_three()
    asked = claim()
    card = give(club, asked=asked)
    again = give(club, asked=asked)
    done = worked(club, card)
    given = held(club)
    club.redeem(10_000)
    with clock(club.at):
        changing.undo_together(principal=club.principal, at=club.at, together_id=card.together_id)
    undone = worked(club, card)
    told, more = changing.list_not_done(
        principal=club.principal, vault=VAULT, together_id=card.together_id
    )

    assert again == card
    assert (card.state, card.members) == ("working", 3)
    assert (done.state, done.handled, done.changed, done.refused) == ("done", 3, 3, 0)
    assert given == [50_000] * 3
    assert (undone.state, undone.taken_back, undone.stayed) == ("undone", 2, 1)
    assert held(club) == [40_000, 0, 0]
    assert [(one.member and one.member.first_name, one.is_undo) for one in told] == [
        ("Sara", True)
    ]
    assert more == 0
    assert verify(club_id=club.club_id).differences == 0


def test_a_worker_that_dies_gives_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PART", 2)
    club = a_club_of_three()
    with clock(club.at):
        work_together(ids=IDS, clock=lambda: club.at)  # what tests that commit have left
    card = give(club)

    def dies(**_given: object) -> None:
        raise OperationalError

    with monkeypatch.context() as dying:
        dying.setattr(together, "close_part", dies)
        with clock(club.at), pytest.raises(OperationalError):
            work_together(ids=IDS, clock=lambda: club.at)
    after_death = shown(club, card)
    half = sum(held(club))
    done = worked(club, card)

    assert (after_death.state, after_death.handled, half) == ("working", 0, 100_000)
    assert (done.state, done.changed) == ("done", 3)
    assert held(club) == [50_000] * 3
    assert verify(club_id=club.club_id).differences == 0


def a_household(club: Club) -> Household:
    """Let Sara and Mina share a wallet."""
    house = Household(club)
    house.open()
    house.add("Mina")
    return house


def test_people_who_share_a_wallet_get_it_once_and_it_is_taken_back_from_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(together, "PART", 1)
    club = a_club_of_three()
    house = a_household(club)
    gift = Gift("credit", 50_000, "goodwill")
    with clock(club.at):
        foreseen = changing.preview_gift(doing=doing(club), sought=EVERYBODY, gift=gift)
    card = give(club)
    done = worked(club, card)
    given = (house_holds(house), club.available("credit", name="Reza"))
    house.leave("Mina")  # what was given to all stays with the account
    asked_for(club, card, changing.undo_together)
    undone = worked(club, card)

    assert (foreseen.members, foreseen.wallets, foreseen.units_total) == (3, 2, 100_000)
    assert (done.changed, given) == (3, (50_000, 50_000))
    assert (undone.taken_back, undone.stayed) == (3, 0)
    assert house_holds(house) == 0
    assert held(club)[1:] == [0, 0]
    assert verify(club_id=club.club_id).differences == 0


def house_holds(house: Household) -> int:
    """Give what the shared wallet holds."""
    (credit,) = [one for one in house.show().balances if one.unit == "credit"]
    return credit.available


def test_what_a_dead_worker_left_in_the_middle_is_taken_back_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    club = a_club_of_three()
    card = give(club)
    real, calls = rewards.adjust, iter(range(9))

    def dies_at_the_third(**given: Any) -> Adjusted:
        if given["principal"].club_id == club.club_id and next(calls) == 2:
            raise OperationalError
        return real(**given)

    with monkeypatch.context() as dying:
        dying.setattr(rewards, "adjust", dies_at_the_third)
        with clock(club.at), pytest.raises(OperationalError):
            work_together(ids=IDS, clock=lambda: club.at)
    half = sum(held(club))
    asked_for(club, card, changing.stop_together)
    asked_for(club, card, changing.undo_together)
    undone = worked(club, card)

    assert half == 100_000
    assert (undone.state, undone.changed, undone.taken_back) == ("undone", 2, 2)
    assert held(club) == [0, 0, 0]


def test_who_left_or_holds_too_little_is_named_and_the_others_are_done() -> None:
    club = a_club_of_three()
    club.buy(10_000_000, name="Sara")
    club.buy(10_000_000, name="Reza")
    with clock(club.at):
        foreseen = changing.preview_gift(
            doing=doing(club), sought=EVERYBODY, gift=Gift("credit", -50_000, "correction")
        )
    card = give(club, -50_000)
    with clock(club.at):
        leave_club(
            principal=club.principal, claim=claim(), ids=IDS, at=club.at,
            member_id=club.members["Reza"], vault=VAULT, source="till",
        )  # fmt: skip
    before = club.available("credit", name="Sara")
    done = worked(club, card)
    told, _ = changing.list_not_done(
        principal=club.principal, vault=VAULT, together_id=card.together_id
    )

    assert (foreseen.members, foreseen.wallets, foreseen.units_total) == (3, 3, -150_000)
    assert (done.changed, done.refused) == (1, 2)
    assert club.available("credit", name="Sara") == before - 50_000
    assert {one.member.first_name: one.code for one in told if one.member} == {
        "Mina": "not_enough", "Reza": "not_a_member_now",
    }  # fmt: skip


def test_above_the_limit_a_second_person_lets_the_worker_begin() -> None:
    club = a_club_of_three()
    card = give(club, 2_000_000)
    idle = worked(club, card)
    (asked,) = waiting(club)
    with pytest.raises(PersonalKeyNeeded):
        approve(club, asked.approval_id, asked.payload_hash, club.principal)
    approved = approve(club, asked.approval_id, asked.payload_hash, person(club, "Mahin"))
    again = approve(club, asked.approval_id, asked.payload_hash, person(club, "Mahin", "other"))
    done = worked(club, card)

    assert (card.state, idle.state, held(club)) == ("asked", "asked", [2_000_000] * 3)
    assert (asked.payload["members"], asked.payload["total"]) == (3, 6_000_000)
    assert (approved.state, again.state, done.state) == ("working", "working", "done")


def waiting(club: Club) -> tuple[Request, ...]:
    sought = RequestsSought(state="waiting")
    return list_approvals(principal=club.principal, at=club.at, sought=sought)


def approve(club: Club, approval_id: int, payload_hash: str, by: Principal) -> TogetherCard:
    return changing.approve_together(
        principal=by,
        at=club.at,
        approval_id=approval_id,
        payload_hash=payload_hash,
    )


def test_what_the_second_person_declines_is_not_done() -> None:
    club = a_club_of_three()
    mahin = person(club, "Mahin")
    club.principal = replace(mahin, rights=club.principal.rights)
    card = give(club, 2_000_000)
    (asked,) = waiting(club)
    with pytest.raises(SamePerson):
        approve(club, asked.approval_id, asked.payload_hash, club.principal)
    decline_approval(
        principal=person(club, "Nima"), at=club.at, approval_id=asked.approval_id, reason="no"
    )
    club.at += timedelta(days=2)

    assert worked(club, card).problem == "approval_declined"
    assert held(club) == [0, 0, 0]


def asked_for(club: Club, card: TogetherCard, act: Callable[..., TogetherCard]) -> TogetherCard:
    return act(principal=club.principal, at=club.at, together_id=card.together_id)


def test_it_is_stopped_gone_on_with_and_not_begun_twice() -> None:
    club = a_club_of_three()
    card = give(club)
    asked = partial(asked_for, club, card)
    asked(changing.stop_together)
    stopped = worked(club, card)
    nothing = held(club)
    asked(changing.resume_together)
    done = worked(club, card)

    assert (stopped.state, nothing) == ("stopped", [0, 0, 0])
    assert (done.state, held(club)) == ("done", [50_000] * 3)
    with pytest.raises(TogetherNotReady):
        asked(changing.stop_together)
    with pytest.raises(NoSuchTogether):
        changing.stop_together(principal=club.principal, at=NOON, together_id=1)


@pytest.mark.parametrize("kind", ["add_tag", "remove_tag", "set_manager"])
def test_tags_and_who_looks_after_them_change_and_are_as_before(kind: changing.Kind) -> None:
    club = a_club_of_three()
    tag = marking.save_tag(doing=doing(club), name="VIP", colour="info")
    mahin = person(club, "Mahin").staff_id
    had = club.members["Sara"]
    marking.tag_member(doing=doing(club), member_id=had, add=[tag.tag_id])
    marking.set_manager(doing=doing(club), member_id=had, staff_id=mahin)
    before = [marks_of(club, name) for name in NAMES]
    which = None if kind == "set_manager" else tag.tag_id
    card = changing.mark_together(doing=doing(club), sought=EVERYBODY, kind=kind, which=which)
    done = worked(club, card)
    after = [marks_of(club, name) for name in NAMES]
    changing.undo_together(principal=club.principal, at=club.at, together_id=card.together_id)
    undone = worked(club, card)

    assert done.changed == {"add_tag": 2, "remove_tag": 1, "set_manager": 1}[kind]
    assert (
        after
        == {
            "add_tag": [(["VIP"], mahin), (["VIP"], None), (["VIP"], None)],
            "remove_tag": [([], mahin), ([], None), ([], None)],
            "set_manager": [(["VIP"], None), ([], None), ([], None)],
        }[kind]
    )
    assert (undone.state, undone.taken_back) == ("undone", done.changed)
    assert [marks_of(club, name) for name in NAMES] == before


def marks_of(club: Club, name: str) -> tuple[list[str], int | None]:
    marks = marking.show_marks(principal=club.principal, vault=VAULT, member_id=club.members[name])
    return [one.name for one in marks.tags], marks.manager_id


def test_what_cannot_be_asked_for_is_refused() -> None:
    club = a_club_of_three()
    nobody = MembersSought(branch="nowhere")
    gift = Gift("credit", 1_000, "goodwill")

    with pytest.raises(NobodySought):
        changing.give_together(doing=doing(club), sought=nobody, gift=gift)
    with pytest.raises(NoSuchTag):
        changing.mark_together(doing=doing(club), sought=EVERYBODY, kind="add_tag", which=1)
    writer = replace(club.principal, rights=frozenset({"members.write", "members.read"}))
    with pytest.raises(RightMissing):
        changing.give_together(
            doing=replace(doing(club), principal=writer), sought=EVERYBODY, gift=gift
        )
    card = give(club)
    with pytest.raises(RightMissing):
        changing.undo_together(principal=writer, at=club.at, together_id=card.together_id)
    assert changing.list_together(principal=writer, sought=TogetherSought()) == (card,)


def test_the_list_is_narrowed_and_paged_both_ways() -> None:
    club = a_club_of_three()
    cards = [give(club) for _ in range(3)]
    ids = [one.together_id for one in reversed(cards)]

    def found(**sought: Any) -> list[int]:
        listed = changing.list_together(principal=club.principal, sought=TogetherSought(**sought))
        return [one.together_id for one in listed]

    assert found() == ids
    assert found(limit=2) == ids[:2]
    assert found(before_id=ids[1]) == ids[2:]
    assert found(after_id=ids[2], limit=1) == ids[1:2]
    assert found(state="undone") == []
    assert found(asked_by="nobody of this name") == []
