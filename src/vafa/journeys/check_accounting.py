"""The proof of what was reported: closed months from the book anew, open ones from the wallets."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.accounting import reporting
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope


def check_accounting(*, principal: Principal, at: datetime) -> reporting.Checked:
    """Compute every closed month anew and hold the last open one to the sum of the wallets."""
    principal.require("reports.read")
    with club_scope(principal.club_id):
        return reporting.check(club_id=principal.club_id, at=at)
