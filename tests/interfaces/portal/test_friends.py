"""Inviting friends by one's own link: joining by it, who came, what it brought."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.clubs import VAULT
from tests.factories.invitations import LEAST, inviting_programme
from tests.factories.people import code_to, member_client
from tests.factories.shops import Shop, new_mobile, open_shop, purchase_of
from tests.interfaces.portal.test_sign_in import type_code
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import invitations
from vafa.domain.members.models import Consent, Invitation
from vafa.interfaces.web import sources
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.reward_invitations import reward_invitations
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop that rewards invitations."""
    return open_shop(programme=inviting_programme())


def link_of(shop: Shop, client: Client) -> str:
    """Give the link that a member shares."""
    page = client.get(f"/c/{shop.code}/me/friends/")
    link: str = page.context["link"]
    assert link in page.context["words"]
    assert page.context["promises"]
    return link.removeprefix(settings.PUBLIC_ADDRESS)


def come(shop: Shop, link: str, mobile: str, folder: Path, client: Client) -> str:
    """Open a link, type the mobile and its code; give where it leads."""
    client.post(link, {"mobile": mobile})
    return type_code(shop, client, code_to(shop.club_id, mobile, folder))


def test_a_friend_joins_by_the_link_and_the_inviter_sees_it(shop: Shop, tmp_path: Path) -> None:
    inviter = member_client(shop, shop.member())
    link = link_of(shop, inviter)
    friend, mobile = Client(), normalise_mobile(new_mobile())
    invited = friend.get(link).content.decode()
    place = come(shop, link, mobile, tmp_path, friend)
    asked = friend.get(place).content.decode()
    friend.post(place, {"first_name": "مینا", "agreed": "on"})
    before = inviter.get(f"/c/{shop.code}/me/friends/")

    bought = purchase_of("", LEAST) | {"member": {"mobile": mobile}}
    assert shop.owner.write("/v1/purchases", bought).status_code == 201
    relay_changes()
    reward_invitations(club_id=shop.club_id, ids=sources.ids())
    after = inviter.get(f"/c/{shop.code}/me/friends/")

    assert "شما را دعوت کرده است" in invited
    assert "با دعوت" in asked
    assert "مینا" in before.content.decode()
    assert [one.cells[0].shown for one in before.context["table"].rows] == ["مینا"]
    assert "عضو شده" in before.context["table"].rows[0].cells[2].shown
    assert "خرید کرده" in after.context["table"].rows[0].cells[2].shown
    assert after.context["earned"] == ["۱۰۰ امتیاز"]
    with club_scope(shop.club_id):
        assert Consent.objects.filter(club_id=shop.club_id, source="invite").count() == 1


def test_friends_are_searched_narrowed_and_taken_away_as_a_file(shop: Shop) -> None:
    member_id = shop.member()
    client, place = member_client(shop, member_id), f"/c/{shop.code}/me/friends/"
    invited(shop, member_id, "مینا", "نیما")
    with CaptureQueriesContext(connection) as few:
        found = client.get(place, {"q": "نیم"}).context["table"]
    invited(shop, member_id, *(f"دوست {number}" for number in range(26)))
    with CaptureQueriesContext(connection) as many:
        page = client.get(place).context["table"]
    none = client.get(place, {"state": "refused"}).content.decode()
    file = b"".join(client.get(place, {"file": "csv"})).decode("utf-8-sig")

    assert [one.cells[0].shown for one in found.rows] == ["نیما"]
    assert (len(page.rows), page.total, bool(page.next)) == (25, 28, True)
    assert len(few) == len(many)
    assert "چیزی با این جست‌وجو یافت نشد" in none
    assert len(file.strip().splitlines()) == 1 + 28


def invited(shop: Shop, member_id: str, *names: str) -> None:
    """Have friends of these names come by a member's link."""
    friends = [int(shop.member(first_name=name)) for name in names]
    with club_scope(shop.club_id):
        Invitation.objects.bulk_create(
            Invitation(invited_id=one, club_id=shop.club_id, inviter_id=int(member_id),
                       joined_at=sources.now())
            for one in friends
        )  # fmt: skip


def test_a_member_who_opens_a_link_comes_in_and_is_told(shop: Shop, tmp_path: Path) -> None:
    mobile = normalise_mobile(new_mobile())
    known = shop.member(mobile=mobile)
    link = link_of(shop, member_client(shop, shop.member()))
    client = Client()

    place = come(shop, link, mobile, tmp_path, client)
    page = client.get(place).content.decode()

    assert "شما از پیش عضو باشگاهید" in page
    with club_scope(shop.club_id):
        assert invitations.of_invited(club_id=shop.club_id, member_id=int(known)) is None


def test_a_link_that_is_none_of_ours_still_lets_join(shop: Shop, tmp_path: Path) -> None:
    other = invitations.token(vault=VAULT, club_id=shop.club_id + 1, member_id=1)
    client, mobile = Client(), normalise_mobile(new_mobile())
    page = client.get(f"/j/{shop.code}/{other}")
    place = come(shop, f"/j/{shop.code}/{other}", mobile, tmp_path, client)
    joined = client.post(place, {"agreed": "on"})

    assert page.context["is_over"]
    assert joined["Location"] == f"/c/{shop.code}/me/"


def test_the_clubs_own_link_invites_by_nobody(shop: Shop) -> None:
    page = Client().get(f"/j/{shop.code}")

    assert page.context["is_invited"]
    assert page.context["inviter"] is None
    assert not page.context["is_over"]
