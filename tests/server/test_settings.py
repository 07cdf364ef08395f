"""What Django's settings must say, whatever the tests change of them."""

from django.utils.module_loading import import_string

from vafa.server import settings


def test_passwords_are_hashed_at_full_strength_outside_tests() -> None:
    (named,) = settings.PASSWORD_HASHERS

    hasher = import_string(named)()

    assert hasher.algorithm == "argon2"
    assert hasher.memory_cost >= 19_456  # KiB: what OWASP asks for, with two passes
    assert hasher.time_cost >= 2
