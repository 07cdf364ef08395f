"""How a request for approval is declined, and how somebody stops working in the club."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Add the two ends, and what the application may write of them."""

    dependencies = [("clubs", "0005_fence_staff")]

    operations = [
        patient(),
        migrations.AddField(
            model_name="staff", name="ended_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="approval",
            name="declined_staff_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="approval", name="declined_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True) | models.Q(declined_at__isnull=True),
                name="clubs_approval_one_end",
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (ended_at) ON clubs_staff TO vafa_app, vafa_ops;\n"
            "GRANT UPDATE (declined_staff_id, declined_at) ON clubs_approval"
            " TO vafa_app, vafa_ops",
            migrations.RunSQL.noop,
        ),
    ]
