"""Members come in by a code: limits, no hint, devices, and a second proof where it is needed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.factories.people import code_to, member_client
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes.models import Challenge
from vafa.domain.members.models import Member
from vafa.domain.people.models import Device
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import new_key
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


def ask(shop: Shop, mobile: str, client: Client) -> str:
    """Ask for a code; give the page that follows without the mobile."""
    answer = client.post(f"/c/{shop.code}/sign-in/", {"mobile": mobile})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    return re.sub(r'csrf(middlewaretoken)?" (value|content)="[^"]+', "csrf", page)


def type_code(shop: Shop, client: Client, code: str) -> str:
    """Type a code; give where it leads, or nothing."""
    answer = client.post(f"/c/{shop.code}/sign-in/code/", {"code": code})
    return answer.get("Location", "")


def idle(shop: Shop, member_id: str) -> None:
    """Let a member be away for a year."""
    with club_scope(shop.club_id):
        long_ago = sources.now() - timedelta(days=365)
        Member.objects.filter(id=int(member_id)).update(joined_at=long_ago, proven_at=None)


def test_member_comes_in_by_the_code_and_is_remembered(
    shop: Shop, mobile: str, tmp_path: Path
) -> None:
    shop.member(mobile=mobile)
    client = Client()
    ask(shop, mobile, client)

    place = type_code(shop, client, code_to(shop.club_id, mobile, tmp_path))

    assert place == f"/c/{shop.code}/me/"
    assert client.get(place).status_code == 200
    cookie = client.cookies[f"vafa-member-{shop.club_id}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 7_776_000)


def test_code_in_persian_digits_is_read(shop: Shop, mobile: str, tmp_path: Path) -> None:
    shop.member(mobile=mobile)
    client = Client()
    ask(shop, mobile, client)
    code = code_to(shop.club_id, mobile, tmp_path)

    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert type_code(shop, client, f" {persian} ") == f"/c/{shop.code}/me/"


def test_nobody_learns_whether_a_number_is_a_members(shop: Shop) -> None:
    known, unknown = normalise_mobile(new_mobile()), normalise_mobile(new_mobile())
    shop.member(mobile=known)

    pages = [shown_after(shop, number) for number in (known, unknown)]

    assert pages[0] == pages[1]


def shown_after(shop: Shop, mobile: str) -> str:
    """Ask for a code and type a wrong one; give both pages without the mobile."""
    client = Client()
    first = ask(shop, mobile, client)
    second = client.post(f"/c/{shop.code}/sign-in/code/", {"code": "000000"}).content.decode()
    plain = re.sub(r'csrf(middlewaretoken)?" (value|content)="[^"]+', "csrf", first + second)
    return re.sub(r'<strong class="whitespace-nowrap">.*?</strong>', "", plain, flags=re.DOTALL)


def test_sixth_try_at_a_code_is_one_too_many(shop: Shop, mobile: str, tmp_path: Path) -> None:
    shop.member(mobile=mobile)
    client = Client()
    ask(shop, mobile, client)
    code = code_to(shop.club_id, mobile, tmp_path)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert type_code(shop, client, wrong) == ""

    assert type_code(shop, client, code) == ""


def test_code_is_of_no_use_in_another_browser(shop: Shop, mobile: str, tmp_path: Path) -> None:
    shop.member(mobile=mobile)
    ask(shop, mobile, Client())
    code = code_to(shop.club_id, mobile, tmp_path)

    assert type_code(shop, Client(), code) == f"/c/{shop.code}/sign-in/"


def test_second_code_within_a_minute_is_refused_with_words(shop: Shop, mobile: str) -> None:
    ask(shop, mobile, Client())

    answer = Client().post(f"/c/{shop.code}/sign-in/", {"mobile": mobile})

    assert 'role="alert"' in answer.content.decode()
    with club_scope(shop.club_id):
        assert Challenge.objects.filter(club_id=shop.club_id).count() == 1


def test_idle_number_needs_a_second_proof(shop: Shop, mobile: str, tmp_path: Path) -> None:
    member_id = shop.member(mobile=mobile)
    number = shop.owner.get(f"/v1/members/{member_id}").json()["number"]
    idle(shop, member_id)
    client = Client()
    ask(shop, mobile, client)

    place = type_code(shop, client, code_to(shop.club_id, mobile, tmp_path))
    wrong = client.post(place, {"number": "111111"})
    right = client.post(place, {"number": number})

    assert place == f"/c/{shop.code}/sign-in/recognise/"
    assert wrong.status_code == 200
    assert right["Location"] == f"/c/{shop.code}/me/"


def test_recognising_needs_a_code_before(shop: Shop) -> None:
    answer = Client().get(f"/c/{shop.code}/sign-in/recognise/")

    assert answer["Location"] == f"/c/{shop.code}/sign-in/"


def test_back_leads_within_this_site_only(shop: Shop, mobile: str, tmp_path: Path) -> None:
    shop.member(mobile=mobile)
    client = Client()
    client.post(f"/c/{shop.code}/sign-in/", {"mobile": mobile, "next": "//evil.example/x"})

    place = type_code(shop, client, code_to(shop.club_id, mobile, tmp_path))

    assert place == f"/c/{shop.code}/me/"


def test_devices_are_listed_and_signed_out_one_or_all(shop: Shop) -> None:
    member_id = shop.member()
    here, there = member_client(shop, member_id), member_client(shop, member_id)
    page = f"/c/{shop.code}/me/devices/"
    listed = re.findall(r'name="device" value="(\d+)"', here.get(page).content.decode())
    assert len(listed) == 2

    here.post(page, {"device": listed[0]})
    alive = [one.get(f"/c/{shop.code}/me/").status_code for one in (here, there)]
    again = member_client(shop, member_id)
    again.post(page, {"device": "all"})

    assert sorted(alive) == [200, 302]
    assert again.get(f"/c/{shop.code}/me/").status_code == 302


def test_device_of_somebody_else_is_not_signed_out(shop: Shop) -> None:
    victim = member_client(shop, shop.member())
    with club_scope(shop.club_id):
        (device,) = Device.objects.filter(club_id=shop.club_id)

    answer = member_client(shop, shop.member()).post(
        f"/c/{shop.code}/me/devices/", {"device": str(device.id)}
    )

    assert answer.status_code == 404
    assert victim.get(f"/c/{shop.code}/me/").status_code == 200


def test_sign_out_ends_this_device(shop: Shop) -> None:
    client = member_client(shop, shop.member())
    secret = client.cookies[f"vafa-member-{shop.club_id}"].value

    client.post(f"/c/{shop.code}/sign-out/")
    client.cookies[f"vafa-member-{shop.club_id}"] = secret

    assert client.get(f"/c/{shop.code}/me/").status_code == 302


def test_form_from_elsewhere_is_refused(shop: Shop, mobile: str) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(f"/c/{shop.code}/sign-in/", {"mobile": mobile}).status_code == 403


def test_who_left_is_told_the_way_back_and_finds_everything_again(
    shop: Shop, mobile: str, tmp_path: Path
) -> None:
    member_id = shop.member(mobile=mobile)
    shop.purchase(member_id, 10_000_000)
    before = member_client(shop, member_id)
    before.post(f"/c/{shop.code}/me/data/leave/", {"key": new_key(), "sure": "on"})
    client = Client()
    asked = ask(shop, mobile, client)

    place = type_code(shop, client, code_to(shop.club_id, mobile, tmp_path))
    page = client.get(place).content.decode()
    joined = client.post(place, {"agreed": "on"})

    assert "بیرون رفتید" not in asked
    assert place == f"/c/{shop.code}/join/"
    assert "همهٔ آنچه داشتید به شما برمی‌گردد" in page
    assert joined["Location"] == f"/c/{shop.code}/me/", joined.content.decode()
    data = client.get(f"/c/{shop.code}/me/data/")
    assert data.context["would"].worth_rials == 300_000
