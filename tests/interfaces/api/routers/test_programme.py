"""Programme versions over HTTP: draft, check, publish, compare, export and import."""

import json
from typing import Any

from tests.factories.shops import Shop
from vafa.programme.presets import PRESETS, demo_programme, reference_programme


def document() -> dict[str, Any]:
    """Give the demo programme as a file."""
    found: dict[str, Any] = demo_programme().model_dump(mode="json")
    return found


def test_draft_is_saved_published_and_in_force(shop: Shop) -> None:
    saved = shop.owner.write("/v1/programme/versions", {"document": document()})
    number = saved.json()["version"]["number"]

    published = shop.owner.write(f"/v1/programme/versions/{number}/publish", {})

    assert (saved.status_code, saved.json()["version"]["state"]) == (201, "draft")
    assert (published.status_code, published.json()["version"]["state"]) == (200, "published")
    assert shop.purchase(shop.member(), 1_000_000)["programme_version"] == number


def test_version_exported_and_imported_is_the_same(shop: Shop) -> None:
    for make in PRESETS.values():
        whole = make().model_dump(mode="json")
        first = shop.owner.write("/v1/programme/versions", {"document": whole}).json()
        exported = shop.owner.get(f"/v1/programme/versions/{first['version']['number']}").json()
        again = shop.owner.write(
            "/v1/programme/versions", {"document": exported["document"]}
        ).json()
        repeated = shop.owner.get(f"/v1/programme/versions/{again['version']['number']}").json()

        assert repeated["document"] == exported["document"]


def test_diff_names_every_place_that_differs(shop: Shop) -> None:
    changed = document()
    changed["ladder"]["grace_days"] = 45
    numbers = [
        shop.owner.write("/v1/programme/versions", {"document": one}).json()["version"]["number"]
        for one in (document(), changed)
    ]

    diff = shop.owner.get(f"/v1/programme/versions/{numbers[1]}/diff?against={numbers[0]}").json()
    same = shop.owner.get(f"/v1/programme/versions/{numbers[0]}/diff?against={numbers[0]}").json()

    assert (diff["before"], diff["after"]) == tuple(numbers)
    assert [one["place"] for one in diff["differences"]] == ["/ladder/grace_days"]
    assert same["differences"] == []


def test_document_with_a_problem_names_place_and_remedy_and_is_not_published(shop: Shop) -> None:
    wrong = document()
    wrong["rules"][0]["effects"][0]["unit"] = "gold"

    checked = shop.owner.ask("/v1/programme/check", {"document": wrong}).json()
    saved = shop.owner.write("/v1/programme/versions", {"document": wrong}).json()
    refused = shop.owner.write(f"/v1/programme/versions/{saved['version']['number']}/publish", {})

    problems = [one for one in checked["problems"] if one["level"] == "error"]
    assert any(one["place"].startswith("/rules/0/effects/0") for one in problems)
    assert all(one["remedy_fa"] and one["remedy_en"] for one in problems)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_publishable")
    assert refused.json()["details"]["problems"]


def test_document_that_is_none_is_refused_with_its_places(shop: Shop) -> None:
    wrong = document() | {"currency": "IRT", "surprise": 1}

    answer = shop.owner.write("/v1/programme/versions", {"document": wrong})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed_programme")
    places = {one["place"] for one in answer.json()["details"]["problems"]}
    assert {"/currency", "/surprise"} <= places


def test_document_of_endless_conditions_is_refused(shop: Shop) -> None:
    condition: dict[str, Any] = {"kind": "first_purchase"}
    for _ in range(200):
        condition = {"kind": "not", "of": condition}
    deep = document()
    deep["rules"][0]["condition"] = condition

    answer = shop.owner.ask("/v1/programme/check", {"document": deep})

    assert answer.status_code == 400


def test_published_version_is_not_published_again(shop: Shop) -> None:
    answer = shop.owner.write("/v1/programme/versions/1/publish", {})

    assert (answer.status_code, answer.json()["code"]) == (422, "already_published")


def test_version_that_is_none_is_a_404(shop: Shop) -> None:
    statuses = [
        shop.owner.get("/v1/programme/versions/99").status_code,
        shop.owner.get("/v1/programme/versions/0").status_code,
        shop.owner.get("/v1/programme/versions/1/diff?against=99").status_code,
        shop.owner.write("/v1/programme/versions/99/publish", {}).status_code,
    ]

    assert statuses == [404] * 4


def test_schema_is_a_json_schema_that_the_presets_satisfy(shop: Shop) -> None:
    schema = shop.owner.get("/v1/programme/schema").json()

    assert schema["$schema"].endswith("2020-12/schema")
    assert set(json.loads(demo_programme().model_dump_json())) <= set(schema["properties"])


def test_version_is_previewed_and_published_with_what_was_seen(shop: Shop) -> None:
    """E65 over HTTP: counts, members with masked mobiles, and the hash."""
    member = shop.member()
    shop.purchase(member, 100_000_000)
    changed = reference_programme().model_dump(mode="json")
    changed["ladder"]["levels"][2]["threshold"] = 80_000_000
    saved = shop.owner.write("/v1/programme/versions", {"document": changed}).json()
    path = f"/v1/programme/versions/{saved['version']['number']}"

    preview = shop.owner.ask(f"{path}/preview", {}).json()
    (mover,) = shop.owner.get(f"{path}/preview/members").json()["members"]
    wrong = shop.owner.write(f"{path}/publish", {"preview_hash": "0" * 64})
    published = shop.owner.write(
        f"{path}/publish", {"preview_hash": preview["preview_hash"]}
    ).json()

    flow = {"before": "bronze", "after": "silver", "falls_on": None, "members": 1}
    assert (preview["moving"], preview["flows"]) == (1, [flow])
    assert (mover["member_id"], mover["after"]) == (member, "silver")
    assert "*" in mover["card"]["mobile_masked"]
    assert (wrong.status_code, wrong.json()["code"]) == (422, "version_preview_differs")
    assert (published["version"]["state"], published["is_unseen"]) == ("published", False)
