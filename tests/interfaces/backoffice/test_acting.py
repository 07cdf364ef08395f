"""An act of a form: done and gone on, or refused where it can be mended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from vafa.domain.clubs.operations import EmptyName
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web.forms import PageForm


class NameForm(PageForm):
    """A form with one field."""

    name = forms.CharField()


def asked() -> HttpRequest:
    request = RequestFactory().post("/")
    request.session = {}  # type: ignore[assignment]  # framework
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # framework
    return request


def test_what_is_done_is_said_and_leads_on() -> None:
    done: list[str] = []
    request = asked()

    answer = did(request, NameForm({"name": "x"}), lambda: done.append("x"), said="ok", to="/on/")

    assert answer is not None
    assert (answer["Location"], done) == ("/on/", ["x"])
    assert [str(one) for one in request._messages] == ["ok"]  # type: ignore[attr-defined]  # framework


def test_what_is_refused_stands_at_its_field_and_an_unfit_form_is_not_tried() -> None:
    def refuse() -> Any:
        raise EmptyName

    form, empty = NameForm({"name": "x"}), NameForm({})

    assert did(asked(), form, refuse, said="", to="/", fields={"empty_name": "name"}) is None
    assert did(asked(), empty, refuse, said="", to="/") is None
    assert (list(form.errors), list(empty.errors)) == (["name"], ["name"])
