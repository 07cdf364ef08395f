"""A number for each process that makes ids."""

from django.db import migrations

from vafa.domain.clubs.fences import APP_ROLES, patient

NODES = f"""
CREATE SEQUENCE clubs_node AS integer MINVALUE 0 MAXVALUE 1023 CYCLE;
GRANT USAGE ON SEQUENCE clubs_node TO {APP_ROLES};
"""


class Migration(migrations.Migration):
    """Number the processes; a number comes again 1,024 starts later."""

    dependencies = [("clubs", "0002_fences")]
    operations = [patient(), migrations.RunSQL(NODES, "DROP SEQUENCE clubs_node")]
