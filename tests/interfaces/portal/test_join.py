"""Joining by a proven mobile: consent with its wording, invitations, a fresh start."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.factories.people import code_to
from tests.factories.shops import Shop, new_mobile, open_shop
from tests.interfaces.portal.test_sign_in import ask, idle, type_code
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Consent, Member
from vafa.interfaces.portal.join import TERMS
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


@pytest.fixture
def mobile() -> str:
    """Give a new mobile in its stored form."""
    return normalise_mobile(new_mobile())


def prove(shop: Shop, mobile: str, folder: Path) -> tuple[Client, str]:
    """Prove a mobile; give the browser and where it led."""
    client = Client()
    ask(shop, mobile, client)
    return client, type_code(shop, client, code_to(shop.club_id, mobile, folder))


def test_newcomer_joins_with_consent_and_is_in(shop: Shop, mobile: str, tmp_path: Path) -> None:
    client, place = prove(shop, mobile, tmp_path)

    without = client.post(place, {"first_name": "سارا"})
    joined = client.post(place, {"first_name": "سارا", "agreed": "on"})

    assert place == f"/c/{shop.code}/join/"
    assert "field-error" in without.content.decode()
    assert joined["Location"] == f"/c/{shop.code}/me/"
    assert "سارا" in client.get(joined["Location"]).content.decode()
    with club_scope(shop.club_id):
        consent = Consent.objects.get(club_id=shop.club_id)
        assert (consent.purpose, consent.source, consent.wording) == (
            "membership",
            "portal",
            TERMS,
        )


def test_name_may_come_later(shop: Shop, mobile: str, tmp_path: Path) -> None:
    client, place = prove(shop, mobile, tmp_path)

    assert client.post(place, {"agreed": "on"}).status_code == 302


def test_what_the_club_wants_of_everybody_is_asked(
    shop: Shop, mobile: str, tmp_path: Path
) -> None:
    fields = [
        {"code": "size", "label": "اندازه", "kind": "number", "is_required": True},
        {"code": "since", "label": "آشنایی از", "kind": "date", "is_required": True},
        {"code": "debt", "label": "بدحساب", "kind": "text", "is_required": True,
         "is_for_staff": True},
        {"code": "pet", "label": "حیوان خانگی", "kind": "text"},
    ]  # fmt: skip
    kept = shop.owner.write("/v1/club/member-fields", {"fields": fields}, method="PUT")
    client, place = prove(shop, mobile, tmp_path)

    page = client.get(place).context["form"]
    without = client.post(place, {"agreed": "on", "own-size": "۳۸"})
    full = {"agreed": "on", "own-size": "۳۸", "own-since": "۱۳۹۹/۱۲/۳۰"}
    joined = client.post(place, full)

    assert kept.status_code == 200
    assert [one.label for one in page.own_fields] == ["اندازه", "آشنایی از"]
    assert without.context["form"].errors["own-since"]
    assert joined.status_code == 302
    found = shop.owner.write("/v1/members/find", {"mobile": mobile}).json()
    profile = shop.owner.get(f"/v1/members/{found['member_id']}").json()["profile"]
    assert profile["custom"] == {"size": 38, "since": "1399-12-30"}


def test_invitation_is_noted_as_the_source(shop: Shop, mobile: str, tmp_path: Path) -> None:
    client = Client()
    client.post(f"/j/{shop.code}", {"mobile": mobile})
    place = type_code(shop, client, code_to(shop.club_id, mobile, tmp_path))

    client.post(place, {"agreed": "on"})

    with club_scope(shop.club_id):
        assert Consent.objects.get(club_id=shop.club_id).source == "invite"


def test_joining_begins_with_the_mobile(shop: Shop) -> None:
    page = Client().get(f"/c/{shop.code}/join/").content.decode()

    assert 'name="mobile"' in page
    assert 'name="agreed"' not in page


def test_proof_is_used_once(shop: Shop, mobile: str, tmp_path: Path) -> None:
    client, place = prove(shop, mobile, tmp_path)
    step = client.cookies[f"vafa-step-{shop.club_id}"].value
    client.post(place, {"agreed": "on"})
    again = Client()
    again.cookies[f"vafa-step-{shop.club_id}"] = step

    answer = again.post(place, {"agreed": "on"})

    assert answer.status_code == 200
    assert f"vafa-member-{shop.club_id}" not in again.cookies


def test_fresh_start_leaves_the_former_owner_what_is_theirs(
    shop: Shop, mobile: str, tmp_path: Path
) -> None:
    former = shop.member(mobile=mobile)
    idle(shop, former)
    client, place = prove(shop, mobile, tmp_path)
    assert place.endswith("/recognise/")

    joined = client.post(f"/c/{shop.code}/join/", {"agreed": "on"})

    assert joined.status_code == 302
    with club_scope(shop.club_id):
        assert Member.objects.filter(club_id=shop.club_id).count() == 2
        assert Member.objects.get(id=int(former)).left_at is None


def test_terms_can_be_read(shop: Shop) -> None:
    assert TERMS in Client().get(f"/c/{shop.code}/terms/").content.decode()
