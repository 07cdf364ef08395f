"""What lists are sorted by follows the book, and is filled where it was not kept."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.clubs import VAULT, Club, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Member, Standing
from vafa.domain.members.standing import follow
from vafa.journeys.even_up_lists import even_up_lists
from vafa.journeys.relay_changes import relay_changes

pytestmark = pytest.mark.django_db


def standing(club: Club, member_id: int) -> tuple[str, int, int]:
    """Give tier, purchases and credit of a member as they are kept."""
    with club_scope(club.club_id):
        row = Standing.objects.get(member_id=member_id)
    return row.tier, row.purchases, row.unit_2


def test_the_relay_brings_who_bought_up_to_the_book() -> None:
    club = a_club()
    sara = club.join("Sara")
    before = standing(club, sara)
    club.buy(50_000_000)
    while relay_changes(batch=500):
        pass
    tier, purchases, credit = standing(club, sara)

    assert before == ("", 0, 0)
    assert (bool(tier), purchases, credit) == (True, 1, club.available("credit"))


def test_an_older_look_at_the_book_never_puts_a_newer_one_back() -> None:
    club = a_club()
    sara = club.join("Sara")
    club.buy(50_000_000)
    with club_scope(club.club_id):
        Standing.objects.filter(member_id=sara).update(state_version=10**6, unit_2=7)
        follow(club_id=club.club_id, holder_ids=(sara,))

    assert standing(club, sara)[2] == 7


def test_no_table_is_read_whole_for_whom_the_relay_names() -> None:
    """Row security keeps an expression from an index: with a million members that is minutes."""
    club = a_club()
    sara = club.join("Sara")
    with club_scope(club.club_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        before = whole_reads()
        follow(club_id=club.club_id, holder_ids=(sara,))

        assert whole_reads() == before


def whole_reads() -> dict[str, int]:
    """Tell how often this transaction read each table of the register and the book as a whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan FROM pg_stat_xact_user_tables"
            " WHERE relname LIKE 'members%' OR relname LIKE 'ledger%'"
        )
        return dict(cursor.fetchall())


def test_members_of_a_version_before_are_filled_in() -> None:
    club = a_club()
    sara = club.join("Sara", mobile="09121234567")
    club.buy(50_000_000)
    with club_scope(club.club_id):
        Member.objects.filter(id=sara).update(folded=None, mobile_end=None)
        Standing.objects.filter(member_id=sara).update(state_version=0, purchases=0)

    even_up_lists(vault=VAULT)

    with club_scope(club.club_id):
        row = Member.objects.get(id=sara)
    assert row.folded == " sara"
    assert row.mobile_end
    assert standing(club, sara)[1] == 1
