"""Where each member stands, kept beside the register so that lists are sorted and narrowed by it.

The book alone is exact: what is kept here follows it in the relay's transactions. Inside the
club's scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection

from vafa.domain.members import own_values
from vafa.domain.members.models import Member
from vafa.domain.members.queries import folded_name, mobile_end, mobile_place
from vafa.domain.members.vault import Vault

BATCH: Final = 20_000


def follow(*, club_id: int, holder_ids: Sequence[int]) -> None:
    """Bring the standing of whoever uses these wallets up to the book."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_stand_v1(%s, %s, 0, 0)", [club_id, sorted(set(holder_ids))])


def even_up(*, club_id: int, after_id: int, vault: Vault) -> int | None:
    """Bring a batch of members up to the book, by id after one of them; gives the last, or None.

    What a version before this one did not keep is filled in.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_stand_v1(%s, NULL, %s, %s)", [club_id, after_id, BATCH])
        last: int | None = cursor.fetchone()[0]
    if last is not None:
        _fill(club_id, after_id, last, vault)
    return last


def _fill(club_id: int, after_id: int, last: int, vault: Vault) -> None:
    """Keep what is searched of names, mobiles and own fields stored before it was kept."""
    rows = Member.objects.filter(
        club_id=club_id, id__gt=after_id, id__lte=last, folded=None, erased_at=None
    )
    filled = []
    for row in rows:
        mobile = vault.unseal(sealed=bytes(row.mobile_sealed), place=mobile_place(row.id))
        if mobile:
            row.mobile_end = mobile_end(club_id=club_id, mobile=mobile, vault=vault)
        row.folded = folded_name(first_name=row.first_name, last_name=row.last_name)
        filled.append(row)
    Member.objects.bulk_update(filled, ["mobile_end", "folded"], batch_size=1_000)
    if filled:
        ids = [row.id for row in filled]
        own_values.fill(club_id=club_id, member_ids=ids, vault=vault)
