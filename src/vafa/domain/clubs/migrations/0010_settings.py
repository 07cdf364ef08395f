"""What a club says of itself, how it shows values from a day on, its look and its texts."""

from django.db import migrations, models

from vafa.domain.clubs.fences import definer, fence, patient

UNITS = ["toman", "rial", "new_rial"]
CALENDARS = ["by_language", "jalali", "gregorian"]
DIGITS = ["by_language", "latin"]
TEXTS = ["terms", "messages"]
# A key notes the day of its last use, a declined request its reason; a page finds its look.
GRANTS = """
GRANT UPDATE (last_used_on) ON clubs_apikey TO vafa_app, vafa_ops;
GRANT UPDATE (decline_reason) ON clubs_approval TO vafa_app, vafa_ops;
GRANT SELECT ON clubs_display TO vafa_ledger;
CREATE POLICY clubs_display_lookup ON clubs_display FOR SELECT TO vafa_ledger USING (true);
"""


def _text(size: int) -> models.CharField:  # type: ignore[type-arg]  # framework
    return models.CharField(max_length=size, default="", db_default="")


def _pair(*fields: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(
        *fields, blank=True, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    """Add the settings; a club without any shows Toman, in the calendar of the reader."""

    dependencies = [("clubs", "0009_trail")]

    operations = [
        patient(),
        migrations.AddField("club", "contact_phone", _text(20)),
        migrations.AddField("club", "contact_email", _text(254)),
        migrations.AddField("club", "business_address", _text(300)),
        migrations.AddField("club", "business_postcode", _text(10)),
        migrations.AddField("club", "economic_code", _text(14)),
        migrations.AddField("club", "business_id", _text(11)),
        migrations.AddField("club", "colour", _text(7)),
        migrations.AddField("club", "look", models.IntegerField(default=0, db_default=0)),
        migrations.AddField("branch", "contact_phone", _text(20)),
        migrations.AddField("branch", "business_address", _text(300)),
        migrations.AddField("branch", "hours", _text(200)),
        migrations.AddField("branch", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("apikey", "last_used_on", models.DateField(null=True)),
        migrations.AddField("approval", "decline_reason", _text(200)),
        migrations.CreateModel(
            name="Display",
            fields=[
                ("pk", _pair("club_id", "starts_on")),
                ("club_id", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("unit", models.CharField(max_length=8)),
                ("calendar", models.CharField(max_length=12)),
                ("digits", models.CharField(max_length=12)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="clubs_display_known",
                        condition=models.Q(
                            unit__in=UNITS, calendar__in=CALENDARS, digits__in=DIGITS
                        ),
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                ("club_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("image", models.BinaryField(max_length=400_000)),
                ("icon", models.BinaryField(max_length=400_000)),
            ],
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                ("pk", _pair("club_id", "kind", "number")),
                ("club_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("number", models.IntegerField()),
                ("text_fa", models.TextField()),
                ("text_en", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="clubs_text_kind", condition=models.Q(kind__in=TEXTS)
                    )
                ]
            },
        ),
        fence(table="clubs_display", grants="SELECT, INSERT, UPDATE, DELETE"),
        fence(table="clubs_logo", grants="SELECT, INSERT, UPDATE, DELETE"),
        fence(table="clubs_text", grants="SELECT, INSERT"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        definer(
            signature="clubs_place_v1(asked varchar)",
            returns="TABLE (id bigint, code varchar, name varchar, zone varchar,"
            " is_test boolean, colour varchar, look integer, displays jsonb)",
            body="SELECT c.id, c.code, c.name, c.zone, c.is_test, c.colour, c.look,"
            " (SELECT coalesce(jsonb_agg(jsonb_build_array(d.starts_on, d.unit, d.calendar,"
            " d.digits) ORDER BY d.starts_on), '[]') FROM clubs_display d"
            " WHERE d.club_id = c.id) FROM clubs_club c WHERE c.code = asked",
        ),
    ]
