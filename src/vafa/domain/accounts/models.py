"""Tables of accounts and of their people, those who left too."""

from typing import Any, ClassVar

from django.db import models


class Account(models.Model):
    """A household or a company; its id is also the holder of its wallet in the book."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    invoice_name = models.CharField(max_length=120, default="")
    economic_code = models.CharField(max_length=14, default="")
    legal_id = models.CharField(max_length=11, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="accounts_account_club"),
        ]


class Person(models.Model):
    """Somebody's time in an account: role, limits in Rial, consent, and what was brought along.

    `owed` is what the person's own wallet owed and brought along, by the unit's number.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, db_constraint=False)
    member_id = models.BigIntegerField()
    role = models.CharField(max_length=10)
    month_limit_rials = models.BigIntegerField(null=True)
    purchase_limit_rials = models.BigIntegerField(null=True)
    consent = models.CharField(max_length=10)
    proof_id = models.BigIntegerField(null=True)
    credential_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    has_brought = models.BooleanField()
    owed = models.JSONField(default=dict)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id", "member_id"],
                condition=models.Q(left_at__isnull=True),
                name="accounts_person_in_one",
            ),
            models.CheckConstraint(
                name="accounts_person_limits",
                condition=(
                    models.Q(month_limit_rials__isnull=True) | models.Q(month_limit_rials__gte=0)
                )
                & (
                    models.Q(purchase_limit_rials__isnull=True)
                    | models.Q(purchase_limit_rials__gte=0)
                ),
            ),
            models.CheckConstraint(
                name="accounts_person_consent",
                condition=models.Q(consent="staff") | models.Q(proof_id__isnull=False),
            ),
        ]
