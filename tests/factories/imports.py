"""A shop's files on their way in: what is sent, and the worker that brings them in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.messy_files import as_csv, messy_orders
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import new_key
from vafa.journeys.work_imports import Worker, work_imports
from vafa.kit.calendar import local_day

MESSY_COLUMNS = {
    "column-2": "full_name", "column-3": "mobile", "column-4": "document", "column-5": "date",
    "column-6": "time", "column-7": "amount",
}  # fmt: skip


def messy() -> bytes:
    """Give a messy file of orders: 24 rows to take and 15 to refuse."""
    return as_csv(messy_orders(today=local_day(sources.now(), "Asia/Tehran")))


def send(client: Client, content: bytes, name: str = "orders.csv") -> str:
    """Send a file by its page; give the address of its import."""
    file = SimpleUploadedFile(name, content)
    answer = client.post("/imports/new/", {"key": new_key(), "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).removesuffix("columns/")


def try_messy(client: Client, page: str, **more: Any) -> None:
    """Name the columns of the messy file and have it tried."""
    sent = {"kind": "orders", "unit": "rial", "source": "old-till", **MESSY_COLUMNS, **more}
    answer = client.post(f"{page}columns/", sent)
    assert answer.status_code == 302, answer.content.decode()
    work()


def work() -> None:
    """Let the worker work until nothing waits."""
    worker = Worker(
        sources.ids(), sources.vault(), sources.now, sources.imports_folder(), sources.open_table
    )
    while work_imports(worker=worker):
        pass
