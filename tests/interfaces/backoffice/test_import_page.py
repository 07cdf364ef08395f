"""A file on its way: tried, brought in, stopped and gone on with, taken back."""

from __future__ import annotations

import pytest

from tests.factories.imports import messy, send, try_messy, work
from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.ledger.totals import totals
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_is_tried_brought_in_and_undone() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = send(client, messy())
    assert client.get(page)["Location"] == f"{page}columns/"

    try_messy(client, page)
    tried = client.get(page).context
    refused = client.get(f"{page}refused/").getvalue().decode("utf-8-sig")
    assert tried["card"].state == "checked"
    assert ("ردیف‌های پذیرفته", "۲۴") in tried["figures"]
    assert tried["refused"] == 15
    assert tried["problems"][0].row > 1
    assert all(one.problem for one in tried["problems"])
    assert "علت رد" in refused
    assert totals(club_id=shop.club_id).sales == 0

    client.post(f"{page}start/")
    running = client.get(page)
    assert running.context["is_running"] is True
    assert "hx-get" in running.content.decode()
    work()
    done = client.get(page)
    assert done.context["card"].state == "imported"
    assert "hx-get" not in done.content.decode()
    assert totals(club_id=shop.club_id).sales == 24

    assert client.get(f"{page}undo/").context["foreseen"].sales == 24
    client.post(f"{page}undo/")
    work()
    undone = client.get(page).context
    assert (undone["card"].state, undone["figures"][1][1]) == ("undone", "۲۴")
    assert verify(club_id=shop.club_id).differences == 0


def test_the_first_rows_are_those_that_are_taken() -> None:
    client = staff_client(open_shop())
    rows = ["موبایل,نام", "09121110001,نازنین", "09121110001,تکراری", "0912,کوتاه"]
    rows += [f"0912111000{n},نفر" for n in range(2, 9)]
    page = send(client, "\n".join(rows).encode(), "members.csv")

    columns = {"kind": "members", "column-1": "mobile", "column-2": "first_name"}
    client.post(f"{page}columns/", columns)
    work()
    preview = client.get(page).context["preview"]

    assert [one["name"] for one in preview] == ["نازنین", *["نفر"] * 4]


def test_a_stopped_file_is_gone_on_with() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = send(client, messy())
    try_messy(client, page)
    client.post(f"{page}start/")

    client.post(f"{page}stop/")
    work()
    stopped = client.get(page).context
    again = client.post(f"{page}stop/", follow=True)

    assert stopped["card"].state == "failed"
    assert "متوقف" in stopped["problem"]
    assert totals(club_id=shop.club_id).sales == 0
    assert [str(one) for one in again.context["messages"]] != []
    client.post(f"{page}start/")
    work()
    assert client.get(page).context["card"].state == "imported"


def test_files_of_other_clubs_are_not_there() -> None:
    page = send(staff_client(open_shop()), messy())
    stranger = staff_client(open_shop())

    for place in ("", "columns/", "refused/", "undo/"):
        assert stranger.get(f"{page}{place}").status_code == 404
    assert stranger.post(f"{page}start/").status_code == 404
