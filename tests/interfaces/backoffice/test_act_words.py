"""Acts in words."""

from vafa.interfaces.backoffice.act_words import name_of


def test_a_known_act_is_named_and_a_newer_one_shows_its_code() -> None:
    assert name_of("purchase") == "ثبت خرید"
    assert name_of("something_new") == "something new"
