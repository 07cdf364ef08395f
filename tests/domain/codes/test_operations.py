"""Codes at once: limits, tries and the one use hold however many processes ask."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.factories.clubs import IDS, VAULT, Club, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations
from vafa.domain.codes.models import Challenge
from vafa.domain.codes.operations import CodeTooSoon, TooManyCodes
from vafa.domain.codes.records import Given, NewCode
from vafa.kit.errors import VafaError

SARA = "+989121110000"


def issue(club: Club, *, mobile: str = SARA, code: str = "123456", caller: str = "one") -> int:
    with club_scope(club.club_id):
        return operations.issue(
            club_id=club.club_id, challenge_id=IDS.next(), vault=VAULT, at=club.at,
            asked=NewCode("mobile", mobile, code, caller),
        ).challenge_id  # fmt: skip


def verify(club: Club, *given: Given) -> bool:
    with club_scope(club.club_id):
        return operations.verify(club_id=club.club_id, given=given, vault=VAULT, at=club.at)


def at_once(tasks: int, work: Callable[[int], object]) -> list[object]:
    """Do the work in as many threads, each with a connection of its own; errors are results."""

    def one(number: int) -> object:
        try:
            return work(number)
        except VafaError as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(tasks)))


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_a_number_gets_one_code() -> None:
    club = a_club()

    came = at_once(24, lambda number: issue(club, caller=f"caller {number}"))

    assert came.count(CodeTooSoon) == 23
    with club_scope(club.club_id):
        assert Challenge.objects.filter(club_id=club.club_id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_a_caller_gets_ten() -> None:
    club = a_club()

    came = at_once(24, lambda number: issue(club, mobile=f"+98912111{number:04d}"))

    assert came.count(TooManyCodes) == 14
    with club_scope(club.club_id):
        assert Challenge.objects.filter(club_id=club.club_id).count() == 10


@pytest.mark.django_db(transaction=True)
def test_code_typed_by_many_at_once_is_used_once() -> None:
    club = a_club()
    challenge_id = issue(club)

    came = at_once(5, lambda _: verify(club, Given("mobile", challenge_id, "123456")))

    assert sorted(map(str, came)) == ["False"] * 4 + ["True"]


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_five_are_looked_at() -> None:
    club = a_club()
    challenge_id = issue(club, code="000039")

    came = at_once(40, lambda number: verify(club, Given("mobile", challenge_id, f"{number:06}")))

    with club_scope(club.club_id):
        row = Challenge.objects.get(id=challenge_id)
    assert row.tries == 5
    assert came.count(True) == (row.used_at is not None)
    assert not verify(club, Given("mobile", challenge_id, "000039"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [{"code": "123457"}, {"purpose": "change_old"}, {"subject_id": 1}, {"challenge_id": 1}],
    ids=lambda changes: next(iter(changes)),
)
def test_code_is_bound_to_purpose_subject_and_request(changes: dict[str, object]) -> None:
    club = a_club()
    given = {"purpose": "mobile", "challenge_id": issue(club), "code": "123456"}

    assert not verify(club, Given(**given | changes))  # type: ignore[arg-type]  # framework
    assert verify(club, Given(**given))  # type: ignore[arg-type]  # framework


@pytest.mark.django_db
def test_two_codes_are_used_together_or_not_at_all() -> None:
    club = a_club()
    one, other = issue(club), issue(club, mobile="+989121112222", code="654321")

    half = verify(club, Given("mobile", one, "123456"), Given("mobile", other, "000000"))
    both = verify(club, Given("mobile", one, "123456"), Given("mobile", other, "654321"))

    assert (half, both) == (False, True)


@pytest.mark.django_db
def test_code_of_another_club_is_none() -> None:
    club, other = a_club(), a_club()
    challenge_id = issue(club)

    assert not verify(other, Given("mobile", challenge_id, "123456"))
    with club_scope(other.club_id):
        assert not Challenge.objects.filter(id=challenge_id).exists()


@pytest.mark.django_db
def test_codes_are_forgotten_by_age_and_by_number() -> None:
    club = a_club()
    issue(club)
    issue(club, mobile="+989121112222")
    with club_scope(club.club_id):
        of_sara = operations.forget_mobile(club_id=club.club_id, mobile=SARA, vault=VAULT)
        old = operations.forget(club_id=club.club_id, before=club.at + timedelta(seconds=1))

    assert (of_sara, old) == (1, 1)


@pytest.mark.django_db
def test_known_and_unknown_numbers_cost_the_same_statements() -> None:
    """Nobody is looked up when a code is asked for: there is nothing to measure."""
    club = a_club()
    club.join(mobile=SARA)
    counts = []
    for mobile in (SARA, "+989121119999"):
        with CaptureQueriesContext(connection) as ran:
            issue(club, mobile=mobile)
        counts.append([query["sql"].split()[0] for query in ran.captured_queries])

    assert counts[0] == counts[1]
    assert len(counts[0]) > 3
