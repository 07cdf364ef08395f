"""What one of a role lets be spent alone, as it is decided."""

import pytest

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.records import ClubFacts, RoleLimitSet
from vafa.domain.rewards.role_limits import AboveRoleLimit, check_applied, check_worth
from vafa.domain.rewards.rulebook import Rulebook

CLUB = ClubFacts(
    1, "x", "Asia/Tehran", test=False, branches=frozenset(), vat_rates=(),
    manual_limit_rials=100,
    role_limits=(RoleLimitSet("cashier", 50, 30), RoleLimitSet("support", 500)),
)  # fmt: skip
RULES = Rulebook(CLUB, ())


def test_a_role_gives_alone_up_to_its_limit_and_never_above_the_clubs() -> None:
    assert [CLUB.grant_limit(role) for role in ("cashier", "support", "owner", "")] == [
        50, 100, 100, 100,
    ]  # fmt: skip
    assert [CLUB.apply_limit(role) for role in ("cashier", "support", "")] == [30, None, None]


def test_spending_above_the_limit_of_the_role_is_refused() -> None:
    cashier, machine = Principal(1, 2, frozenset(), role="cashier"), Principal(1, 2, frozenset())

    check_worth(principal=cashier, rules=RULES, rials=30)
    check_worth(principal=machine, rules=RULES, rials=31)
    check_applied(principal=cashier, rules=RULES, burns=())
    with pytest.raises(AboveRoleLimit):
        check_worth(principal=cashier, rules=RULES, rials=31)
