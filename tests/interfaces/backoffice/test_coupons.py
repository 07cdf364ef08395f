"""Coupons in the office: begun for a reward, made once, shown, sent as a file, ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.programme.document import Label, PercentReward, Reward
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def with_coupons() -> Shop:
    """Open a shop whose programme gives ten percent for a coupon."""
    reward = Reward(
        code="ten", name=Label(fa="ده درصد", en="Ten percent"), given="coupon",
        effect=PercentReward(share=1_000),
    )  # fmt: skip
    return open_shop(programme=reference_programme().model_copy(update={"rewards": (reward,)}))


def begun(client: Any, **more: str) -> str:
    """Begin coupons and give the address of the series."""
    sent = {"key": new_key(), "reward": "ten", "uses": "1", **more}
    done = client.post("/coupons/new/", sent)
    assert done.status_code == 302, done.context["form"].errors
    return str(done["Location"])


def test_codes_are_made_once_and_sent_as_a_file() -> None:
    client = staff_client(with_coupons())
    series = begun(client, last_day="2090-01-01")
    sent = {"key": new_key(), "count": "3"}

    made = client.post(series, sent).context["made"]
    again = client.post(series, sent).context["made"]
    file = client.post(series, {**sent, "file": "1"})
    page = client.get(series)

    assert len({one.code for one in made}) == 3
    assert made == again
    assert "coupon-codes.xlsx" in file["Content-Disposition"]
    assert (page.context["card"].coupons, page.context["made"]) == (3, ())


def test_series_are_listed_filtered_and_ended() -> None:
    client = staff_client(with_coupons())
    series = begun(client)
    begun(client, starts_on="2089-01-01")

    rows = client.get("/coupons/").context["table"].rows
    waiting = client.get("/coupons/?state=waits").context["table"].rows
    file = client.get("/coupons/?file=csv").getvalue().decode("utf-8-sig")
    ended = client.post(f"{series}end/")

    assert [row.cells[0].shown for row in rows] == ["ده درصد", "ده درصد"]
    assert len(waiting) == 1
    assert len(file.strip().splitlines()) == 3
    assert ended.status_code == 302
    assert client.get(series).context["is_open"] is False
    assert client.post("/coupons/1/end/").status_code == 404


def test_pages_go_forth_and_back_with_the_same_queries() -> None:
    client = staff_client(with_coupons())
    for _ in range(3):
        begun(client)
    client.get("/coupons/")
    with CaptureQueriesContext(connection) as few:
        client.get("/coupons/")
    for _ in range(25):
        begun(client)
    with CaptureQueriesContext(connection) as many:
        first = client.get("/coupons/").context["table"]

    second = client.get(first.next).context["table"]
    back = client.get(second.previous).context["table"]

    assert len(many) == len(few)
    assert [len(one.rows) for one in (first, second)] == [25, 3]
    assert [row.key for row in back.rows] == [row.key for row in first.rows]


@pytest.mark.parametrize(
    ("changes", "field"), [({"uses": "0"}, "uses"), ({"last_day": "2020-01-01"}, "last_day")]
)
def test_what_is_wrong_stands_at_its_field(changes: dict[str, str], field: str) -> None:
    sent = {"key": new_key(), "reward": "ten", "uses": "1", **changes}

    page = staff_client(with_coupons()).post("/coupons/new/", sent)

    assert list(page.context["form"].errors) == [field]


def test_without_a_reward_for_coupons_the_draft_is_the_way() -> None:
    page = staff_client(open_shop()).get("/coupons/new/")

    assert page.context["rewards"] == {}
    assert "/programme/draft/rewards/new/" in page.content.decode()


def test_who_only_reads_makes_none() -> None:
    auditor = staff_client(with_coupons(), "auditor")

    assert auditor.get("/coupons/").status_code == 200
    assert auditor.get("/coupons/new/").status_code == 403
