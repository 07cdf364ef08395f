"""Pages for what went wrong, and what makes a page an app."""

import json
import re

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from vafa.domain.clubs.principal import RightMissing
from vafa.interfaces.web import files, pages
from vafa.kit.errors import VafaError


@pytest.mark.parametrize(
    ("language", "words"), [("fa", "چنین صفحه‌ای نیست"), ("en", "There is no such page")]
)
def test_an_address_without_a_page_says_so_in_the_chosen_language(
    client: Client, language: str, words: str
) -> None:
    client.post("/looks/", {"language": language})

    answer = client.get("/there-is-nothing/")

    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_what_a_journey_refuses_becomes_a_page_with_its_words() -> None:
    answer = pages.refusal(RequestFactory().get("/"), RightMissing(right="members.read"))

    assert answer.status_code == 403
    assert "شما اجازهٔ این کار را ندارید" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [(RightMissing(right="export"), 403), (VafaError(), 500), (OperationalError("gone"), 503)],
)
def test_an_error_that_no_view_caught_gets_its_status(error: Exception, status: int) -> None:
    door = pages.Problems(pages.broken)

    answer = door.process_exception(RequestFactory().get("/"), error)

    assert answer is not None
    assert answer.status_code == status


def test_a_fault_of_our_own_is_left_to_django() -> None:
    door = pages.Problems(pages.broken)

    assert door.process_exception(RequestFactory().get("/"), KeyError("x")) is None


def test_a_fault_is_logged_by_its_place_and_without_values(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        raise KeyError("0912 000 0000")  # noqa: TRY301  framework
    except KeyError:
        answer = pages.broken(RequestFactory().get("/members/?q=0912"))

    assert answer.status_code == 500
    assert "fault KeyError" in caplog.text
    assert "test_a_fault_is_logged" in caplog.text
    assert "0912" not in caplog.text


def test_a_part_of_a_page_gets_only_the_words() -> None:
    """What htmx puts into a page must not bring a second page along."""
    request = RequestFactory().get("/", headers={"hx-request": "true"})

    answer = pages.problem(request, 404).content.decode()

    assert "<html" not in answer
    assert 'role="alert"' in answer


def test_a_form_without_its_secret_is_refused_in_plain_words() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/looks/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "فرم" in answer.content.decode()
    assert "vafa_theme" not in answer.cookies


def test_the_service_worker_keeps_files_that_exist(client: Client) -> None:
    answer = client.get("/sw.js")
    told = re.match(r"self\.VAFA=(.+);\n", answer.content.decode())

    assert told is not None
    kept = json.loads(told.group(1))
    assert kept["pages"] == ["/offline/"]
    assert set(kept["files"]) < {f"/static/{name}" for name in files.names().values()}
    assert answer["Cache-Control"] == "no-cache"


def test_a_face_can_be_kept_as_an_app(client: Client) -> None:
    manifest, start = client.get("/cashier/app.webmanifest").json(), "/cashier/"

    assert (manifest["start_url"], manifest["scope"], manifest["dir"]) == (start, start, "rtl")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
