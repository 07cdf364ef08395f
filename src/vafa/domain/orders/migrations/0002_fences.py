"""Row security, foreign keys and grants of the orders' tables."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from vafa.domain.clubs.fences import fence, patient

CHANGES = "title, description, cost_rials, state, changed_at, sale_id"


def _of_order(table: str) -> RunSQL:
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_order_exists"
        " FOREIGN KEY (order_id) REFERENCES orders_order (id) NOT DEFERRABLE",
        RunSQL.noop,
    )


class Migration(migrations.Migration):
    """Fence the orders' tables; a timeline is only added to, but for what an erasure blanks."""

    dependencies = [("orders", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="orders_order", grants=f"SELECT, INSERT, UPDATE ({CHANGES})"),
        fence(table="orders_step", grants="SELECT, INSERT, UPDATE (note)"),
        fence(table="orders_attachment", grants="SELECT, INSERT, UPDATE (name, content)"),
        _of_order("orders_step"),
        _of_order("orders_attachment"),
    ]
