"""Rows that are inserted together are those that would have been inserted one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, transaction

from tests.factories.clubs import IDS, a_club
from vafa.domain.clubs.rows import insert_all
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports.models import Brought
from vafa.domain.members.models import Consent, Contact, Member

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 21, 10, tzinfo=UTC)


def test_insert_all_writes_values_as_they_are() -> None:
    """Texts with quotes and commas, bytes, lists, moments, and what is not set at all."""
    club = a_club()
    names = ("سارا", 'Ali "the, {one}"', "\\n'")
    with club_scope(club.club_id):
        insert_all(
            Member(
                id=IDS.next(), club_id=club.club_id, number=str(row), first_name=name,
                mobile_sealed=bytes([0, 92, 34, row]), joined_at=AT, joined_by="import",
                birth_month=row or None,
            )
            for row, name in enumerate(names)
        )  # fmt: skip
        found = Member.objects.filter(club_id=club.club_id).order_by("id")
        assert [one.first_name for one in found] == list(names)
        assert [bytes(one.mobile_sealed)[3] for one in found] == [0, 1, 2]
        assert [one.birth_month for one in found] == [None, 1, 2]
        assert {one.joined_at for one in found} == {AT}
        assert {one.left_at for one in found} == {None}

        sales: tuple[list[int], ...] = ([], [1], [2, 3])
        insert_all(
            Brought(
                member_id=one.id, run_id=7, club_id=club.club_id, sale_ids=ids, state_version=1,
                was_empty=bool(ids), is_new=False,
            )
            for one, ids in zip(found, sales, strict=True)
        )  # fmt: skip
        kept = Brought.objects.filter(run_id=7).order_by("member_id")
        assert [one.sale_ids for one in kept] == [[], [1], [2, 3]]
        assert [one.was_empty for one in kept] == [False, True, True]


def test_insert_all_leaves_what_the_database_sets_to_it() -> None:
    """The wording of a consent has a value of its own in the database."""
    club = a_club()
    with club_scope(club.club_id):
        insert_all(
            [
                Consent(
                    member_id=1, purpose="membership", given_at=AT, club_id=club.club_id,
                    source="import",
                )
            ]
        )  # fmt: skip
        assert Consent.objects.get(member_id=1, club_id=club.club_id).wording == ""


def test_insert_all_skips_known_rows_only_when_asked() -> None:
    """A contact that somebody has stays theirs."""
    club = a_club()

    def contact(trace: bytes, member_id: int) -> Contact:
        return Contact(club_id=club.club_id, kind="mobile", trace=trace, member_id=member_id)

    with club_scope(club.club_id):
        insert_all([contact(b"a", 1)])
        insert_all([contact(b"a", 2), contact(b"b", 2)], skips_known=True)
        rows = Contact.objects.filter(club_id=club.club_id, kind="mobile")
        found = {bytes(trace): owner for trace, owner in rows.values_list("trace", "member_id")}
        assert (found[b"a"], found[b"b"]) == (1, 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_all([contact(b"c", 3), contact(b"b", 3)])


def test_insert_all_refuses_what_is_too_long_instead_of_cutting_it() -> None:
    """As an insert by itself does."""
    club = a_club()
    with pytest.raises(DataError), club_scope(club.club_id):
        insert_all([Contact(club_id=club.club_id, kind="x" * 11, trace=b"a", member_id=1)])


def test_insert_all_of_nothing_does_nothing() -> None:
    """Nobody new in a batch is no error."""
    insert_all([])
