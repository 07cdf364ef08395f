"""An import whose connections are cut in the middle of their work loses and doubles nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection

from tests.factories.clubs import IDS, VAULT, Club, a_club
from tests.factories.messy_files import Row, jalali, write_csv
from tests.journeys.test_import_file import bring, undo
from vafa.adapters.tables.reading import open_table
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Member
from vafa.interfaces.web import sources
from vafa.journeys import import_file_posting
from vafa.journeys.import_file import ImportPlan, Progress, import_file
from vafa.kit.calendar import local_day
from vafa.ledger.totals import totals
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS, ORDERS = 40, 3


def cut(club: Club, path: Path, *, after: int) -> None:
    """Bring a file in; once so many members are in, the server ends all its other connections.

    To the server that is what kill -9 of the importing process is.
    """

    def told(done: Progress) -> None:
        if done.members >= after:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND usename = current_user"
                    " AND pid <> pg_backend_pid()"
                )

    import_file(
        principal=club.principal, ids=IDS, vault=VAULT, at=club.at,
        table=open_table(path=path),
        plan=ImportPlan("orders", "rial", "old-till", path.name, gives_value=True),
        folder=path.parent, progress=told,
    )  # fmt: skip


def counted(club: Club) -> tuple[int, int]:
    """Count members and sales."""
    with club_scope(club.club_id):
        members = Member.objects.filter(club_id=club.club_id, erased_at=None).count()
    return members, totals(club_id=club.club_id).sales


def test_import_file_goes_on_after_its_connections_were_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut three times, it is in the end what it would have been; undone, nobody holds anything."""
    monkeypatch.setattr(import_file_posting, "ROWS_AT_ONCE", ORDERS)
    today = local_day(sources.now(), "Asia/Tehran")
    rows = [
        Row(("", "", f"0912777{member:04}", f"{member}-{order}", jalali(today - 9 * (order + 1)),
             "", "7,000,000", "", ""))
        for order in range(ORDERS)
        for member in range(MEMBERS)
    ]  # fmt: skip
    whole, broken = a_club(at=sources.now()), a_club(at=sources.now())
    path = write_csv(tmp_path / "orders.csv", rows)
    bring(whole, path)

    for after in (5, 6, 7):
        with pytest.raises((OperationalError, InterfaceError)):
            cut(broken, path, after=after)
        members, sales = counted(broken)
        assert sales == members * ORDERS < MEMBERS * ORDERS
        assert verify(club_id=broken.club_id).differences == 0
    done = bring(broken, path)

    assert counted(broken) == counted(whole) == (MEMBERS, MEMBERS * ORDERS)
    assert broken.outstanding() == whole.outstanding() > 0
    assert verify(club_id=broken.club_id).differences == 0
    assert undo(broken, done.run_id).unregistered == MEMBERS
    assert (counted(broken)[0], broken.outstanding()) == (0, 0)
