"""When a club sends nothing that nobody asked for, from a day on."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Add the quiet hours; a club without any is quiet from ten to eight."""

    dependencies = [("clubs", "0012_thanks_text")]

    operations = [
        patient(),
        migrations.CreateModel(
            name="Quiet",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id", "starts_on", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("from_minute", models.SmallIntegerField()),
                ("until_minute", models.SmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="clubs_quiet_minutes",
                        condition=models.Q(
                            ("from_minute__range", (0, 1439)), ("until_minute__range", (0, 1439))
                        ),
                    )
                ]
            },
        ),
        fence(table="clubs_quiet", grants="SELECT, INSERT, UPDATE, DELETE"),
    ]  # fmt: skip
