"""The trail of what people and keys did: rows that are only added, by nobody changed."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient

ONLY_ADDED = """
CREATE SEQUENCE clubs_act_number;
GRANT USAGE ON SEQUENCE clubs_act_number TO vafa_app, vafa_ops;
ALTER TABLE clubs_act ALTER COLUMN id SET DEFAULT
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000
    + nextval('clubs_act_number') % 1000;
CREATE FUNCTION clubs_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: the trail is append-only', tg_op, tg_table_name
        USING ERRCODE = '42501';
END $$;
REVOKE ALL ON FUNCTION clubs_refuse_change() FROM PUBLIC;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON clubs_act
    FOR EACH STATEMENT EXECUTE FUNCTION clubs_refuse_change();
"""


class Migration(migrations.Migration):
    """Make the table of acts with its fence; the database numbers the rows in order of time."""

    dependencies = [("clubs", "0008_roles")]

    operations = [
        patient(),
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id", "id", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("staff_id", models.BigIntegerField()),
                ("credential_id", models.BigIntegerField()),
                ("who", models.CharField(max_length=120)),
                ("act", models.CharField(max_length=40)),
                ("object_kind", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=120)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("address", models.CharField(max_length=45)),
                ("request_id", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["club_id", "at", "id"], name="clubs_act_time")],
            },
        ),
        fence(table="clubs_act", grants="SELECT, INSERT"),
        migrations.RunSQL(ONLY_ADDED, migrations.RunSQL.noop),
    ]  # fmt: skip
