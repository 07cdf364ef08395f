"""A person's name, mobile and words are planted wherever a caller can; erased, none is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection

from tests.factories.shops import Shop, open_shop, purchase_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports.models import Run
from vafa.interfaces.web import sources
from vafa.journeys.erase_member import erase_again, erasure_log
from vafa.journeys.relay_changes import relay_changes
from vafa.ledger.verify import verify
from vafa.server import config, database

MOBILE = "09357776665"
SPELT = ("9357776665", "۹۳۵۷۷۷۶۶۶۵", "935 777 6665")
NAME, FAMILY = "ژاله‌بانو", "کوهستانی‌راد"
EMAIL = "zhaleh.kuhestani@example.org"
WORD = "زمردنگارین"  # stands in every text that somebody types about her
PLANTED = (*SPELT, NAME, FAMILY, EMAIL, WORD, "88112233")


def plant(shop: Shop) -> tuple[str, str]:
    """Let her live in the shop, and give her id and that of a sale."""
    owner = shop.owner
    fields = {"fields": [{"code": "note", "label": "یادداشت", "kind": "text"}]}
    owner.write("/v1/club/member-fields", fields, method="PUT")
    joined = owner.write(
        "/v1/members",
        {"mobile": MOBILE, "first_name": NAME, "last_name": FAMILY, "consent_source": "till"},
        key=f"join-{MOBILE}",
    )
    member = str(joined.json()["member"]["member_id"])
    profile = {
        "email": EMAIL,
        "address": f"تهران {WORD}",
        "company": WORD,
        "job_title": WORD,
        "company_phone": "021-88112233",
        "custom": {"note": f"{WORD} {MOBILE}"},
    }
    assert owner.write(f"/v1/members/{member}", profile, method="PATCH").status_code == 200
    owner.write(f"/v1/members/{member}", {"job_title": f"{WORD} ۲"}, method="PATCH")
    sales = [
        owner.write(
            "/v1/purchases",
            purchase_of(
                member,
                0,
                document=document,
                source=f"till {MOBILE}",
                channel=f"c{MOBILE}",
                attributes={"wish": WORD, "call": MOBILE},
                lines=[
                    {"net_rials": 10_000_000, "vat_rials": 0, "product": f"گل {NAME} {FAMILY}"}
                ],
            ),
            key=f"buy-{number}-{MOBILE}",
        ).json()
        for number, document in enumerate(f"فاکتور ۹۳۵۷۷۷۶۶۶۵ {number}" for number in range(2))
    ]
    owner.write(
        f"/v1/purchases/{sales[1]['purchase_id']}/refunds",
        {"member_id": member, "source": "till", "document": f"B-{MOBILE}", "currency": "IRR"},
    )
    for units in (1000, 9_000_000):  # posted, and waiting for a second person
        note = {"member_id": member, "unit": "credit", "units": units, "reason": "goodwill"}
        answer = owner.write("/v1/adjustments", {**note, "note": f"{WORD} {MOBILE}"})
        assert answer.status_code in {201, 202}, answer.content
    hold = owner.write(
        "/v1/holds",
        {"member": {"id": member}, "unit": "credit", "units": 5, "bound_to": f"{WORD} {MOBILE}"},
    ).json()
    owner.write(f"/v1/holds/{hold['hold_id']}/cancel", {"member_id": member})
    owner.write(
        "/v1/redemptions",
        {"member": {"mobile": MOBILE}, "unit": "credit", "units": 7, "source": "web",
         "document": f"V-{MOBILE}"},
    )  # fmt: skip
    with club_scope(shop.club_id):
        Run.objects.create(
            id=sources.ids().next(), club_id=shop.club_id, digest="0" * 64, kind="members",
            source="x", file_name=f"{NAME} {FAMILY} {MOBILE}.csv", gives_value=False,
            decided_at=sources.now(), account={"refused": [f"row of {MOBILE}"]},
        )  # fmt: skip
    return member, sales[0]["purchase_id"]


def erase(shop: Shop, member: str) -> None:
    """Look at the preview and confirm it."""
    preview = shop.owner.get(f"/v1/members/{member}/erase").json()
    body = {"basis": "request", "preview_hash": preview["preview_hash"]}
    answer = shop.owner.write(f"/v1/members/{member}/erase", body, key=f"erase-{MOBILE}")
    assert answer.status_code == 200, answer.content


def found_in_database() -> Iterator[tuple[str, str]]:
    """Search every column of every row of every table, as text and as bytes."""
    name = connection.settings_dict["NAME"]
    with database.connect(config.current(), "admin", name=name) as admin:
        tables = admin.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            for word in PLANTED:
                forms = [f"%{word}%", f"%{word.encode().hex()}%"]
                (count,) = admin.execute(  # type: ignore[misc]  # framework
                    f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE ANY(%s)",  # noqa: S608 - framework
                    [forms],
                ).fetchone()
                if count:
                    yield table, word


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """Open a shop of its own."""
    return open_shop()


def test_nothing_of_an_erased_person_is_found_anywhere(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    """E79, searched in every table; half of what happened is in the feed, half in the outbox."""
    member, sale = plant(shop)
    relay_changes()
    shop.owner.write(
        "/v1/purchases",
        purchase_of(member, 1_000_000, document=f"Z-{MOBILE}", attributes={"wish": WORD}),
    )
    before = {table for table, _ in found_in_database()}

    erase(shop, member)

    assert before >= {
        "clubs_answeredrequest", "clubs_approval", "imports_run", "ledger_event", "ledger_hold",
        "ledger_outbox", "ledger_request_key", "ledger_sale", "ledger_sale_line",
        "ledger_source_ref", "members_member", "rewards_change",
    }  # fmt: skip
    assert list(found_in_database()) == []
    assert not any(word in caplog.text for word in PLANTED)
    assert verify(club_id=shop.club_id).differences == 0
    # The invoice itself stays, and a refund of it posts on the pseudonym (E56).
    refund = shop.owner.write(
        f"/v1/purchases/{sale}/refunds",
        {"member_id": member, "source": "till", "document": "B-9", "currency": "IRR"},
    )
    assert (refund.status_code, refund.json()["cash_rials"]) == (201, 10_000_000)
    assert verify(club_id=shop.club_id).differences == 0


def test_replay_after_a_restore_leaves_nothing_either(shop: Shop) -> None:
    """The log of a newer copy is replayed on an older one: here, of a member not yet erased."""
    member, _ = plant(shop)
    other = open_shop()
    theirs = other.member(first_name="علی")
    erase_body = other.owner.get(f"/v1/members/{theirs}/erase").json()["preview_hash"]
    other.owner.write(
        f"/v1/members/{theirs}/erase", {"basis": "request", "preview_hash": erase_body}
    )
    (line,) = [one for one in erasure_log() if one.club_id == other.club_id]
    of_her = replace(line, club_id=shop.club_id, member_id=int(member))
    done = erase_again(
        entries=[of_her], ids=sources.ids(), vault=sources.vault(), at=sources.now()
    )

    assert (done.lines, done.added, done.erased) == (1, 1, 1)
    assert list(found_in_database()) == []
