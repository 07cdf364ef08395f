"""Errors: their codes, messages and details."""

import pickle

from vafa.kit.errors import NotFound, Refused, Unavailable, VafaError


class CardUNRPending(Refused):
    """The card is pending.

    The terminal was asked and has not answered.
    """


class Renamed(NotFound):
    """The thing is gone."""

    code = "thing_gone"


class RenamedFurther(Renamed):
    """The other thing is gone."""


def test_code_is_the_class_name_unless_the_class_names_another() -> None:
    codes = [cls.code for cls in (VafaError, NotFound, CardUNRPending, Renamed, RenamedFurther)]

    assert codes == [
        "vafa_error",
        "not_found",
        "card_unr_pending",
        "thing_gone",
        "renamed_further",
    ]


def test_message_is_the_first_paragraph_of_the_docstring() -> None:
    assert str(CardUNRPending()) == "The card is pending."


def test_details_survive_when_the_error_travels() -> None:
    error = pickle.loads(pickle.dumps(Unavailable(retry_after_seconds=3)))  # noqa: S301  # framework

    assert (type(error), error.details) == (Unavailable, {"retry_after_seconds": 3})
