"""Lets an allowance of the day be raised, for who earned more since the morning."""

from django.db import migrations

GRANT = "GRANT UPDATE (units) ON tills_allowance TO vafa_app, vafa_ops"


class Migration(migrations.Migration):
    """Grant one column more."""

    dependencies = [("tills", "0003_people_and_counts")]

    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
