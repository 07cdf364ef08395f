"""Browsers are named as people know them."""

import pytest
from django.template import Context, Template

from vafa.interfaces.web.browsers import browser_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/150.0 Safari/537.36", "Chrome · Linux"),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/150.0 Safari/537", "Chrome · Android"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/150 Safari/5 Edg/150", "Edge · Windows"),
        (f"Mozilla/5.0 (iPhone; CPU like Mac OS X) {WEBKIT} Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Firefox/140.0", "Firefox · Mac"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browser_is_named(said: str, named: str) -> None:
    assert browser_of(said) == named
    page = Template("{% load people %}{{ said|browser }}")
    assert page.render(Context({"said": said})) == named
