"""A club's text may be its thanks for a purchase, too."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient

_NAME = "clubs_text_kind"


class Migration(migrations.Migration):
    """The table holds a few rows a club."""

    dependencies = [("clubs", "0011_find_acts_by_member")]

    operations = [
        patient(),
        migrations.RemoveConstraint(model_name="text", name=_NAME),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.CheckConstraint(
                name=_NAME,
                condition=models.Q(kind__in=["terms", "messages", "thanks"]),
            ),
        ),
    ]
