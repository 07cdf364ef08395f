"""Every act that is noted, every field that it keeps and every thing it is done to has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

from vafa.domain.catalogue.records import NamedGroup, ProductGiven
from vafa.domain.clubs.branches import BranchWords
from vafa.domain.clubs.quiet import QuietFrom
from vafa.domain.clubs.records import RoleLimitSet
from vafa.domain.clubs.settings import Business, DisplayFrom
from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.together import State
from vafa.domain.rewards.records import Adjustment
from vafa.domain.tills.records import Terms
from vafa.domain.vouchers.records import NewSeries
from vafa.interfaces.backoffice.act_fields import FIELDS
from vafa.interfaces.backoffice.act_values import OBJECTS
from vafa.interfaces.backoffice.act_words import ACTS, name_of
from vafa.journeys.change_club import VatFrom
from vafa.journeys.close_month import TermsSet
from vafa.server.homes import PROJECT

SOURCES = [
    path
    for folder in ("journeys", "domain")
    for path in sorted((PROJECT / "src/vafa" / folder).rglob("*.py"))
]
# Records that are kept whole, as `asdict` gives them.
KEPT_WHOLE: tuple[type[Any], ...] = (
    Adjustment, BranchWords, Business, DisplayFrom, FieldDefinition, NamedGroup, NewSeries,
    ProductGiven, QuietFrom, RoleLimitSet, Terms, TermsSet, VatFrom,
)  # fmt: skip
FOR_PROGRAMS = ("_id", "_hash", "_bytes", "sequence", "replayed")
CODE = re.compile(r"[a-z]+(_[a-z]+)+")


def noting() -> Iterator[ast.Call]:
    """Give every call that notes an act, in a journey or below."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in {"note", "_note", "_switched", "_block"}:
                    yield node


def constant(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_act_that_is_noted_is_named() -> None:
    asked = set(get_args(State)) - {"done", "undone"}  # what a job comes to by itself
    noted = {f"together_{state}" for state in asked}
    for call in noting():
        named = {one.arg: constant(one.value) for one in call.keywords}
        noted |= {named.get("act", ""), named.get("kind", "")}
        noted |= {constant(one) for one in call.args if CODE.fullmatch(constant(one))}
    known = noted - {""}

    assert len(known) > 80
    assert sorted(known - set(ACTS)) == []


def test_every_kind_of_posting_is_named() -> None:
    """What a statement explains by the kind of its event, and what pays and reserves."""
    tree = ast.parse((PROJECT / "src/vafa/domain/rewards/entries.py").read_text("utf-8"))
    pairs = [node.elts for node in ast.walk(tree) if isinstance(node, ast.Tuple)]
    posted = {constant(two[1]) for two in pairs if len(two) == len(("kind", "event"))}
    kinds = {one for one in posted if re.fullmatch(r"[a-z_]+", one)}

    assert len(kinds) > 20
    assert sorted((kinds | {"hold", "cancel", "join", "claim"}) - set(ACTS)) == []


def test_every_field_that_an_act_keeps_is_named() -> None:
    kept = {one.name for record in KEPT_WHOLE for one in fields(record)}
    for call in noting():
        for one in call.keywords:
            if one.arg in {"before", "after"}:
                literals = [node for node in ast.walk(one.value) if isinstance(node, ast.Dict)]
                kept |= {constant(key) for literal in literals for key in literal.keys}
    shown = {name for name in kept - {""} if not name.endswith(FOR_PROGRAMS)}

    assert len(shown) > 60
    assert sorted(shown - set(FIELDS)) == []


def test_every_thing_that_an_act_is_done_to_is_named() -> None:
    done_to = {
        constant(one.value) for call in noting() for one in call.keywords
        if one.arg == "object_kind"
    }  # fmt: skip

    assert sorted(done_to - {""} - set(OBJECTS)) == []


def test_a_known_act_is_named_and_a_newer_one_shows_its_code() -> None:
    assert name_of("purchase") == "ثبت خرید"
    assert name_of("something_new") == "something new"
