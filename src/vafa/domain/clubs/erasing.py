"""Blanking a person in the club's stored requests and approvals; inside the club's scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast, Least

from vafa.domain.clubs.models import AnsweredRequest, Approval
from vafa.kit.erasing import ERASED, blank


def erase_texts(*, club_id: int, member_id: int, pattern: str, at: datetime) -> None:
    """Blank notes about a member, and wherever the pattern finds the person; end what waits."""
    _erase_answers(club_id, member_id, pattern)
    _erase_approvals(club_id, member_id, pattern, at)


def _erase_answers(club_id: int, member_id: int, pattern: str) -> None:
    rows = AnsweredRequest.objects.filter(club_id=club_id)
    rows.filter(key__iregex=pattern).delete()
    named = Q(answer__payload__member_id__in=[member_id, str(member_id)])
    found = rows.annotate(text=Cast("answer", TextField()))
    for row in found.filter(named | Q(text__iregex=pattern)):
        rows.filter(credential_id=row.credential_id, key=row.key).update(
            answer=_without_notes(blank(value=row.answer, pattern=pattern))
        )


def _erase_approvals(club_id: int, member_id: int, pattern: str, at: datetime) -> None:
    rows = Approval.objects.filter(club_id=club_id)
    named = Q(payload__member_id__in=[member_id, str(member_id)])
    found = rows.annotate(text=Cast("payload", TextField()))
    for row in found.filter(named | Q(text__iregex=pattern)):
        rows.filter(id=row.id).update(
            payload=_without_notes(blank(value=row.payload, pattern=pattern)),
            expires_at=Least("expires_at", at) if row.approved_at is None else row.expires_at,
            decline_reason=ERASED if row.decline_reason else "",
        )


def _without_notes(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_notes(item) for item in value]
    if isinstance(value, dict):
        return {
            name: ERASED if name == "note" and item else _without_notes(item)
            for name, item in value.items()
        }
    return value
