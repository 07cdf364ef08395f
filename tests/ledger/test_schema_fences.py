"""The fences of the book: another club sees nothing, and nobody writes past the functions."""

import psycopg
import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from tests.factories.book import POINTS, Till, award, open_till, refused, sale
from vafa.ledger import models, queries, sales
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.records import Earn, OutboxRow
from vafa.server import config, database

APPEND_ONLY = (
    "movement", "lot_use", "hold_lot", "event", "award", "award_reversal", "burn_reversal", "sale",
    "sale_line", "leaf", "checkpoint",
)  # fmt: skip
MUTABLE = ("member_state", "wallet", "lot", "hold", "outbox", "request_key", "source_ref")
DIRECTORIES = {
    "ledger_request_key", "ledger_source_ref", "ledger_club_epoch", "ledger_budget_slice",
    "ledger_budget_grant", "ledger_checkpoint",
}  # fmt: skip

AUDIT = """
    SELECT c.relname AS object, 'row security is not enabled and forced' AS fault
    FROM pg_class AS c
    WHERE c.relkind IN ('r', 'p') AND c.relname LIKE 'ledger\\_%'
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    UNION ALL
    SELECT c.relname, 'no policy for every verb' FROM pg_class AS c
    WHERE c.relkind IN ('r', 'p') AND c.relname LIKE 'ledger\\_%' AND NOT EXISTS (
        SELECT FROM pg_policy AS p
        WHERE p.polrelid = c.oid AND p.polqual IS NOT NULL AND p.polcmd = '*'
    )
    UNION ALL
    SELECT c.relname, 'its ranges are not summed up when they are full' FROM pg_class AS c
    JOIN pg_am AS a ON a.oid = c.relam AND a.amname = 'brin'
    WHERE c.relname LIKE 'ledger\\_%'
        AND NOT coalesce(c.reloptions @> ARRAY['autosummarize=on'], false)
    UNION ALL
    SELECT c.relname, 'no club_id' FROM pg_class AS c
    WHERE c.relkind IN ('r', 'p') AND c.relname LIKE 'ledger\\_%' AND NOT EXISTS (
        SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'club_id'
    )
    UNION ALL
    SELECT c.relname, 'a view' FROM pg_class AS c
    WHERE c.relkind IN ('v', 'm') AND c.relname LIKE 'ledger\\_%'
    UNION ALL
    SELECT p.oid::regprocedure::text, 'a definer that skips row security or has no search_path'
    FROM pg_proc AS p JOIN pg_roles AS r ON r.oid = p.proowner
    WHERE p.proname LIKE 'ledger\\_%' AND p.prosecdef AND (
        r.rolsuper OR r.rolbypassrls OR r.rolcanlogin
        OR NOT coalesce(p.proconfig::text LIKE '%search_path%', false)
    )
    UNION ALL
    SELECT p.oid::regprocedure::text, 'not owned by vafa_ledger'
    FROM pg_proc AS p
    WHERE p.proname LIKE 'ledger\\_%' AND p.proowner <> 'vafa_ledger'::regrole
    UNION ALL
    SELECT p.oid::regprocedure::text, 'an internal function that others may execute'
    FROM pg_proc AS p
    WHERE p.proname LIKE 'ledger\\_%' AND NOT p.prosecdef
        AND (has_function_privilege('vafa_app', p.oid, 'EXECUTE')
            OR has_function_privilege('vafa_ro', p.oid, 'EXECUTE'))
    UNION ALL
    SELECT p.oid::regprocedure::text, 'a function without a version' FROM pg_proc AS p
    WHERE p.proname LIKE 'ledger\\_%' AND p.proname !~ '_v[0-9]+$'
        AND p.prorettype <> 'trigger'::regtype
        AND NOT EXISTS (  -- a constraint's function is a part of its table
            SELECT FROM pg_depend AS d
            WHERE d.refobjid = p.oid AND d.refclassid = 'pg_proc'::regclass
                AND d.classid = 'pg_constraint'::regclass
        )
    UNION ALL
    SELECT c.relname, 'vafa_app may write or empty it' FROM pg_class AS c
    WHERE c.relkind IN ('r', 'p') AND c.relname LIKE 'ledger\\_%'
        AND has_table_privilege('vafa_app', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
    UNION ALL
    SELECT c.relname, 'a deferrable constraint or a row trigger' FROM pg_class AS c
    WHERE c.relname LIKE 'ledger\\_%' AND (
        EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.condeferrable)
        OR EXISTS (
            SELECT FROM pg_trigger AS t
            WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgtype & 1 = 1
        )
    )
"""

FIRST_KEY_COLUMNS = """
    SELECT c.relname AS table_name, a.attname AS column_name
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE c.relname LIKE 'ledger\\_%' AND i.indisunique
"""


@pytest.fixture
def till() -> Till:
    """Give a member who has bought once."""
    opened = open_till()
    row = award(10)
    opened.post(
        Earn(POINTS, 10, 0), awards=[row], sale=sale(1000), outbox=[OutboxRow("bought", {})]
    )
    return opened


@pytest.mark.django_db
def test_catalogue_shows_no_fault() -> None:
    """The audit of the catalogue returns no row."""
    assert rows(AUDIT) == []


@pytest.mark.django_db
def test_member_id_or_club_id_leads_every_unique_key() -> None:
    """Decision 0001."""
    wrong = [
        row
        for row in rows(FIRST_KEY_COLUMNS)
        if row["column_name"] != ("club_id" if row["table_name"] in DIRECTORIES else "member_id")
    ]

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*APPEND_ONLY, *MUTABLE])
@pytest.mark.parametrize("verb", ["INSERT INTO {} SELECT * FROM {}", "UPDATE {} SET club_id = 1",
                                  "DELETE FROM {}", "TRUNCATE {}"])  # fmt: skip
def test_application_role_writes_no_table(table: str, verb: str) -> None:
    """The application executes functions; it holds no INSERT, UPDATE, DELETE or TRUNCATE."""
    name = f"ledger_{table}"

    with refused(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(verb.format(name, name))


@pytest.mark.django_db
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE {} SET club_id = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_owner_cannot_change_what_is_append_only(table: str, verb: str) -> None:
    """Not even the owner of the tables rewrites what was posted."""
    name = str(connection.settings_dict["NAME"])

    with (
        database.connect(config.current(), "owner", name=name) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute(verb.format(f"ledger_{table}").encode())


@pytest.mark.django_db
def test_another_club_sees_nothing(till: Till) -> None:
    """Every table of the book shows a club its own rows only; without a club there are none."""
    tables = [row["relname"] for row in rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'ledger\\_%'"
    )]  # fmt: skip
    other = open_till()

    def seen(club_id: int) -> dict[str, int]:
        with reading_club(club_id), connection.cursor() as cursor:
            counted = {}
            for table in tables:
                cursor.execute(
                    f"SELECT count(*) FROM {table} WHERE club_id = %s",  # noqa: S608 - framework
                    [till.club_id],
                )
                counted[table] = cursor.fetchone()[0]
        return counted

    assert set(seen(other.club_id).values()) == {0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.club', '', true)")
    assert models.Movement.objects.count() == 0
    own = seen(till.club_id)
    names = ("movement", "lot", "event", "award", "sale", "sale_line", "outbox", "wallet")
    assert [own[f"ledger_{name}"] for name in names] == [1] * len(names)


@pytest.mark.django_db
def test_a_member_asked_for_by_another_club_has_nothing(till: Till) -> None:
    """Reading with another club's id finds neither balance, movement nor sale."""
    other = open_till()
    event_id = till.post(Earn(POINTS, 1), sale=sale(5)).event_id
    club, member = other.club_id, till.member_id

    assert queries.balances(club_id=club, member_id=member) == {}
    assert queries.statement(club_id=club, member_id=member) == []
    assert queries.event_of(club_id=club, member_id=member, event_id=event_id) is None
    assert sales.stored_sale(club_id=club, member_id=member, sale_id=event_id) is None


@pytest.mark.django_db
def test_models_have_the_columns_of_the_tables() -> None:
    """Django reads what the SQL files made."""
    for model in (
        models.MemberState, models.Wallet, models.Movement, models.Lot, models.LotUse, models.Hold,
        models.HoldLot, models.Event, models.Award, models.Sale, models.SaleLine,
    ):  # fmt: skip
        found = rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [model._meta.db_table],
        )
        columns = {field.column for field in model._meta.fields if field.column}
        assert columns == {row["column_name"] for row in found} - {"xact", "award_ids"}


@pytest.mark.django_db
def test_the_test_clock_counts_only_for_the_test_role() -> None:
    """A real login that sets app.test_now still gets the database's own time."""
    name = str(connection.settings_dict["NAME"])

    with database.connect(config.current(), "admin", name=name) as admin:
        admin.execute("SET app.test_now = '2001-01-01T00:00:00+00:00'")
        admin.execute("SET SESSION AUTHORIZATION vafa_owner")
        found = admin.execute("SELECT ledger_now_v1() > '2020-01-01'").fetchone()

    assert found == (True,)
