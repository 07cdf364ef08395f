"""Branches, dated VAT rates, and answering once; keys and clubs are tested with their journeys."""

from datetime import date

import pytest

from tests.factories.clubs import IDS, NOON, a_club, claim
from vafa.domain.clubs import operations
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.records import NewBranch
from vafa.domain.clubs.scope import club_scope
from vafa.kit.calendar import day_of

pytestmark = pytest.mark.django_db


def test_vat_rate_holds_from_its_day_on() -> None:
    club = a_club()

    with club_scope(club.club_id):
        operations.set_vat_rate(
            club_id=club.club_id, starts_on=date(2026, 3, 21), basis_points=1100
        )
        facts = club_facts(club_id=club.club_id)

    assert facts.vat_on(day_of(date(2026, 3, 20))) == 1000
    assert facts.vat_on(day_of(date(2026, 3, 21))) == 1100


def test_branch_code_is_taken_once() -> None:
    club = a_club(branches=("north",))

    with club_scope(club.club_id), pytest.raises(operations.CodeTaken):
        operations.open_branch(
            club_id=club.club_id, branch_id=IDS.next(), branch=NewBranch("north", "x"), at=NOON
        )


def test_work_that_fails_leaves_its_key_free() -> None:
    club = a_club()
    asked = claim("k", "b")

    def fail() -> dict[str, int]:
        raise operations.NoSuchKey

    with pytest.raises(operations.NoSuchKey), club_scope(club.club_id):
        operations.answer_once(principal=club.principal, claim=asked, at=NOON, work=fail)
    with club_scope(club.club_id):
        answer = operations.answer_once(
            principal=club.principal, claim=asked, at=NOON, work=lambda: {"n": 1}
        )

    assert answer == ({"n": 1}, False)


def test_keys_of_two_callers_do_not_meet() -> None:
    club = a_club()
    other = type(club.principal)(club.club_id, 5, club.principal.rights)

    with club_scope(club.club_id):
        answers = [
            operations.answer_once(
                principal=principal, claim=claim("k", body), at=NOON, work=lambda: {"n": 1}
            )[1]
            for principal, body in ((club.principal, "a"), (other, "b"), (club.principal, "a"))
        ]

    assert answers == [False, False, True]
