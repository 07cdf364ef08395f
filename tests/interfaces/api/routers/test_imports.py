"""A file is sent, checked, brought in, and taken back over HTTP; the worker does it meanwhile."""

from __future__ import annotations

import time
from typing import Any

from tests.factories.messy_files import as_csv, messy_orders
from tests.factories.shops import Shop, new_mobile
from vafa.interfaces.web import sources
from vafa.journeys.work_imports import Worker, work_imports
from vafa.kit.calendar import local_day
from vafa.ledger.totals import totals
from vafa.ledger.verify import verify

PLAN = {"kind": "orders", "unit": "rial", "source": "old-till", "give_value": True}


def worker() -> Worker:
    """Give the worker as `vafa import-worker` has it."""
    return Worker(
        sources.ids(), sources.vault(), sources.now, sources.imports_folder(), sources.open_table
    )


def work_on(shop: Shop, import_id: str) -> dict[str, Any]:
    """Let the worker work until nothing waits; give what the import says then."""
    while work_imports(worker=worker()):
        time.sleep(0)
    found: dict[str, Any] = shop.owner.get(f"/v1/imports/{import_id}").json()
    return found


def messy() -> bytes:
    """Give a messy file of orders."""
    return as_csv(messy_orders(today=local_day(sources.now(), "Asia/Tehran")))


def uploaded(shop: Shop, content: bytes, name: str = "orders.csv") -> dict[str, Any]:
    """Send a file."""
    answer = shop.owner.send_file(f"/v1/imports?file_name={name}", content)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_file_goes_in_and_comes_out(shop: Shop) -> None:
    sent = uploaded(shop, messy())
    import_id = sent["uploaded"]["import_id"]
    path = f"/v1/imports/{import_id}"

    guess = next(one for one in sent["guesses"] if one["kind"] == "orders")
    assert sent["uploaded"]["state"] == "uploaded"
    assert sent["first_rows"][0] == ["گزارش فروش"]
    assert guess["missing"] == []
    assert guess["columns"]["amount"] == 7
    asked = shop.owner.write(f"{path}/check", PLAN)
    assert (asked.status_code, asked.json()["state"]) == (202, "checking")

    checked = work_on(shop, import_id)
    assert (checked["state"], checked["problem"]) == ("checked", None)
    found = checked["found"]
    assert (found["accepted"], found["orders"], found["posted_before"]) == (24, 24, 0)
    assert found["columns"]["document"] == "شمارۀ فاکتور"
    assert sum(one["rows"] for one in found["refused"]) == 15
    assert totals(club_id=shop.club_id).sales == 0

    assert shop.owner.write(f"{path}/start").status_code == 202
    done = work_on(shop, import_id)
    assert (done["state"], done["found"]["orders"], done["progress"]["orders"]) == (
        "imported", 24, 24
    )  # fmt: skip
    refused = shop.owner.get(f"{path}/refused")
    assert refused["Content-Type"] == "text/csv"
    assert "علت رد" in refused.getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]  # stub is wrong

    foreseen = shop.owner.get(f"{path}/undo").json()
    assert foreseen == {"members": 4, "sales": 24, "stay": []}
    assert shop.owner.write(f"{path}/undo").status_code == 202
    undone = work_on(shop, import_id)
    assert (undone["state"], undone["undone"]["sales"]) == ("undone", 24)
    assert verify(club_id=shop.club_id).differences == 0

    assert shop.owner.write(f"{path}/start").status_code == 202
    again = work_on(shop, import_id)
    assert (again["state"], again["found"]["orders"]) == ("imported", 24)
    listed = shop.owner.get("/v1/imports").json()["imports"]
    assert [one["import_id"] for one in listed] == [import_id]


def test_what_cannot_be_done_says_why_in_persian(shop: Shop) -> None:
    import_id = uploaded(shop, b"mobile,order\n09121110001,1\n")["uploaded"]["import_id"]
    path = f"/v1/imports/{import_id}"

    early = shop.owner.write(f"{path}/start")
    undone = shop.owner.get(f"{path}/undo")
    nothing = shop.owner.get(f"{path}/refused")
    shop.owner.write(f"{path}/check", PLAN)
    busy = shop.owner.write(f"{path}/check", {**PLAN, "unit": "toman"})
    failed = work_on(shop, import_id)

    assert [(one.status_code, one.json()["code"]) for one in (early, undone, nothing, busy)] == [
        (422, "import_not_ready"),
        (422, "import_not_ready"),
        (404, "nothing_refused"),
        (422, "import_busy"),
    ]
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "columns_unknown")
    assert failed["problem"]["message"]["fa"].startswith("ستون‌های لازم")


def test_files_that_are_none_are_refused_and_not_kept(shop: Shop) -> None:
    empty = shop.owner.send_file("/v1/imports", b"")
    book = shop.owner.send_file("/v1/imports?file_name=a.xlsx", b"no workbook")
    form = shop.owner.client.generic(
        "POST", "/v1/imports", data=b"x", content_type="multipart/form-data",
        headers={"Authorization": f"Bearer {shop.owner.secret}", "Idempotency-Key": "k"},
    )  # fmt: skip

    assert [(one.status_code, one.json()["code"]) for one in (empty, book, form)] == [
        (422, "table_unreadable"),
        (422, "table_unreadable"),
        (415, "file_type_unsupported"),
    ]
    assert shop.owner.get("/v1/imports").json()["imports"] == []


def test_a_file_is_taken_once_per_key(shop: Shop) -> None:
    content = f"mobile\n{new_mobile()}\n".encode()

    first = shop.owner.send_file("/v1/imports", content, key="upload-1")
    again = shop.owner.send_file("/v1/imports", content, key="upload-1")
    other = shop.owner.send_file("/v1/imports", content + b"\n", key="upload-1")

    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert other.json()["code"] == "key_reused"


def test_a_stopped_file_stays_half_in_until_it_is_gone_on_with_or_undone(shop: Shop) -> None:
    """A worker that is at it leaves off with the next batch; what was posted is known."""
    import_id = uploaded(shop, messy())["uploaded"]["import_id"]
    path = f"/v1/imports/{import_id}"
    assert shop.owner.get(f"{path}/columns").json()["guesses"][1]["missing"] == []
    shop.owner.write(f"{path}/check", PLAN)
    work_on(shop, import_id)

    early = shop.owner.write(f"{path}/stop")
    shop.owner.write(f"{path}/start")
    stopped = shop.owner.write(f"{path}/stop").json()
    still = work_on(shop, import_id)
    shop.owner.write(f"{path}/start")
    done = work_on(shop, import_id)

    assert early.json()["code"] == "import_not_ready"
    assert (stopped["state"], stopped["problem"]["code"]) == ("failed", "import_stopped")
    assert still["state"] == "failed"
    assert (done["state"], done["found"]["orders"]) == ("imported", 24)
