"""Who invited whom: a new table only."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """One row for each person who joined by an invitation."""

    dependencies = [("members", "0015_own_values")]
    operations = [
        patient(),
        migrations.CreateModel(
            "Invitation",
            [
                ("invited_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("inviter_id", models.BigIntegerField()),
                ("joined_at", models.DateTimeField()),
                ("state", models.CharField(max_length=10, default="open")),
                ("reason", models.CharField(max_length=20, default="")),
                ("sale_id", models.BigIntegerField(null=True)),
                ("least_rials", models.BigIntegerField(default=0)),
                ("attempt", models.IntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
            ],
            {
                "indexes": [
                    models.Index(fields=["inviter_id", "joined_at"], name="members_invitation_by"),
                    models.Index(
                        fields=["club_id", "due_at"],
                        condition=models.Q(due_at__isnull=False),
                        name="members_invitation_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="members_invitation_two",
                        condition=~models.Q(invited_id=models.F("inviter_id")),
                    ),
                    models.CheckConstraint(
                        name="members_invitation_state",
                        condition=models.Q(state__in=["open", "given", "refused"]),
                    ),
                ],
            },
        ),
        fence(
            table="members_invitation",
            grants="SELECT, INSERT, UPDATE (state, reason, sale_id, least_rials, attempt, due_at)",
        ),
    ]
