"""What people sign in with: an e-mail address in small letters, or a mobile in stored form."""

import pytest

from vafa.domain.people.logins import InvalidLogin, normalise_login


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Sara@Example.com", "sara@example.com"),
        (" sara@example.com ", "sara@example.com"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "+989123456789"),
        ("0912 345 6789", "+989123456789"),
        ("+98 912 345 6789", "+989123456789"),
    ],
)
def test_login_has_one_stored_form(typed: str, stored: str) -> None:
    assert normalise_login(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "sara", "sara@", "@example.com", "a@b", "a b@example.com", "021 8888 0000"]
)
def test_what_is_neither_is_refused(typed: str) -> None:
    with pytest.raises(InvalidLogin):
        normalise_login(typed)


def test_address_that_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidLogin):
        normalise_login("a@" + "b" * 260 + ".com")
