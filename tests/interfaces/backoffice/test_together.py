"""Something done to many members in the office: foreseen, confirmed, watched, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.backoffice import members_together
from vafa.interfaces.web import sources
from vafa.journeys.work_together import work_together

pytestmark = pytest.mark.django_db

GIFT: dict[str, Any] = {
    "unit": "credit", "direction": "give", "amount": "1000", "reason": "goodwill", "note": "",
}  # fmt: skip


def work() -> None:
    """Let the worker do what waits."""
    work_together(ids=sources.ids(), clock=sources.now)


def asked(client: Client, **more: Any) -> str:
    """Ask for a gift, see what it comes to, confirm it; give the address of its page."""
    seen = client.post("/members/together/gift/", {**GIFT, "key": "k1", **more})
    assert seen.status_code == 200, seen.content.decode()
    sent = client.post("/members/together/gift/", {**GIFT, "key": "k1", "sure": "yes", **more})
    assert sent.status_code == 302, sent.content.decode()
    return str(sent["Location"])


def credit(shop: Shop, member: str) -> int:
    balances = shop.owner.get(f"/v1/members/{member}/wallet").json()["balances"]
    return int(next(one["available"] for one in balances if one["unit"] == "credit"))


def test_a_gift_to_who_was_chosen_is_foreseen_given_and_taken_back() -> None:
    shop = open_shop()
    sara, mina, other = (shop.member(first_name=name) for name in ("سارا", "مینا", "رضا"))
    client = staff_client(shop)
    chosen = [sara, mina]
    begun = client.post("/members/together/gift/", {"chosen": chosen})
    foreseen = client.post("/members/together/gift/", {**GIFT, "chosen": chosen, "key": "k1"})
    figures = dict(foreseen.context["figures"])
    before = [credit(shop, one) for one in chosen]
    address = asked(client, chosen=chosen)
    running = client.get(address).content.decode()
    work()
    done = client.get(address)
    given = [credit(shop, one) for one in (*chosen, other)]
    client.post(f"{address}undo/")
    work()
    undone = client.get(address)

    assert "برای ۲ عضو است" in begun.content.decode()
    assert figures["اعضا"] == "۲"
    assert "۲٬۰۰۰" in figures["جمع همه"]
    assert before == [0, 0]
    assert "hx-get" in running
    assert done.context["card"].state == "done"
    assert given == [10_000, 10_000, 0]
    assert undone.context["card"].state == "undone"
    assert [credit(shop, one) for one in chosen] == [0, 0]
    every = client.get("/members/together/all/")
    assert "کارهای گروهی" in every.content.decode()
    assert len(every.context["table"].rows) == 1
    nobody = client.get("/members/together/all/?q=هیچ‌کس").context["table"]
    assert (nobody.rows, nobody.is_narrowed) == ([], True)
    undone = client.get("/members/together/all/?state=undone&after=1").context["table"]
    assert undone.rows == []


def test_above_the_limit_it_waits_and_who_spent_it_is_listed() -> None:
    shop = open_shop()
    sara = shop.member(first_name="سارا")
    client = staff_client(shop)
    address = asked(client, amount="200000", query="q=سارا")
    waiting = client.get(address)
    manager = staff_client(shop, "manager")
    approval = waiting.context["card"].approval_id
    shown = manager.get(f"/approvals/{approval}/").content.decode()
    manager.post(f"/approvals/{approval}/approve/", {"key": "k2"})
    work()
    spent = shop.owner.write("/v1/redemptions", {
        "member": {"id": sara}, "unit": "credit", "units": 1_500_000,
        "source": "shop", "document": "R-1",
    })  # fmt: skip
    assert spent.status_code == 201, spent.content
    client.post(f"{address}undo/")
    work()
    page = client.get(address)
    file = client.get(f"{address}?file=csv").getvalue().decode("utf-8-sig")

    assert waiting.context["card"].state == "asked"
    assert "دادن یا گرفتن گروهی" in shown
    assert (page.context["card"].state, page.context["card"].stayed) == ("undone", 1)
    assert "موجودی کافی ندارد" in page.content.decode()
    assert "سارا" in file


def test_tags_for_very_many_are_a_job_that_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members_together, "MOST", 1)
    shop = open_shop()
    shop.member()
    shop.member()
    tag = shop.owner.write("/v1/member-tags", {"name": "نوروز"}).json()["tag_id"]
    client = staff_client(shop)
    sent = client.post("/members/together/", {"act": f"add_tag {tag}", "key": "k1", "query": ""})
    address = sent["Location"]
    client.post(f"{address}stop/")
    work()
    stopped = client.get(address).context["card"]
    client.post(f"{address}resume/")
    work()
    done = client.get(address).context["card"]
    again = client.post(f"{address}resume/", follow=True)

    assert (stopped.state, stopped.handled) == ("stopped", 0)
    assert (done.state, done.changed) == ("done", 2)
    assert "در این مرحله نمی‌شود" in again.content.decode()


def test_what_is_wrong_stands_beside_its_field() -> None:
    shop = open_shop()
    shop.member()
    client = staff_client(shop)
    wrong = client.post("/members/together/gift/", {**GIFT, "key": "k1", "amount": "0"})
    nobody = client.post("/members/together/gift/", {**GIFT, "key": "k2", "query": "q=نیست"})

    assert wrong.status_code == 422
    assert wrong.context["form"].errors["amount"]
    assert "کسی پیدا نشد" in nobody.content.decode()
    assert client.get("/members/together/1/").status_code == 404


def test_who_was_chosen_is_exported_with_the_columns_shown() -> None:
    shop = open_shop()
    sara = shop.member(first_name="سارا")
    shop.member(first_name="مینا")
    client = staff_client(shop)
    sent = {"chosen": [sara], "columns": ["name", "number"], "file": "csv"}
    lines = client.post("/members/export/", sent).getvalue().decode("utf-8-sig").splitlines()
    book = client.post("/members/export/", {**sent, "file": "xlsx"}).getvalue()

    assert lines[0] == "نام,شمارهٔ عضویت"
    assert [line.split(",")[0] for line in lines[1:]] == ["سارا"]
    assert book[:2] == b"PK"
    assert client.post("/members/export/", {"file": "csv"}).status_code == 302
