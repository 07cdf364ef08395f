"""What an act was done to and what it changed, in words that whoever owns a shop understands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import override

from vafa.domain.clubs.trail import ActShown
from vafa.interfaces.backoffice.act_values import address, changed, thing

NAMES = {
    "member:7": "سارا احمدی", "number:7": "1042", "staff:9": "لیلا", "branch:karaj": "شعبهٔ کرج",
    "tag:3": "وفادار", "unit:credit:fa": "اعتبار", "unit:credit:en": "credit",
    "money:credit": "1", "sale:5": "R-1001",
}  # fmt: skip
ACT = ActShown(
    "trail", 1, datetime(2026, 11, 21, tzinfo=UTC), "", 0, 0, "x", "member", "7", {}, {},
    names=NAMES,
)  # fmt: skip


def told(after: dict[str, Any], before: dict[str, Any] | None = None) -> str:
    return changed(replace(ACT, object_id="", before=before or {}, after=after))


def test_what_changed_is_old_and_new_and_the_rest_is_left_out() -> None:
    before = {"name": "لیلا نوری", "role": "cashier", "branches": []}
    after = {"name": "لیلا نوری", "role": "manager", "branches": ["karaj"]}

    assert told(after, before) == ("نقش: از «صندوق‌دار» به «مدیر» · شعبه‌ها: از «—» به «شعبهٔ کرج»")
    with override("en"):
        assert told(after, before).startswith("Role: from Cashier to Manager · ")


def test_ids_are_names_and_what_only_programs_need_says_nothing() -> None:
    assert told({"member_id": 7, "staff_id": 9}) == "عضو: سارا احمدی · مدیر حساب: لیلا"
    assert told({"add": [3], "remove": []}) == "برچسب‌های داده‌شده: وفادار"
    assert told({"staff_id": 8, "body_hash": "x", "branches": [], "change_id": "1234567890"}) == ""


def test_amounts_have_their_unit_and_units_their_name() -> None:
    assert told({"limit_rials": 1_000_000}) == "سقف: ۱۰۰٬۰۰۰ تومان"
    given = {"unit": "credit", "units": 500_000, "reason": "goodwill"}
    assert told(given) == "واحد: اعتبار · چقدر: ۵۰٬۰۰۰ تومان · دلیل: دلجویی"
    assert told({"units": 500}).endswith("۵۰۰")


def test_hours_days_rates_months_and_rights_are_written_out() -> None:
    quiet = {"starts_on": "2026-11-21", "from_minute": 1320, "until_minute": 480}
    assert told(quiet) == "از روز: ۳۰ آبان ۱۴۰۵ · از ساعت: ۲۲:۰۰ · تا ساعت: ۰۸:۰۰"
    assert "۱۴۰۵" in told({"due_at": "2026-11-29T17:32:39+00:00"})
    assert told({"due_at": "soon"}).endswith("soon")
    assert told({"basis_points": 900}).startswith("نرخ: ")
    assert "آبان" in told({"month": "1405-08"})
    assert "API" not in told({"rights": ["sales.write", "orders.write", "members.read"]})
    assert told({"rights": ["sales.write", "orders.write"]}).startswith("اجازه‌ها: ")


def test_things_are_named_and_lead_to_their_pages() -> None:
    sale = replace(ACT, act="purchase", after={"event_id": "5"})

    assert (thing(ACT), address(ACT)) == ("سارا احمدی", "/members/1042/")
    assert thing(sale) == "سارا احمدی · رسید R-۱۰۰۱"
    branch = replace(ACT, object_kind="branch", object_id="karaj")
    assert (thing(branch), address(branch)) == ("شعبه: شعبهٔ کرج", "/settings/branches/karaj/")
    person = replace(ACT, object_kind="staff", object_id="9")
    assert (thing(person), address(person)) == ("لیلا", "/settings/staff/9/")
    assert changed(replace(person, after={"staff_id": 9, "role": "cashier"})) == "نقش: صندوق‌دار"
    version = replace(ACT, object_kind="version", object_id="3")
    assert thing(version) == "نسخه: ۳"
    assert thing(replace(sale, object_id="8")) == "رسید R-۱۰۰۱"
    gone = replace(ACT, object_id="8")
    assert (thing(gone), address(gone)) == ("عضو", "")
    assert thing(replace(ACT, object_kind="role", object_id="cashier")) == "نقش: صندوق‌دار"
    assert thing(replace(ACT, object_kind="club", object_id="")) == "باشگاه"


def test_a_newer_name_is_shown_as_it_is() -> None:
    assert told({"new_thing": {"is_open": True}}) == "new thing: is open: بله"
