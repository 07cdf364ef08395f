"""Erasing a person: nothing of them is found anywhere, and the book still adds up (E79, E56)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.rewards.operations.ending import HoldsOpen
from vafa.domain.rewards.records import Adjustment
from vafa.journeys import erase_member as journey
from vafa.journeys.adjust_balance import adjust_balance
from vafa.journeys.erase_member import Erased, PreviewDiffers, erase_again, erasure_log
from vafa.journeys.find_member import find_member
from vafa.ledger.verify import verify
from vafa.programme.document import FixedAmount, Label, Rule
from vafa.programme.presets import reference_programme

MOBILE = "09351122334"


def preview(club: Club, name: str = "Sara") -> journey.ErasurePreview:
    """Look at what an erasure would do."""
    with clock(club.at):
        return journey.preview_erasure(
            principal=club.principal, vault=VAULT, at=club.at, member_id=club.members[name]
        )


def erase(club: Club, name: str = "Sara", preview_hash: str = "", key: str = "") -> Erased:
    """Erase somebody as previewed now, unless another preview is confirmed."""
    confirmed = preview_hash or preview(club, name).preview_hash
    with clock(club.at):
        return journey.erase_member(
            principal=club.principal, claim=claim(key), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.members[name], basis="request", preview_hash=confirmed,
        )  # fmt: skip


@pytest.fixture
def club(db: None) -> Club:
    """Open a club that gives at joining and on birthdays, with a member born on this day."""
    rules = tuple(
        Rule(
            code=trigger,
            name=Label(fa=trigger, en=trigger),
            trigger=trigger,
            effects=(FixedAmount(unit="points", units=50),),
        )
        for trigger in ("join", "birthday")
    )
    document = reference_programme()
    club = a_club(document.model_copy(update={"rules": (*document.rules, *rules)}))
    club.join(mobile=MOBILE, last_name="پیروزفر", birthday=(8, 30))
    return club


def test_balance_ends_and_the_member_is_found_no_more(club: Club) -> None:
    club.buy(10_000_000)

    erased = erase(club)

    assert dict(erased.ended) == {"points": 150, "credit": 200_000}
    assert verify(club_id=club.club_id).differences == 0
    for one in (ref(club.members["Sara"]), replace(ref(1), kind="mobile", value=MOBILE)):
        with pytest.raises(NoSuchMember):
            find_member(principal=club.principal, vault=VAULT, member=one)


def test_erasing_again_answers_the_same_and_changes_nothing(club: Club) -> None:
    club.buy(1_000_000)
    confirmed = preview(club).preview_hash

    first = erase(club, preview_hash=confirmed)
    again = erase(club, preview_hash=confirmed)

    assert again == replace(first, replayed=True)


def test_another_preview_than_the_one_confirmed_is_refused(club: Club) -> None:
    confirmed = preview(club).preview_hash
    club.buy(1_000_000)

    with pytest.raises(PreviewDiffers):
        erase(club, preview_hash=confirmed)

    assert club.available("points") == 60


def test_open_holds_are_refused_first(club: Club) -> None:
    club.buy(10_000_000)
    club.hold(1000)

    with pytest.raises(HoldsOpen):
        erase(club)


def test_refund_for_an_erased_member_posts_on_the_pseudonym(club: Club) -> None:
    """E56: value goes back in the book and nobody is written to."""
    sale = club.buy(10_000_000)
    erase(club)

    refund = club.refund(sale)

    assert refund.member_id == sale.member_id
    assert refund.cash_rials == 10_000_000
    assert [(one.unit, one.available, one.owed) for one in refund.balances] == [
        ("points", 0, 0), ("credit", 0, 0),
    ]  # fmt: skip
    assert verify(club_id=club.club_id).differences == 0


def test_who_comes_back_is_somebody_new_without_a_second_gift(club: Club) -> None:
    """E79: the keyed hash of the mobile stops a second welcome gift and birthday gift."""
    before = club.members["Sara"]
    club.run_day()  # 30 Aban is her birthday
    gifts = club.available("points")
    erase(club)
    del club.members["Sara"]

    club.join(mobile=MOBILE, birthday=(9, 10))
    club.pass_days(10)  # 10 Azar
    club.run_day()

    assert gifts == 100
    assert club.members["Sara"] != before
    assert club.available("points") == 0


def test_replaying_the_log_erases_who_a_backup_brought_back(club: Club) -> None:
    club.buy(1_000_000)
    other = a_club()
    other.join("Ali")
    other.buy(1_000_000, name="Ali")
    erase(club)
    (entry,) = [one for one in erasure_log() if one.club_id == club.club_id]
    of_ali = replace(entry, club_id=other.club_id, member_id=other.members["Ali"])

    with clock(club.at):
        first = erase_again(entries=[entry, of_ali], ids=IDS, vault=VAULT, at=club.at)
        second = erase_again(entries=[entry, of_ali], ids=IDS, vault=VAULT, at=club.at)

    assert (first.lines, first.added, first.erased) == (2, 1, 1)
    assert (second.lines, second.added, second.erased) == (2, 0, 0)
    with pytest.raises(NoSuchMember):
        find_member(principal=other.principal, vault=VAULT, member=ref(other.members["Ali"]))
    assert verify(club_id=other.club_id).differences == 0


def test_waiting_approvals_end_and_notes_go(club: Club) -> None:
    adjustment = Adjustment(club.members["Sara"], "credit", 9_000_000, "goodwill", "شرمندهٔ سارا")
    with clock(club.at):
        adjust_balance(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
            adjustment=adjustment,
        )  # fmt: skip

    erase(club)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload::text, expires_at FROM clubs_approval WHERE club_id = %s",
            [club.club_id],
        )
        ((payload, expires_at),) = cursor.fetchall()
    assert "شرمنده" not in payload
    assert expires_at <= club.at + timedelta(seconds=1)
