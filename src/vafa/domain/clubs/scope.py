"""The one way into a club's rows: a transaction that says whose they are.

Row-level security shows nothing outside of it, so a forgotten scope finds no rows instead of all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def club_scope(club_id: int) -> Iterator[None]:
    """Run the block in one transaction that sees and writes this club's rows only."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.club', %s, true)", [str(club_id)])
        yield
