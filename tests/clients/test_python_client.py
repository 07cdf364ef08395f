"""The Python client against a real server over real HTTP, and how it meets a bad line."""

from __future__ import annotations

import json
import threading
import wsgiref.simple_server
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.factories.pictures import picture
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa_client import Declined, KeyRefused, NoAnswer, NotThere, Vafa, VafaProblem, pages

type_reply = Callable[[BaseHTTPRequestHandler, int], tuple[int, dict[str, str], bytes] | None]


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return open_shop()


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - framework
        """Say nothing."""


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """Serve the API on a port of this machine, as a shop's server would."""

    def serve() -> None:
        running.serve_forever(poll_interval=0.02)
        connections.close_all()

    with wsgiref.simple_server.make_server(
        "127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet
    ) as running:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def club(shop: Shop, address: str) -> Iterator[Vafa]:
    opened = Vafa(address, key=shop.owner.secret, language="en")
    yield opened
    opened.close()


@contextmanager
def server(reply: type_reply) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Answer by the request's number; None cuts the line without an answer."""
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append(dict(self.headers))
            given = reply(self, len(seen))
            if given is None:
                self.connection.close()
                return
            status, headers, content = given
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - framework
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", seen
        running.shutdown()
        thread.join()


OK = (201, {"Content-Type": "application/json"}, json.dumps({"purchase_id": "7"}).encode())
BUSY = (503, {"Content-Type": "application/problem+json", "Retry-After": "2"}, b"{}")


def buy(club: Vafa, **named: Any) -> Any:
    return club.record_purchase(
        {
            "member": {"mobile": "09123456789"},
            "source": "till-1",
            "document": "R-1",
            "currency": "IRR",
            "amount_rials": 1_000_000,
        },
        **named,
    )


def test_a_member_joins_buys_and_is_shown(club: Vafa) -> None:
    mobile = new_mobile()
    joined = club.join_club({"mobile": mobile, "consent_source": "till"})

    bought: Any = club.record_purchase(
        {
            "member": {"mobile": mobile},
            "source": "till-1",
            "document": "R-1",
            "currency": "IRR",
            "lines": [{"net_rials": 2_500_000}],
        }
    )
    wallet = club.show_wallet(joined["member"]["member_id"])

    assert {award["unit"]: award["units"] for award in bought["awards"]} == {
        "points": 25,
        "credit": 50_000,
    }
    assert {balance["unit"]: balance["available"] for balance in wallet["balances"]} == {
        "points": 25,
        "credit": 50_000,
    }


def test_the_same_key_gives_the_same_answer(club: Vafa, shop: Shop) -> None:
    member_id = shop.member()
    body: Any = {
        "member": {"id": member_id},
        "source": "till-1",
        "document": "R-2",
        "currency": "IRR",
        "amount_rials": 1_000_000,
    }

    first = club.record_purchase(body, idempotency_key="once")

    assert club.record_purchase(body, idempotency_key="once") == first


def test_a_file_is_sent_as_its_bytes(club: Vafa, shop: Shop) -> None:
    member_id = shop.member()
    table = f"mobile\n{new_mobile()}\n".encode()

    sent = club.upload_import(table, file_name="members.csv")
    club.change_photo(member_id, picture())

    assert sent["uploaded"]["size_bytes"] == len(table)
    assert club.show_photo(member_id).startswith(b"\xff\xd8")


def test_a_balance_that_is_not_there_declines(club: Vafa, shop: Shop) -> None:
    member_id = shop.member()

    with pytest.raises(Declined) as told:
        club.redeem_credit(
            {
                "member": {"id": member_id},
                "unit": "credit",
                "units": 10,
                "source": "till-1",
                "document": "S-1",
            }
        )

    assert told.value.status == 402
    assert told.value.title


def test_what_is_wrong_is_named_with_its_place(club: Vafa) -> None:
    with pytest.raises(VafaProblem) as told:
        club.join_club({"mobile": "123", "consent_source": "till"})

    assert [place["pointer"] for place in told.value.errors] == ["/mobile"]


def test_unknown_things_and_wrong_keys_are_told_apart(club: Vafa, address: str) -> None:
    with pytest.raises(NotThere):
        club.show_member("12345")
    with pytest.raises(KeyRefused):
        Vafa(address, key="vafa_live_wrong").show_club()


def test_pages_walk_a_list_to_its_end(club: Vafa, shop: Shop) -> None:
    for _ in range(3):
        shop.caller({"read"})

    found = [key["key_id"] for page in pages(club.list_api_keys, limit=2) for key in page["keys"]]

    assert len(found) == len(set(found)) == 4


def test_a_cut_line_is_tried_again_under_the_same_key() -> None:
    waits: list[float] = []
    with server(lambda _, number: OK if number == 3 else None) as (address, seen):
        done = buy(Vafa(address, key="k", sleep=waits.append))

    assert done == {"purchase_id": "7"}
    assert len({headers["Idempotency-Key"] for headers in seen}) == 1
    assert len(waits) == 2


def test_it_waits_as_long_as_the_server_says() -> None:
    waits: list[float] = []
    with server(lambda _, number: OK if number == 2 else BUSY) as (address, _):
        buy(Vafa(address, key="k", sleep=waits.append))

    assert waits == [2.0]


def test_it_gives_up_after_its_tries() -> None:
    with (
        server(lambda _, __: None) as (address, seen),
        pytest.raises(NoAnswer),
    ):
        buy(Vafa(address, key="k", tries=2, sleep=lambda _: None))

    assert len(seen) == 2


def test_an_address_without_a_host_is_refused() -> None:
    with pytest.raises(ValueError, match="https://"):
        Vafa("club.example.ir", key="k")
