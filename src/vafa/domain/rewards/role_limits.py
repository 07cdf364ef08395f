"""What one of a role may give, and let members spend, alone: the club's limits per role.

A machine's key has no role and no such limit: what uses it has limits of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.rulebook import Rulebook
from vafa.kit.errors import Refused
from vafa.programme.records import Burn


class AboveRoleLimit(Refused):
    """Your role may not take so much alone: have somebody with a higher limit do it."""


def check_applied(*, principal: Principal, rules: Rulebook, burns: Iterable[Burn]) -> None:
    """Let a purchase spend what one of the caller's role may take alone.

    :raises AboveRoleLimit: when it is worth more.
    """
    if principal.role:
        check_worth(principal=principal, rules=rules, rials=sum(burn.rials for burn in burns))


def check_worth(*, principal: Principal, rules: Rulebook, rials: int) -> None:
    """Let so much be spent or kept by one of the caller's role alone.

    :raises AboveRoleLimit: when it is more.
    """
    limit = rules.club.apply_limit(principal.role)
    if limit is not None and rials > limit:
        raise AboveRoleLimit(limit_rials=limit)
