"""Reading a hold; the book itself declines one that has ended."""

from collections.abc import Iterable

from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import wallets
from vafa.domain.rewards.records import SpendWish
from vafa.domain.rewards.rulebook import Rulebook
from vafa.kit.errors import NotFound
from vafa.ledger import queries as book
from vafa.programme.records import Spend


class NoSuchHold(NotFound):
    """The member has no such hold."""


def find(*, club_id: int, member_id: int, hold_id: int) -> book.HoldFound:
    """Give a hold of a member, whatever its state.

    :raises NoSuchHold: when the member has none.
    """
    found = book.hold(club_id=club_id, member_id=member_id, hold_id=hold_id)
    if found is None:
        raise NoSuchHold
    return found


def find_held(*, club_id: int, member_id: int, hold_id: int) -> tuple[int, book.HoldFound]:
    """Give a hold with whose units it keeps: the member's, or of the wallet the member shares.

    :raises NoSuchHold: when it is neither's.
    """
    try:
        return member_id, find(club_id=club_id, member_id=member_id, hold_id=hold_id)
    except NoSuchHold:
        with club_scope(club_id):
            shared = wallets(member_ids=(member_id,)).get(member_id)
        if shared is None:
            raise
        return shared, find(club_id=club_id, member_id=shared, hold_id=hold_id)


def spends(
    *, club_id: int, holder_id: int, rules: Rulebook, wishes: Iterable[SpendWish]
) -> tuple[Spend, ...]:
    """Give what is wished for as the programme reads it: a hold keeps its units and its rate.

    :raises NoSuchHold: when the holder has no such hold.
    """
    return tuple(_spend(club_id, holder_id, rules, wish) for wish in wishes)


def _spend(club_id: int, holder_id: int, rules: Rulebook, wish: SpendWish) -> Spend:
    if wish.hold_id is None:
        return Spend(wish.unit, wish.units)
    hold = find(club_id=club_id, member_id=holder_id, hold_id=wish.hold_id)
    began = rules.by_id(hold.programme_version_id).unit(wish.unit).redemption
    rate = None if began is None else (began.value_rials, began.per_units)
    return Spend(wish.unit, wish.units, wish.hold_id, hold.units, rate)
