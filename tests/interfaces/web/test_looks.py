"""The language and the theme that a person chose."""

import pytest
from django.test import Client


def test_a_page_is_persian_until_somebody_chooses(client: Client) -> None:
    """Browsers ask for English of themselves; that is no choice of a person."""
    answer = client.get("/offline/", headers={"accept-language": "en-US"})

    assert answer["Content-Language"] == "fa"
    assert '<html lang="fa" dir="rtl"' in " ".join(answer.content.decode().split())


def test_a_chosen_language_stays(client: Client) -> None:
    chosen = client.post("/looks/", {"language": "en", "next": "/offline/"})
    answer = client.get("/offline/")

    assert (chosen.status_code, chosen["Location"]) == (302, "/offline/")
    assert '<html lang="en" dir="ltr"' in " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("theme", "shown"),
    [("dark", 'data-theme="vafa-dark"'), ("light", 'data-theme="vafa"'), ("system", 'dir="rtl"')],
)
def test_a_chosen_theme_stands_in_the_page_so_that_nothing_flashes(
    client: Client, theme: str, shown: str
) -> None:
    client.post("/looks/", {"theme": theme})

    assert shown in client.get("/offline/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil"]
)
def test_nobody_is_sent_elsewhere(client: Client, elsewhere: str) -> None:
    answer = client.post("/looks/", {"language": "en", "next": elsewhere})

    assert answer["Location"] == "/"


def test_an_unknown_look_changes_nothing(client: Client) -> None:
    answer = client.post("/looks/", {"language": "de", "theme": "pink"})

    assert not answer.cookies


def test_a_look_is_posted(client: Client) -> None:
    assert client.get("/looks/", {"language": "en"}).status_code == 405
