"""How errors are shown: every one has a status and words in both languages."""

import importlib
import pkgutil

import vafa
from vafa.interfaces.web.errors import (
    NotAuthenticated,
    ServerFault,
    advice_of,
    status_of,
    title_of,
)
from vafa.interfaces.web.persian_words import PERSIAN
from vafa.interfaces.web.wordings import ADVICE, FIELDS, field_message
from vafa.kit.errors import NotFound, Refused, Unavailable, VafaError

NOT_SHOWN = ("vafa.server", "vafa.simulation", "vafa.insight")


def all_errors() -> list[type[VafaError]]:
    """Import all of Vafa and walk the tree of its errors."""
    for module in pkgutil.walk_packages(vafa.__path__, "vafa."):
        if not module.name.startswith(NOT_SHOWN) and ".migrations" not in module.name:
            importlib.import_module(module.name)
    found: list[type[VafaError]] = []
    waiting: list[type[VafaError]] = [VafaError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("vafa.")]


def test_every_error_has_words_in_both_languages() -> None:
    """A new error below the doors is not shown before somebody has said it in Persian."""
    unsaid = sorted(
        {kind.code for kind in all_errors() if kind.code not in PERSIAN and kind.__doc__}
    )

    assert unsaid == []


def test_every_error_has_a_message_of_its_own() -> None:
    silent = [kind.__qualname__ for kind in all_errors() if not str(kind.__new__(kind))]

    assert silent == []


def test_status_of_follows_the_kind_and_a_few_codes() -> None:
    class KeyRefused(Refused):
        """The key is refused."""

    class StillRunning(Unavailable):
        """The first one still runs."""

    assert [
        status_of(error)
        for error in (
            Refused(), NotFound(), Unavailable(), VafaError(), NotAuthenticated(), ServerFault(),
            KeyRefused(), StillRunning(),
        )
    ] == [422, 404, 503, 500, 401, 500, 401, 409]  # fmt: skip


def test_title_of_an_error_without_persian_words_falls_back_to_its_kind() -> None:
    class NeverSaid(NotFound):
        """Nobody has said it."""

    assert title_of(NeverSaid(), "en") == "Nobody has said it."
    assert title_of(NeverSaid(), "fa") == PERSIAN["not_found"]


def test_advice_of_an_unknown_status_is_that_of_a_fault() -> None:
    assert advice_of(599, "en") == ADVICE[500][0]


def test_field_messages_fill_in_the_limit_in_both_languages() -> None:
    assert field_message("too_large", "en", 5) == "This is above 5."
    assert "5" in field_message("too_large", "fa", 5)
    assert field_message("never heard", "en") == FIELDS["not_valid"][0]
