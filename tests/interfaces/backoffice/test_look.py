"""The look of the members' pages, set in the office."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.people import staff_client
from tests.factories.pictures import picture
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_a_colour_and_a_logo_are_set_and_the_logo_removed() -> None:
    client = staff_client(open_shop())
    file = SimpleUploadedFile("logo.jpg", picture("JPEG"), "image/jpeg")
    sent = client.post("/settings/look/", {"colour": "#7a1f3d", "logo": file})
    place = client.get("/settings/look/").context["logo"]
    removed = client.post("/settings/look/", {"colour": "#7a1f3d", "is_removed": "on"})

    assert (sent.status_code, removed.status_code) == (302, 302)
    assert place.endswith("/logo.png?v=1")
    assert client.get("/settings/look/").context["logo"] == ""


def test_a_pale_colour_is_refused_with_the_nearest() -> None:
    client = staff_client(open_shop())
    refused = client.post("/settings/look/", {"colour": "#f0e68c"})

    assert len(refused.context["form"].errors["colour"]) == 2
    assert "#" in refused.context["form"].errors["colour"][1]
