"""The answer of a purchase that came with an import: nobody asked then, so none was stored.

It is put together from the sale when somebody asks later; the balances of that time are not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vafa.domain.rewards.rulebook import Rulebook
from vafa.ledger.sales import AwardFound, stored_sale


def answer_of(
    *, club_id: int, member_id: int, event_id: int, answer: Mapping[str, Any], rules: Rulebook
) -> Mapping[str, Any]:
    """Give a stored answer as it is, or that of an imported purchase as it would have been."""
    if "said" in answer:
        return answer
    sale = stored_sale(club_id=club_id, member_id=member_id, sale_id=event_id)
    assert sale is not None
    version = rules.by_id(sale.programme_version_id)
    said = {
        "member_id": str(member_id),
        "document": sale.document,
        "programme_version": version.number,
        "changed_since_quote": False,
        "net_rials": sale.net_rials,
        "vat_rials": sale.vat_rials,
        "to_pay_rials": sale.to_pay_rials,
        "awards": [_award(found, rules.codes) for found in sale.awards],
        "spent": sale.detail["burns"],
    }
    return {**answer, "said": said, "balances": {}}


def _award(found: AwardFound, codes: Mapping[int, str]) -> dict[str, Any]:
    award = found.award
    return {
        "id": award.id, "rule": award.rule, "unit": codes[award.unit], "units": award.units,
        "uncapped": award.uncapped, "available_day": award.detail["available_day"],
        "expires_day": award.detail["expires_day"], "reasons": award.detail["reasons"],
    }  # fmt: skip
