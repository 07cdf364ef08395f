"""A code proves that it is oneself, for one purpose and one member only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.people import code_to, member_client
from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


def test_a_code_for_one_member_is_none_for_another_in_the_same_browser(tmp_path: Path) -> None:
    shop, mobile = open_shop(), normalise_mobile(new_mobile())
    sara, ali = shop.member(mobile=mobile), shop.member()
    place = f"/c/{shop.code}/me/data/erase/"
    client, other = member_client(shop, sara), member_client(shop, ali)
    client.post(place, {"act": "send"})
    code = code_to(shop.club_id, mobile, tmp_path)
    name = f"vafa-member-{shop.club_id}"
    client.cookies[name] = other.cookies[name].value

    refused = client.post(place, {"act": "ask", "key": new_key(), "code": code})

    assert not client.get(place).context["is_sent"]
    assert refused.status_code == 422
    assert shop.owner.get("/v1/erasure-wishes").json()["wishes"] == []
