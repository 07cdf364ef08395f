"""Whom a file names: who was merged, left or was erased since. In the club's scope."""

from __future__ import annotations

from collections.abc import Sequence

from vafa.domain.members.models import Contact, Erasure, Member
from vafa.domain.members.queries import mobile_place, survivors
from vafa.domain.members.vault import Vault

LEFT = "member_left"
ERASED = "member_erased"


def merged_mobiles(*, club_id: int, vault: Vault) -> dict[str, str]:
    """Give, for each mobile of somebody who was merged, that of whoever they are now."""
    merged = Member.objects.filter(club_id=club_id, merged_into__isnull=False, erased_at=None)
    now = survivors(member_ids=list(merged.values_list("id", flat=True)))
    rows = Member.objects.filter(id__in={*now, *now.values()}).exclude(mobile_sealed=b"")
    mobiles = {
        member_id: vault.unseal(sealed=bytes(sealed), place=mobile_place(member_id))
        for member_id, sealed in rows.values_list("id", "mobile_sealed")
    }
    return {
        mobiles[one]: mobiles[other]
        for one, other in now.items()
        if one in mobiles and other in mobiles
    }


def has_gone(*, club_id: int) -> bool:
    """Tell whether anybody ever left the club or was erased."""
    left = Member.objects.filter(club_id=club_id, left_at__isnull=False)
    return left.exists() or Erasure.objects.filter(club_id=club_id).exists()


def gone(*, club_id: int, mobiles: Sequence[str], vault: Vault) -> dict[str, str]:
    """Give the mobiles of those who left or were erased, each with `LEFT` or `ERASED`.

    Who came back since, with the same mobile, is a member like others.
    """
    traces = {vault.trace(club_id=club_id, kind="mobile", value=one): one for one in mobiles}
    known = Contact.objects.filter(club_id=club_id, kind="mobile", trace__in=list(traces))
    owners = {bytes(trace): owner for trace, owner in known.values_list("trace", "member_id")}
    left = Member.objects.filter(id__in=owners.values(), left_at__isnull=False)
    without = set(left.values_list("id", flat=True))
    free = [trace for trace in traces if trace not in owners]
    erased = Erasure.objects.filter(club_id=club_id, trace__in=free)
    return {traces[trace]: LEFT for trace, owner in owners.items() if owner in without} | {
        traces[bytes(trace)]: ERASED for trace in erased.values_list("trace", flat=True)
    }
