"""Settings in the office: the business, VAT, how values are written, texts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web import sources
from vafa.kit.calendar import date_of, local_day

WORDS = "اطلاعات شما فقط برای باشگاه مشتریان نگه داشته می‌شود."

pytestmark = pytest.mark.django_db


def test_the_first_page_leads_to_what_the_person_may_change() -> None:
    shop = open_shop()

    def places(role: str) -> list[str]:
        return [href for _, href in staff_client(shop, role).get("/settings/").context["sections"]]

    assert "/settings/keys/" in places("owner")
    assert "/settings/keys/" not in places("manager")
    assert staff_client(shop, "cashier").get("/settings/").status_code == 403


def test_a_business_is_kept_and_what_is_wrong_stands_at_its_field() -> None:
    client = staff_client(open_shop())
    wrong = client.post("/settings/business/", {"name": "کافه", "business_id": "12345678901"})
    right = client.post("/settings/business/", {"name": "کافه", "contact_phone": "۰۲۱۸۸۷۷"})

    assert list(wrong.context["form"].errors) == ["business_id"]
    assert right.status_code == 302
    assert client.get("/settings/business/").context["form"].initial["contact_phone"] == "0218877"


def test_a_vat_rate_is_set_from_a_day_on() -> None:
    client = staff_client(open_shop())
    today = sources.now().date()
    past = today - timedelta(days=3)
    wrong = client.post("/settings/business/vat/", {"rate": "۱۲", "starts_on": past.isoformat()})
    coming = (today + timedelta(days=40)).isoformat()
    right = client.post("/settings/business/vat/", {"rate": "۱۲", "starts_on": coming})
    rates = client.get("/settings/business/").context["vat_rates"]

    assert list(wrong.context["vat_form"].errors) == ["starts_on"]
    assert right.status_code == 302
    assert [(one.basis_points, is_coming) for one, is_coming in rates] == [
        (1_200, True), (1_000, False),
    ]  # fmt: skip


def test_amounts_are_written_and_read_in_the_unit_from_its_day_on() -> None:
    shop = open_shop()
    client = staff_client(shop)
    today = date_of(local_day(sources.now(), "Asia/Tehran"))
    wanted = {
        "starts_on": (today + timedelta(days=1)).isoformat(), "unit": "new_rial",
        "calendar": "gregorian", "digits": "latin",
    }  # fmt: skip
    before = client.get("/settings/display/").context["example"]
    assert client.post("/settings/display/", wanted).status_code == 302
    coming = client.get("/settings/display/")
    back = client.post("/settings/display/take-back/", {"starts_on": wanted["starts_on"]})
    now = {**wanted, "starts_on": coming.context["form"].initial["starts_on"].isoformat()}
    assert client.post("/settings/display/", now).status_code == 302
    shown = client.get("/settings/display/")
    limit = client.get("/settings/limits/")

    assert "تومان" in before
    assert before == coming.context["example"]
    assert back.status_code == 302
    assert "125,000" in shown.context["example"]
    assert "ریال نو" in shown.context["example"]
    assert [line["is_now"] for line in shown.context["lines"]] == [True]
    assert 'value="100"' in limit.content.decode()
    assert 'data-calendar="gregorian"' in shown.content.decode()


def test_a_text_is_published_and_every_version_stays() -> None:
    client = staff_client(open_shop())
    short = client.post("/settings/texts/terms/", {"text_fa": "کوتاه"})
    for text in (WORDS, f"{WORDS} بیشتر"):
        assert client.post("/settings/texts/terms/", {"text_fa": text}).status_code == 302
    page = client.get("/settings/texts/terms/")

    assert list(short.context["form"].errors) == ["text_fa"]
    assert [one.number for one in page.context["versions"]] == [2, 1]
    assert [
        newest and newest.number for *_, newest in client.get("/settings/texts/").context["texts"]
    ] == [2, None, None]
    assert client.get("/settings/texts/nothing/").status_code == 404


def test_the_sms_after_a_purchase_is_off_until_it_is_written() -> None:
    client = staff_client(open_shop())
    place = "/settings/texts/thanks/"

    wrong = client.post(place, {"text_fa": "سلام {mobile}"})
    written = client.post(place, {"text_fa": "{نام} عزیز، {پاداش} گرفتید."})
    emptied = client.post(place, {"text_fa": ""})

    assert list(wrong.context["form"].errors) == ["text_fa"]
    assert (written.status_code, emptied.status_code) == (302, 302)
    versions = client.get(place).context["versions"]
    assert [one.text_fa for one in versions] == ["", "{نام} عزیز، {پاداش} گرفتید."]
