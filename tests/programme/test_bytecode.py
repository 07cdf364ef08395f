"""Condition trees as code: the shape of what is written.

What it means is tested in `test_decide`.
"""

from vafa.programme.bytecode import (
    INSTRUCTION,
    OP_AND,
    OP_CHANNEL,
    OP_FIRST,
    OP_NOT,
    OP_OR,
    OP_TRUE,
    Names,
    Writer,
)
from vafa.programme.conditions import AllOf, AnyOf, ChannelIs, FirstPurchase, Not


def _writer() -> Writer:
    return Writer(tiers=(), mask=lambda groups: len(tuple(groups)))


def test_names_are_numbered_from_1_as_they_come() -> None:
    names = Names()

    assert [names.number(name) for name in ("web", "till", "web")] == [1, 2, 1]


def test_trees_become_postfix() -> None:
    writer = _writer()
    tree = AllOf(of=(FirstPurchase(), Not(of=AnyOf(of=(FirstPurchase(), AllOf())))))

    start, end = writer.write(tree)

    assert (start, writer.code[start:end:INSTRUCTION]) == (
        0, [OP_FIRST, OP_FIRST, OP_TRUE, OP_OR, OP_NOT, OP_AND],
    )  # fmt: skip


def test_sets_are_flags_by_number() -> None:
    writer = _writer()
    writer.channels.number("web")

    writer.write(ChannelIs(channels=("till", "mobile")))

    assert writer.code == [OP_CHANNEL, 0, 4, 0]
    assert writer.sets == [0, 0, 1, 1]
