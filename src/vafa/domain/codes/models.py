"""The table of codes that were sent, and what came of each."""

from typing import Any, ClassVar

from django.db import models


class Challenge(models.Model):
    """A code sent to a mobile for one purpose and one subject (a change's member; 0 for none).

    `outcome`, `member_id` and the second proof are filled in when a number was proven: `proven`,
    `second_proof_needed` or `new`; `joined_at` once somebody joined with it.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    purpose = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(default=0)
    mobile_trace = models.BinaryField(max_length=32)
    caller_trace = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)
    tries = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    member_id = models.BigIntegerField(null=True)
    second_tries = models.SmallIntegerField(default=0)
    second_proof = models.CharField(max_length=10, default="")
    second_staff_id = models.BigIntegerField(null=True)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="codes_challenge_tries",
                condition=models.Q(tries__gte=0, tries__lte=5, second_tries__gte=0)
                & models.Q(second_tries__lte=3),
            ),
            models.CheckConstraint(
                name="codes_challenge_staff",
                condition=models.Q(second_staff_id__gt=0, second_proof="staff")
                | models.Q(second_staff_id__isnull=True) & ~models.Q(second_proof="staff"),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "sent_at"], name="codes_challenge_sent"),
            models.Index(fields=["member_id", "sent_at"], name="codes_challenge_member"),
        ]
