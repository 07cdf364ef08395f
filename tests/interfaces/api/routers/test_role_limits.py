"""Limits of roles over HTTP."""

from tests.factories.shops import Shop


def test_limits_of_roles_are_set_and_listed(shop: Shop) -> None:
    path = "/v1/club/role-limits"

    done = shop.owner.write(f"{path}/cashier", {"apply_rials": 300_000}, method="PUT")
    listed = {one["role"]: one for one in shop.owner.get(path).json()["limits"]}

    assert done.status_code == 200
    assert listed["cashier"] == done.json()
    assert done.json() == {"role": "cashier", "grant_rials": None, "apply_rials": 300_000}
    assert listed["owner"]["apply_rials"] is None


def test_an_unknown_role_is_refused(shop: Shop) -> None:
    answer = shop.owner.write("/v1/club/role-limits/king", {}, method="PUT")

    assert (answer.status_code, answer.json()["code"]) == (422, "no_such_role")
