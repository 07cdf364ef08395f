"""A club goes out of one installation and into another with other keys, whole or not at all."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.factories.clubs import VAULT, Club
from tests.factories.whole import (
    EMAIL,
    MOBILE,
    OTHER_VAULT,
    a_full_club,
    connected,
    elsewhere,
    here,
)
from vafa.domain.members.vault import Vault
from vafa.server.config import Config
from vafa.server.errors import CannotDoError
from vafa.server.whole import tables
from vafa.server.whole.archive import ArchiveError, Manifest
from vafa.server.whole.exporting import Passage, club_of, export
from vafa.server.whole.importing import WrongPassphraseError, import_club
from vafa.server.whole.loading import DoesNotFitError
from vafa.server.whole.proof import prove
from vafa.server.whole.secrets import SEALED, TRACED, Cover, cover_of

# A second connection looks at what was done, so each step is committed.
pytestmark = pytest.mark.django_db(transaction=True)

PASSPHRASE, SALT = "چهار کلمهٔ ساده و بلند", bytes(16)
BOOK = {
    "ledger_award", "ledger_award_reversal", "ledger_burn_reversal", "ledger_event", "ledger_hold",
    "ledger_hold_lot", "ledger_lot", "ledger_lot_use", "ledger_member_state", "ledger_movement",
    "ledger_outbox", "ledger_request_key", "ledger_sale", "ledger_sale_line", "ledger_source_ref",
    "ledger_wallet", "rewards_change",
}  # fmt: skip
# Their own tests prove the places that they seal for.
ELSEWHERE = {"tills_offlinesale", "vouchers_coupon", "vouchers_giftcard"}
CLEAR = Passage(VAULT, Cover(None), "")


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Open a club to which everything has happened."""
    return a_full_club(tmp_path)


@pytest.fixture
def target() -> Iterator[Config]:
    """Give a second installation."""
    with elsewhere() as config:
        yield config


def code_of(club: Club) -> str:
    """Give the club's code."""
    with connected(here(), "ops") as connection:
        found = connection.execute(
            "SELECT code FROM clubs_list_v1() WHERE id = %s", [club.club_id]
        )
        row = found.fetchone()
    assert row
    return str(row[0])


def exported(config: Config, code: str, path: Path, passage: Passage = CLEAR) -> Manifest:
    """Write the club into an archive."""
    with connected(config, "ops") as connection:
        return export(
            connection, code=code, path=path, passage=passage, progress=lambda _what, _done: None
        )


def brought(
    config: Config, path: Path, *, vault: Vault = OTHER_VAULT, passphrase: str = ""
) -> Manifest:
    """Bring the club of an archive in."""
    with connected(config, "owner") as connection:
        return import_club(
            connection,
            path=path,
            vault=vault,
            passphrase=lambda: passphrase,
            progress=lambda _what, _done: None,
        )


def content(path: Path) -> dict[str, Counter[bytes]]:
    """Give the lines of every table of an archive, in no order."""
    with zipfile.ZipFile(path) as file:
        return {
            name: Counter(file.read(name).splitlines())
            for name in file.namelist()
            if name.endswith(".csv")
        }


def clubs_in(config: Config) -> int:
    """Count the clubs."""
    with connected(config, "ops") as connection:
        return len(connection.execute("SELECT FROM clubs_list_v1()").fetchall())


def test_a_full_club_has_rows_wherever_care_is_needed(club: Club, tmp_path: Path) -> None:
    """What the other tests prove, they prove for all of the book and for all that is sealed."""
    manifest = exported(here(), code_of(club), tmp_path / "club.zip")

    rows = {table.name: table.rows for table in manifest.tables}
    care = {
        table for table, _ in (*SEALED, *TRACED, *tables.NUMBERED_ANEW, *tables.ENDED)
    } - ELSEWHERE
    assert [table for table in sorted(care | BOOK) if not rows[table]] == []


def test_there_and_back_is_the_same_club(club: Club, target: Config, tmp_path: Path) -> None:
    """Row by row and byte by byte, whatever the keys of the two installations."""
    code = code_of(club)
    first = exported(here(), code, tmp_path / "one.zip")

    brought(target, tmp_path / "one.zip")
    again = exported(target, code, tmp_path / "two.zip", Passage(OTHER_VAULT, Cover(None), ""))

    assert again.proof == first.proof
    there, back = content(tmp_path / "one.zip"), content(tmp_path / "two.zip")
    receipts = "tables/rewards_receipt.csv"
    del there[receipts], back[receipts]  # their codes are known to who printed them only
    assert [name for name in there if there[name] != back[name]] == []


def cover(vault: Vault) -> Passage:
    """Cover what is sealed with the tests' passphrase."""
    return Passage(vault, cover_of(PASSPHRASE, SALT), SALT.hex())


def test_members_are_found_by_the_new_keys_only(
    club: Club, target: Config, tmp_path: Path
) -> None:
    exported(here(), code_of(club), tmp_path / "club.zip", cover(VAULT))

    brought(target, tmp_path / "club.zip", passphrase=PASSPHRASE)

    with connected(target, "app") as connection, connection.transaction():
        connection.execute("SELECT set_config('app.club', %s, true)", [str(club.club_id)])
        for kind, value in (("mobile", MOBILE), ("email", EMAIL)):
            by_new = OTHER_VAULT.trace(club_id=club.club_id, kind=kind, value=value)
            by_old = VAULT.trace(club_id=club.club_id, kind=kind, value=value)
            find = "SELECT id FROM members_by_trace_v1(%s, %s, %s)"
            assert connection.execute(find, [club.club_id, kind, by_new]).fetchall() == [
                (club.members["Sara"],)
            ]
            assert connection.execute(find, [club.club_id, kind, by_old]).fetchall() == []


def test_a_covered_archive_shows_no_personal_field(club: Club, tmp_path: Path) -> None:
    exported(here(), code_of(club), tmp_path / "covered.zip", cover(VAULT))
    exported(here(), code_of(club), tmp_path / "clear.zip")

    def shows(name: str, text: str) -> bool:
        with zipfile.ZipFile(tmp_path / name) as file:
            return any(text.encode() in file.read(one) for one in file.namelist())

    assert [shows("covered.zip", text) for text in (MOBILE, EMAIL, "پلاک")] == [False] * 3
    assert [shows("clear.zip", text) for text in (MOBILE, EMAIL, "پلاک")] == [True] * 3


def test_no_key_of_the_old_installation_opens_the_copy(
    club: Club, target: Config, tmp_path: Path
) -> None:
    exported(here(), code_of(club), tmp_path / "club.zip")

    brought(target, tmp_path / "club.zip")

    with connected(target, "app") as connection, connection.transaction():
        connection.execute("SELECT set_config('app.club', %s, true)", [str(club.club_id)])
        open_keys = connection.execute(
            "SELECT count(*) FROM clubs_apikey WHERE revoked_at IS NULL"
        )
        assert open_keys.fetchone() == (0,)
        sending = connection.execute(
            "SELECT count(*) FROM webhooks_webhook WHERE disabled_why <> 'moved'"
        )
        assert sending.fetchone() == (0,)


def test_a_closed_month_knows_what_it_knew(club: Club, target: Config, tmp_path: Path) -> None:
    """What was booked after the closing stays unknown to it, though transactions are others."""
    exported(here(), code_of(club), tmp_path / "club.zip")
    brought(target, tmp_path / "club.zip")

    def known(config: Config) -> list[tuple[int, int]]:
        with connected(config, "app") as connection, connection.transaction():
            connection.execute("SELECT set_config('app.club', %s, true)", [str(club.club_id)])
            return connection.execute(
                "SELECT m.member_id, m.seq FROM ledger_movement m, accounting_closedmonth k"
                " WHERE pg_visible_in_snapshot(m.xact, k.snapshot::pg_snapshot) ORDER BY 1, 2"
            ).fetchall()

    assert known(target) == known(here()) != []


@pytest.mark.parametrize("fault", ["twice", "damaged", "older", "no archive"])
def test_what_cannot_come_in_leaves_nothing(
    club: Club, target: Config, tmp_path: Path, fault: str
) -> None:
    path, before = tmp_path / "club.zip", 0
    expected: type[CannotDoError] = ArchiveError
    exported(here(), code_of(club), path)
    if fault == "twice":
        brought(target, path)
        before, expected = 1, DoesNotFitError
    elif fault == "damaged":
        rewrite(
            path, "tables/ledger_sale.csv", lambda text: text.replace(b'"50000000"', b'"5000"')
        )
    elif fault == "older":
        rewrite(path, "manifest.json", without_a_migration)
    else:
        path.write_bytes(b"not a zip")

    with pytest.raises(expected):
        brought(target, path)

    assert clubs_in(target) == before


def test_another_passphrase_leaves_nothing(club: Club, target: Config, tmp_path: Path) -> None:
    exported(here(), code_of(club), tmp_path / "club.zip", cover(VAULT))

    with pytest.raises(WrongPassphraseError):
        brought(target, tmp_path / "club.zip", passphrase="another passphrase")

    assert clubs_in(target) == 0


def test_a_connection_that_is_cut_in_the_middle_leaves_nothing(
    club: Club, target: Config, tmp_path: Path
) -> None:
    """As after kill -9: PostgreSQL undoes what was not committed."""
    exported(here(), code_of(club), tmp_path / "club.zip")

    def cut(table: str, _rows: int) -> None:
        if table == "ledger_movement":
            with connected(target, "admin") as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename = 'vafa_owner' AND datname = %s",
                    [target.database_name],
                )

    with connected(target, "owner") as connection, pytest.raises(psycopg.OperationalError):
        import_club(
            connection, path=tmp_path / "club.zip", vault=OTHER_VAULT, passphrase=str, progress=cut
        )

    assert clubs_in(target) == 0
    brought(target, tmp_path / "club.zip")
    with connected(target, "ops") as again, again.transaction():
        again.execute("SELECT set_config('app.club', %s, true)", [str(club.club_id)])
        assert prove(again, club_of(again, code_of(club))).differing == 0


def rewrite(path: Path, member: str, changed: Callable[[bytes], bytes]) -> None:
    """Change one file of an archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, changed(text) if name == member else text)
    path.write_bytes(made.getvalue())


def without_a_migration(text: bytes) -> bytes:
    """Make a manifest one of an older version."""
    told = json.loads(text)
    told["migrations"].pop()
    return json.dumps(told).encode()
