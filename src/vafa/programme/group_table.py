"""What each product group earns: the rules of purchases that reach it, as ways to earn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vafa.kit.persian import Language, MoneyUnit
from vafa.programme.compile_parts import lineage
from vafa.programme.document import Programme
from vafa.programme.sentence import Way, ways_to_earn
from vafa.programme.wording import Names


@dataclass(frozen=True, slots=True)
class GroupEarns:
    """A group ("": goods of no group) with its ways to earn; none where it earns nothing.

    `is_excluded`: the whole programme leaves it out.
    """

    code: str
    is_excluded: bool
    ways: tuple[Way, ...]


def earnings_by_group(
    *,
    document: Programme,
    groups: Iterable[str],
    language: Language = "fa",
    money: MoneyUnit = "toman",
    names: Names | None = None,
) -> tuple[GroupEarns, ...]:
    """Tell of each group by which rules its lines earn; a group is in those above it too."""
    ways = ways_to_earn(document=document, language=language, money=money, names=names)
    rules = [
        (rule, way)
        for rule, way in zip(document.rules, ways, strict=True)
        if rule.trigger == "purchase"
    ]
    found = []
    for code in groups:
        own = lineage(code)
        is_excluded = bool(own & {*document.base.excluded_groups})
        reached = tuple(
            way
            for rule, way in rules
            if not is_excluded
            and (not rule.groups or own & {*rule.groups})
            and not own & {*rule.excluded_groups}
        )
        found.append(GroupEarns(code, is_excluded, reached))
    return tuple(found)
