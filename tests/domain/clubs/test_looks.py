"""Colours that can be read, and logos as they are kept."""

from __future__ import annotations

import pytest

from tests.factories.pictures import picture, read
from vafa.domain.clubs.looks import ColourTooPale, UnfitColour, colour_of, logo_of
from vafa.domain.clubs.looks import palette_of as palette


@pytest.mark.parametrize("colour", ["", "#006667", "#7a1f3d", "#000000"])
def test_a_colour_that_can_be_read_is_kept(colour: str) -> None:
    assert colour_of(f" {colour.upper()} ") == colour


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#1234567"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(UnfitColour):
        colour_of(colour)


@pytest.mark.parametrize("colour", ["#ffffff", "#f0e68c", "#59c5bf"])
def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(colour: str) -> None:
    with pytest.raises(ColourTooPale) as refused:
        colour_of(colour)

    nearest = str(refused.value.details["nearest"])
    assert colour_of(nearest) == nearest


def test_labels_are_read_on_the_colour_in_light_and_in_dark() -> None:
    found = palette("#006667")

    assert (found.light, found.light_label, found.dark_label) == ("#006667", "#ffffff", "#000000")
    assert found.dark != found.light


def test_a_logo_is_kept_as_it_is_shown_and_as_an_icon() -> None:
    logo, icon = logo_of(picture("JPEG", (1600, 800)))

    assert (read(logo).format, read(logo).size) == ("PNG", (512, 256))
    assert (read(icon).format, read(icon).size) == ("PNG", (512, 512))
