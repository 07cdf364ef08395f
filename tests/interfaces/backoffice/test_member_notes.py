"""Notes, tags, account manager and saved views on the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import hire, signed_in, staff_client
from tests.factories.shops import Shop, open_shop

pytestmark = pytest.mark.django_db


def file_of(shop: Shop, client: Client) -> str:
    """Have a member join and give the address of the file."""
    shop.member(first_name="نگار")
    return str(client.get("/members/").context["table"].rows[0].cells[0].href)


def sent(client: Client, path: str, page: str = "", **fields: str) -> int:
    """Send a form as its page draws it and give the status of the answer."""
    context = client.get(page or path).context
    key = context["form"]["key"].value() if "form" in context else "k"
    return client.post(path, {"key": key, **fields}).status_code


def test_a_note_is_written_pinned_removed_and_put_back() -> None:
    shop = open_shop()
    client = staff_client(shop)
    notes = f"{file_of(shop, client)}notes/"
    assert sent(client, f"{notes}write/", notes, text="چای دوست دارد") == 302
    note = client.get(notes).context["marks"].notes[0].note_id
    address = f"{notes}{note}/"

    assert "چای دوست دارد" in client.get(notes).content.decode()
    assert sent(client, f"{notes}write/", notes, text="") == 422
    assert client.post(address, {"key": "a", "act": "pin"}).status_code == 302
    assert client.get(notes).context["marks"].notes[0].is_pinned
    assert client.post(address, {"key": "b", "act": "edit", "text": "قهوه"}).status_code == 302
    assert "متن پیشین" in client.get(notes).content.decode()
    gone = client.post(address, {"key": "c", "act": "remove"}, follow=True)
    assert "برگرداندن" in gone.content.decode()
    assert "قهوه" not in gone.content.decode()
    assert client.post(address, {"key": "d", "act": "edit", "text": "x"}).status_code == 422
    assert client.post(address, {"key": "e", "act": "restore"}).status_code == 302
    assert "قهوه" in client.get(notes).content.decode()


def test_who_only_reads_writes_no_note() -> None:
    shop = open_shop()
    page = f"{file_of(shop, staff_client(shop))}notes/"
    reader = staff_client(shop, "auditor")

    assert reader.get(page).status_code == 200
    assert "نوشتن یادداشت" not in reader.get(page).content.decode()
    assert reader.post(f"{page}write/", {"text": "x", "key": "k"}).status_code == 403


def test_tags_and_manager_are_chosen_and_narrow_the_list() -> None:
    shop = open_shop()
    worker = hire(shop, "owner")
    client = signed_in(worker)
    page = file_of(shop, client)
    shop.member(first_name="بهرام")
    assert sent(client, "/members/tags/", name="عمده", colour="info") == 302
    assert sent(client, "/members/tags/", name="عمده", colour="info") == 422
    tag = str(client.get("/members/tags/").context["tags"][0][0].tag_id)
    assert sent(client, f"{page}marks/", tags=tag, manager=str(worker.staff_id)) == 302
    found = client.get(f"/members/?tag={tag}&manager={worker.staff_id}").context["table"]

    assert [row.title for row in found.rows] == ["نگار"]
    assert "عمده" in client.get(page).content.decode()
    assert "مدیر حساب" in client.get(page).content.decode()
    assert sent(client, f"/members/tags/?tag={tag}", name="همکار", colour="error") == 302
    assert sent(client, f"{page}marks/", manager="") == 302
    assert client.get(f"/members/?tag={tag}").context["table"].rows == []
    assert client.post(f"/members/tags/{tag}/drop/", {"key": "k"}).status_code == 302
    assert client.post(f"/members/tags/{tag}/drop/", {"key": "l"}).status_code == 404


def test_a_view_is_saved_shown_and_dropped() -> None:
    shop = open_shop()
    client = staff_client(shop)
    file_of(shop, client)
    page = "/members/views/?q=%D9%86%DA%AF&sort=-bought"
    assert sent(client, page, name="نگارها", is_shared="on", query="q=نگ&sort=-bought") == 302
    table = client.get("/members/").context["table"]
    view = next(one for one in table.views if one["title"] == "نگارها")
    narrowed = client.get(view["href"]).context["table"]
    cashier = staff_client(shop, "cashier").get("/members/").context["table"]
    kept = client.get("/members/views/").context["views"][0].view_id

    assert [row.title for row in narrowed.rows] == ["نگار"]
    assert any(one["title"] == "نگارها" for one in cashier.views)
    assert staff_client(shop, "auditor").post(
        f"/members/views/{kept}/drop/", {"key": "k"}
    ).status_code in {403, 404}
    assert client.post(f"/members/views/{kept}/drop/", {"key": "k"}).status_code == 302
    assert client.post(f"/members/views/{kept}/drop/", {"key": "l"}).status_code == 404


def test_chosen_members_and_all_of_a_filter_are_changed_and_undone() -> None:
    shop = open_shop()
    worker = hire(shop, "owner")
    client = signed_in(worker)
    for name in ("نگار", "بهرام", "مینا"):
        shop.member(first_name=name)
    rows = client.get("/members/").context["table"].rows
    listed = client.get("/members/?sort=joined").content.decode()
    drawn = client.post(
        "/members/together/", {"chosen": [rows[0].key, rows[1].key], "query": "sort=joined"}
    )
    act = f"set_manager {worker.staff_id}"
    key = drawn.context["form"]["key"].value()
    fields = {
        "chosen": [rows[0].key, rows[1].key], "act": act, "key": key,
        "query": drawn.context["form"]["query"].value(),
    }  # fmt: skip
    done = client.post("/members/together/", fields)
    mine = client.get(f"/members/?manager={worker.staff_id}").context["table"].rows
    whole = client.get("/members/together/?q=نگار")
    undone = client.post("/members/together/undo/", {"undoes": done.context["undoes"]})

    assert (drawn.context["count"], done.context["count"], len(mine)) == (2, 2, 2)
    assert 'name="query" value="sort=joined"' in listed
    assert done.context["back"] == "/members/?sort=joined"
    assert whole.context["count"] == 1
    assert undone.status_code == 302
    assert client.get(f"/members/?manager={worker.staff_id}").context["table"].rows == []
    assert client.post("/members/together/", {"act": "x", "key": "k"}).status_code == 422
