"""Branches: eight shops in Tehran with codes of their own."""

from vafa.server.demo.places import ONLINE, TEHRAN


def test_branches_have_codes_and_names_of_their_own() -> None:
    places = (*TEHRAN, *ONLINE)

    assert len(TEHRAN) == 8
    assert len({place.code for place in places}) == len(places)
    assert len({place.persian for place in places}) == len(places)
