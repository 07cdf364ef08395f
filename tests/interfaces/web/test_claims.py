"""A form's claim is the same when it is sent again, and another when anything in it is."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from vafa.interfaces.web.claims import claim_of


def test_the_same_form_makes_the_same_claim_whatever_its_token() -> None:
    factory = RequestFactory()
    first = factory.post("/orders/new/", {"title": "میز", "csrfmiddlewaretoken": "a"})
    again = factory.post("/orders/new/", {"title": "میز", "csrfmiddlewaretoken": "b"})

    assert claim_of(first, "k") == claim_of(again, "k")


def test_other_fields_files_or_addresses_make_other_claims() -> None:
    factory = RequestFactory()
    file = SimpleUploadedFile("plan.png", b"png")
    requests = [
        factory.post("/orders/new/", {"title": "میز"}),
        factory.post("/orders/new/", {"title": "صندلی"}),
        factory.post("/orders/1/", {"title": "میز"}),
        factory.post("/orders/new/", {"title": "میز", "file": file}),
    ]

    assert len({claim_of(request, "k").body_hash for request in requests}) == len(requests)
