"""The page of components draws every component in both languages, in development only."""

import re

import pytest
from django.test import Client, override_settings

from vafa.interfaces.web.templatetags.fa import register as filters
from vafa.interfaces.web.templatetags.ui import register as tags

pytestmark = pytest.mark.django_db

ADDRESS = "/dev/components/"
INSIDE_OTHERS = {"money_unit", "qr"}
WRITTEN_BY_COMPONENTS = {"amount", "plain_money", "day_date", "digits"}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_component_is_drawn(language: str) -> None:
    client = Client()
    client.cookies["vafa_language"] = language

    answer = client.get(ADDRESS)

    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<html lang="{language}"' in html
    for piece in ("stat-tile", "wizard", "cohort", "stamp-row", "wallet", "receipt", "numpad"):
        assert f'class="{piece}' in html or f" {piece}" in html


def test_no_style_or_script_stands_in_the_page() -> None:
    html = Client().get(ADDRESS).content.decode()

    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []


def test_names_of_elements_are_not_given_twice() -> None:
    html = Client().get(ADDRESS).content.decode()

    shared = re.findall(r'\sid="([^"]+)"', html)
    twice = {name for name in shared if shared.count(name) > 1}
    assert twice == set()


def test_every_tag_and_filter_stands_in_the_page() -> None:
    from django.template.loader import get_template

    source = get_template("web/gallery.html").template.source  # type: ignore[attr-defined]  # framework

    undrawn = [name for name in tags.tags if f"{{% {name} " not in source]
    unwritten = [name for name in filters.filters if not re.search(rf"\|{name}\b", source)]
    assert set(undrawn) == INSIDE_OTHERS
    assert set(unwritten) == WRITTEN_BY_COMPONENTS


@override_settings(IS_DEVELOPMENT=False)
def test_nobody_else_sees_it() -> None:
    assert Client().get(ADDRESS).status_code == 404
