"""Who came by whose invitation, over HTTP."""

import pytest

from tests.factories.invitations import inviting_programme
from tests.factories.shops import new_mobile, open_shop


@pytest.mark.django_db
def test_who_joins_with_the_token_of_a_member_has_the_gift_and_is_shown() -> None:
    shop = open_shop(programme=inviting_programme())
    place = f"/v1/members/{shop.member()}/invitations"
    token = shop.owner.get(place).json()["token"]
    body = {
        "mobile": new_mobile(), "first_name": "مینا", "consent_source": "invite",
        "invitation": token,
    }  # fmt: skip

    joined = shop.owner.write("/v1/members", body).json()
    shown = shop.owner.get(place).json()

    assert [(one["unit"], one["units"]) for one in joined["awards"]] == [("points", 30)]
    assert [(one["first_name"], one["state"]) for one in shown["friends"]] == [("مینا", "open")]
    assert shown["earned"] == []
    listed = shop.owner.get("/v1/invitations").json()["invitations"]
    assert [one["state"] for one in listed] == ["open"]
