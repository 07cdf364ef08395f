"""Registering many people at once equals registering them one by one."""

from __future__ import annotations

import datetime as dt

import pytest

from vafa.domain.clubs.operations import register_club
from vafa.domain.clubs.records import NewClub
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Consent, Member
from vafa.domain.members.operations import UnknownConsentSource, register, register_many
from vafa.domain.members.queries import card_of, find
from vafa.domain.members.records import Joining, MemberRef, NewMember
from vafa.interfaces.web import sources
from vafa.kit.ids import Ids

AT = dt.datetime(2025, 11, 16, 9, tzinfo=dt.UTC)


def new_club(ids: Ids) -> int:
    """Open a club of its own."""
    club_id = ids.next()
    with club_scope(club_id):
        register_club(club_id=club_id, club=NewClub(f"club-{club_id}", "باشگاه"), at=AT)
    return club_id


def joining(ids: Ids, mobile: str, name: str = "سارا", source: str = "import") -> Joining:
    """Give somebody who joins."""
    return Joining(ids.next(), NewMember(mobile, source, name, "احمدی", channel="import"), AT)


@pytest.mark.django_db(transaction=True)
def test_register_many_gives_everybody_a_sealed_mobile_a_number_and_a_consent() -> None:
    """Each is found by mobile and by number, as somebody who joined alone."""
    ids, vault = sources.ids(), sources.vault()
    club_id = new_club(ids)
    joinings = [joining(ids, f"+9892900000{number:02}") for number in range(25)]

    with club_scope(club_id):
        found = register_many(club_id=club_id, joinings=joinings, vault=vault)

    assert found == tuple(one.member_id for one in joinings)
    for number, member_id in enumerate(found):
        mobile = MemberRef("mobile", f"۰۹۲۹۰۰۰۰۰{number:02}")
        member = find(club_id=club_id, member=mobile, vault=vault)
        by_number = MemberRef("number", member.number)
        assert member.member_id == member_id
        assert find(club_id=club_id, member=by_number, vault=vault) == member
        assert member.joined_at == AT
        assert card_of(found=member, vault=vault).mobile_masked == f"0929***00{number:02}"
    with club_scope(club_id):
        assert Member.objects.filter(club_id=club_id).count() == 25
        assert Consent.objects.filter(club_id=club_id, source="import").count() == 25


@pytest.mark.django_db(transaction=True)
def test_register_many_keeps_who_is_known() -> None:
    """A mobile that is known, or comes twice in any form, is one member (E76)."""
    ids, vault = sources.ids(), sources.vault()
    club_id = new_club(ids)
    known = NewMember("09290000001", "till", "علی")
    with club_scope(club_id):
        ali, _ = register(club_id=club_id, member_id=ids.next(), member=known, at=AT, vault=vault)
        joinings = [joining(ids, text) for text in ("+989290000001", "09290000002", "9290000002")]

        found = register_many(club_id=club_id, joinings=joinings, vault=vault)

        sara = joinings[1].member_id
        assert found[0] == ali
        assert found[1] == found[2]
        assert found[1] in {sara, joinings[2].member_id}
        assert Member.objects.get(id=ali).first_name == "علی"
        assert Member.objects.filter(club_id=club_id).count() == 2


@pytest.mark.django_db(transaction=True)
def test_register_many_refuses_all_when_one_is_wrong() -> None:
    """Nobody is registered then."""
    ids, vault = sources.ids(), sources.vault()
    club_id = new_club(ids)
    joinings = [joining(ids, "09290000003"), joining(ids, "09290000004", source="hearsay")]

    with club_scope(club_id), pytest.raises(UnknownConsentSource):
        register_many(club_id=club_id, joinings=joinings, vault=vault)

    with club_scope(club_id):
        assert not Member.objects.filter(club_id=club_id).exists()
