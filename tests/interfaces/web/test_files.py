"""The built files by their hashed names."""

from typing import cast

import pytest
from django.http import StreamingHttpResponse
from django.templatetags.static import static
from django.test import Client

from vafa.interfaces.web import files


def test_a_page_asks_for_a_name_that_changes_with_the_content() -> None:
    address = static("vafa/app.css")

    assert address == f"/static/{files.hashed_name('vafa/app.css')}"
    assert files.is_immutable("", address)


def test_a_file_that_is_not_built_is_said_at_once() -> None:
    with pytest.raises(files.NotBuiltError, match="nothing"):
        static("vafa/nothing.css")


def test_a_file_comes_packed_and_may_be_kept_for_ever(client: Client) -> None:
    answer = client.get(static("vafa/core.js"), headers={"accept-encoding": "br, gzip"})
    # Read to its end, not closed: a close() outside the client's call looks at the database.
    content = b"".join(cast("StreamingHttpResponse", answer))

    assert content
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "br"
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize("name", ["vafa/app.css", "sw.js", "vafa/manifest.json"])
def test_a_plain_name_may_not_be_kept(name: str) -> None:
    assert not files.is_immutable("", f"/static/{name}")
