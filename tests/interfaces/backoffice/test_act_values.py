"""What an act changed, in words that whoever owns a shop understands."""

from vafa.interfaces.backoffice.act_values import written


def test_values_are_words_and_ids_stay_out() -> None:
    told = written({"name": "لیلا نوری", "role": "cashier", "branches": ["karaj"], "staff_id": 7})

    assert told == "نام: لیلا نوری · نقش: صندوق‌دار · شعبه‌ها: karaj"


def test_amounts_have_their_unit_and_lists_their_comma() -> None:
    assert written({"limit_rials": 1_000_000}) == "سقف: ۱۰۰٬۰۰۰ تومان"
    assert written({"fields": ["a", "b"]}) == "فیلدها: a، b"


def test_what_only_programs_need_says_nothing() -> None:
    assert written({"staff_id": 7, "body_hash": "x", "branches": []}) == ""


def test_a_newer_name_is_shown_as_it_is() -> None:
    assert written({"new_thing": {"is_open": True}}) == "new thing: is open: بله"


def test_a_moment_is_a_date_and_other_text_stays() -> None:
    assert "۱۴۰۵" in written({"due_at": "2026-11-29T17:32:39+00:00"})
    assert written({"due_at": "soon"}).endswith("soon")
