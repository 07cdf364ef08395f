"""Changes between versions are told in words and matched by code."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.programme.documents import PROGRAMMES
from vafa.kit.persian import Language
from vafa.programme import document as d
from vafa.programme.diff import diff
from vafa.programme.diff_texts import CHOICES, FIELDS, TEXTS, WHERE
from vafa.programme.document import Programme
from vafa.programme.presets import demo_programme, supermarket_programme
from vafa.programme.transfer import export, import_text
from vafa.programme.validate import read
from vafa.programme.wording import Names

DEMO = demo_programme()


def edited(**places: Any) -> Programme:
    """Give a document with places changed: "rules__0__priority=3"."""
    data = export(DEMO)
    for place, value in places.items():
        *path, last = place.split("__")
        here: Any = data
        for part in path:
            here = here[int(part) if isinstance(here, list) else part]
        here[int(last) if isinstance(here, list) else last] = value
    document = read(data).document
    assert document is not None
    return document


ROWS: list[tuple[dict[str, Any], str, str, str]] = [
    (row["edit"], row["place"], row["fa"], row["en"])
    for row in json.loads(
        (Path(__file__).parent / "diff_sentences.json").read_text(encoding="utf-8")
    )
]


@pytest.mark.parametrize(("places", "place", "fa", "en"), ROWS)
def test_change_is_told_at_its_place(places: dict[str, Any], place: str, fa: str, en: str) -> None:
    (change,) = diff(DEMO, edited(**places))

    assert (change.place, change.kind) == (place, "changed")
    assert (change.fa, change.en) == (fa, en)


def test_name_changes_are_told_once_with_both_values() -> None:
    after = edited(units__0__name={"fa": "ستاره", "en": "stars"})

    changes = [one for one in diff(DEMO, after) if one.place == "/units/points/name"]

    assert [(one.fa, one.before["en"], one.after["en"]) for one in changes] == [
        ("واحد «ستاره»، نام. پیش‌تر: امتیاز. اکنون: ستاره.", "points", "stars")
    ]


def test_clubs_own_names_and_units_are_said_and_no_codes() -> None:
    own: dict[Language, Names] = {"fa": {"group": {"x": "کافه"}}, "en": {"group": {"x": "Café"}}}
    before = edited(base__excluded_groups=["x"])
    unit = DEMO.units[0]

    (groups,) = diff(DEMO, before, names=own)
    (gift,) = diff(DEMO, edited(gift_card_unit=unit.code))

    assert ("«کافه»" in groups.fa, "“Café”" in groups.en) == (True, True)
    assert f"«{unit.name.fa}»" in gift.fa


def test_rule_is_matched_by_code_when_others_come_before_it() -> None:
    first = DEMO.rules[0].model_copy(update={"code": "new", "groups": ()})
    after = DEMO.model_copy(update={"rules": (first, *DEMO.rules[:2])})

    changes = diff(DEMO, after)

    assert [(one.place, one.kind) for one in changes] == [
        ("/rules/friday", "removed"),
        ("/rules/new", "added"),
    ]
    assert changes[0].fa == (
        "قاعدهٔ «جمعه‌های دوبرابر» حذف شد. «جمعه‌های دوبرابر»: با هر خرید، اگر آن روز جمعه باشد،"
        " ۲ برابرِ امتیاز از «امتیاز خرید» داده می‌شود."
    )
    assert changes[1].en == (
        "Rule “Points on purchases” was added. “Points on purchases”: on every purchase, the"
        " member gets 1 point for every 10,000 Toman spent."
    )
    assert (changes[1].before, changes[1].after["code"]) == (None, "new")


def test_new_order_of_rules_is_one_change() -> None:
    after = DEMO.model_copy(update={"rules": DEMO.rules[::-1]})

    (change,) = diff(DEMO, after)

    assert (change.place, change.kind) == ("/rules", "moved")
    assert change.en == (
        "The order of rules changed: “Double Fridays”, “Cashback”, “Points on purchases”."
    )
    assert change.before == ["points-on-purchase", "cashback", "friday"]


@pytest.mark.parametrize("field", ["ladder", "units__1__redemption"])
def test_whole_part_comes_and_goes(field: str) -> None:
    without = edited(**{field: None})

    gone, come = diff(DEMO, without), diff(without, DEMO)

    assert [one.kind for one in gone] == ["removed"]
    assert [one.kind for one in come] == ["added"]
    assert gone[0].place == come[0].place


def test_budget_and_tier_tell_their_figures() -> None:
    market = supermarket_programme()
    without = market.model_copy(update={"budgets": ()})
    assert market.ladder is not None
    fewer = market.model_copy(
        update={"ladder": market.ladder.model_copy(update={"levels": market.ladder.levels[:3]})}
    )

    (budget,) = diff(market, without)
    (tier,) = diff(market, fewer, money="rial")

    assert budget.en == "Budget “gifts” was removed. 50,000,000 Toman of credit."
    assert tier.en == "Tier “Gold” was removed. threshold: 400,000,000 Rial."


@given(PROGRAMMES)
def test_document_does_not_differ_from_itself(document: Programme) -> None:
    """Nothing changed between a document and its own export."""
    again = import_text(document.model_dump_json())

    assert diff(document, again) == ()


@given(PROGRAMMES, PROGRAMMES)
def test_documents_are_equal_exactly_when_nothing_changed(
    before: Programme, after: Programme
) -> None:
    changes = diff(before, after)

    assert (changes == ()) == (before == after)
    assert all(one.fa and one.en and one.place for one in changes)
    assert len({(one.place, one.kind) for one in changes}) == len(changes)


def test_every_field_and_choice_has_words_in_both_languages() -> None:
    """A new field of the document needs its words here."""
    parts = [getattr(d, name) for name in WHERE["en"] if name[0].isupper()]
    fields = {name for part in parts for name in part.model_fields}
    keyed = {"units", "rules", "budgets", "levels", "ladder", "base", "refunds", "holds"}
    keyed |= {"rewards", "notices"}

    for table in (TEXTS, WHERE, FIELDS, CHOICES):
        assert table["fa"].keys() == table["en"].keys()
    assert fields - keyed - {"redemption"} == FIELDS["fa"].keys()
