"""Orders are found by a part of their title, however many there are."""

from django.db import migrations

from vafa.domain.clubs.fences import patient

# Whoever looks for titles runs as vafa_ledger, who cannot log in: row security would keep the
# search from its index. `orders_titled_v1` gives ids only, and of the club in `app.club`.
SEARCH = """
CREATE INDEX orders_order_title ON orders_order USING gin (club_id, lower(title) gin_trgm_ops);
GRANT SELECT ON orders_order TO vafa_ledger;
CREATE POLICY orders_order_listing ON orders_order FOR SELECT TO vafa_ledger USING (true);
"""


class Migration(migrations.Migration):
    """An index only; nothing is rewritten. The members' lists brought the extensions for it."""

    dependencies = [("orders", "0002_fences"), ("members", "0009_lists")]
    operations = [patient(), migrations.RunSQL(SEARCH, "DROP INDEX orders_order_title")]
