"""Who may come in: keys, their rights, their rate, and how fast a revoked one is out."""

import pytest
from django.test import RequestFactory

from tests.factories.shops import Caller, Shop
from vafa.domain.clubs.principal import RIGHTS
from vafa.domain.clubs.queries import KeyRefused
from vafa.interfaces.api import access
from vafa.interfaces.api.limits import Buckets
from vafa.interfaces.web.errors import NotAuthenticated

PATHS = {
    "club.read": ("GET", "/v1/club"),
    "members.write": ("POST", "/v1/members"),
    "sales.write": ("POST", "/v1/purchases"),
    "credit.apply": ("POST", "/v1/holds"),
    "sales.refund": ("POST", "/v1/purchases/1/refunds"),
    "programme.edit": ("POST", "/v1/programme/versions"),
    "keys.manage": ("POST", "/v1/api-keys"),
}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dmFmYQ==",
        "Bearer vafa_live_short",
        "Bearer vafa_live_AAAAAAAA_" + "A" * 43,
        "Bearer " + "x" * 5000,
        "Bearer کلید",
    ],
    ids=lambda header: header[:30],
)
@pytest.mark.django_db(transaction=True)
def test_request_without_a_key_in_force_is_refused(header: str) -> None:
    answer = Caller("").get("/v1/club", Authorization=header)

    assert answer.status_code == 401
    assert answer.json()["code"] in {"not_authenticated", "key_refused"}
    assert answer["WWW-Authenticate"] == 'Bearer realm="vafa"'


@pytest.mark.parametrize("right", sorted(PATHS))
def test_key_without_the_right_is_refused_before_its_body_is_read(shop: Shop, right: str) -> None:
    method, path = PATHS[right]
    others = shop.caller(RIGHTS - {right})

    answer = others.get(path) if method == "GET" else others.write(path, {"no": "such field"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "right_missing"
    assert answer.json()["details"] == {"right": right}


def test_key_of_another_branch_cannot_book_on_this_one(shop: Shop) -> None:
    north = shop.caller(RIGHTS, branch="north")
    member = shop.member()

    answer = north.write(
        "/v1/purchases",
        {
            "member": {"id": member},
            "source": "till",
            "document": "1",
            "currency": "IRR",
            "amount_rials": 1000,
            "branch": "south",
        },
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "other_branch"


def test_revoked_key_is_refused_at_once_in_this_process(shop: Shop) -> None:
    issued = shop.owner.write("/v1/api-keys", {"name": "till", "rights": ["read"]}).json()
    till = Caller(issued["secret"])
    before = till.get("/v1/club").status_code

    revoked = shop.owner.write(f"/v1/api-keys/{issued['key_id']}", method="DELETE")

    assert (before, revoked.status_code, till.get("/v1/club").status_code) == (200, 204, 401)


def test_known_key_is_asked_of_the_database_again_after_two_seconds(shop: Shop) -> None:
    """Another process revokes; this one follows within two seconds."""
    now = [100.0]
    keys = access.KnownKeys(clock=lambda: now[0])
    issued = shop.owner.write("/v1/api-keys", {"name": "till", "rights": ["read"]}).json()
    keys.principal_of(issued["secret"])
    shop.owner.write(f"/v1/api-keys/{issued['key_id']}", method="DELETE")

    now[0] += access.REMEMBERED_SECONDS - 0.01
    keys.principal_of(issued["secret"])
    now[0] += 0.01

    with pytest.raises(KeyRefused):
        keys.principal_of(issued["secret"])


def test_known_keys_keep_a_bounded_number_and_no_secret(shop: Shop) -> None:
    keys = access.KnownKeys(kept=2)
    secrets = [shop.caller({"read"}).secret for _ in range(3)]

    for secret in secrets:
        keys.principal_of(secret)

    assert len(keys) == 2
    assert not any(secret in repr(vars(keys)) for secret in secrets)


def test_key_that_asks_too_often_is_told_when_to_come_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "buckets", Buckets(per_second=0.1, burst=2))
    other = shop.caller({"read"})

    answers = [other.get("/v1/club") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[-1]["Retry-After"]) <= 10


def test_key_is_read_from_the_header_only(shop: Shop) -> None:
    request = RequestFactory().get("/v1/club", {"key": shop.owner.secret})

    with pytest.raises(NotAuthenticated):
        access.ApiKey("club.read")(request)
