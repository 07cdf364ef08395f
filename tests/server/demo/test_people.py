"""Invented members: the same for the same number, never two with one mobile."""

import pytest

from vafa.kit.identity import normalise_mobile
from vafa.kit.text import clean
from vafa.server.demo.people import BUYER_LIMIT, Person, person


def test_person_is_the_same_for_the_same_buyer() -> None:
    assert person(source="cdnow", buyer=17) == person(source="cdnow", buyer=17)
    assert person(source="complete_journey", buyer=1) == Person(
        reference="1",
        given_name="تینا",
        family_name="توسلی",
        mobile="+989297368787",
        wants_credit=True,
    )


def test_mobiles_are_well_formed_and_never_shared() -> None:
    buyers = [*range(25_000), BUYER_LIMIT - 1]
    sources = ("complete_journey", "cdnow")

    people = [person(source=source, buyer=buyer) for source in sources for buyer in buyers]
    mobiles = [one.mobile for one in people]

    assert len(set(mobiles)) == len(people)
    assert [normalise_mobile(mobile) for mobile in mobiles] == mobiles


def test_names_stand_in_stored_form() -> None:
    people = [person(source="cdnow", buyer=buyer) for buyer in range(5_000)]

    names = {one.given_name for one in people} | {one.family_name for one in people}

    assert {clean(name) for name in names} == names
    assert len(names) > 350


def test_four_in_ten_want_credit() -> None:
    wanting = sum(person(source="cdnow", buyer=buyer).wants_credit for buyer in range(20_000))

    assert 7_800 < wanting < 8_200


def test_buyer_without_a_seven_digit_number_is_a_programming_error() -> None:
    with pytest.raises(AssertionError):
        person(source="cdnow", buyer=BUYER_LIMIT)
