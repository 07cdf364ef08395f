"""Reads of messaging: which clubs have something to send or to ask about."""

from datetime import datetime

from django.db import connection


def due(*, at: datetime) -> tuple[tuple[int, bool], ...]:
    """List (club, whether it is a test club) of all that have messages to look after now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT club_id, is_test FROM messaging_due_v1(%s)", [at])
        return tuple((row[0], row[1]) for row in cursor.fetchall())
