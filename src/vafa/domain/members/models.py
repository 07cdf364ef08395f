"""Tables of the member: the person, profile, contacts, consents, and what was done to them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Member(models.Model):
    """A person in a club. `mobile_sealed` opens only with the vault's key.

    Who left (`left_at`) may come back until `ends_at`; then what they hold ends (`ended_at`).
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    number = models.CharField(max_length=12)
    first_name = models.CharField(max_length=80, default="")
    last_name = models.CharField(max_length=80, default="")
    mobile_sealed = models.BinaryField()
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)
    birthday_from = models.IntegerField(null=True)
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=60)
    joined_branch = models.CharField(max_length=60, default="")
    left_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    merged_into = models.BigIntegerField(null=True)
    wallet_id = models.BigIntegerField(null=True)
    proven_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)
    spending_from = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "birth_month", "birth_day"], name="members_birthday"),
            models.Index(
                fields=["club_id", "ends_at"],
                condition=models.Q(ends_at__isnull=False, ended_at__isnull=True),
                name="members_leaving",
            ),
        ]


class Contact(models.Model):
    """What a member is found by: (club, kind, keyed hash) belongs to one member only."""

    pk = models.CompositePrimaryKey("club_id", "kind", "trace")
    club_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    trace = models.BinaryField(max_length=32)
    member_id = models.BigIntegerField(db_index=True)


class Consent(models.Model):
    """A member's consent to a purpose, and where it was given."""

    pk = models.CompositePrimaryKey("member_id", "purpose", "given_at")
    member_id = models.BigIntegerField()
    purpose = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    club_id = models.BigIntegerField()
    source = models.CharField(max_length=20)
    wording = models.CharField(max_length=40, db_default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_source = models.CharField(max_length=20, db_default="")


class Profile(models.Model):
    """What a member says of themselves beyond name and birthday: one sealed JSON document."""

    member_id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    sealed = models.BinaryField()


class FieldSet(models.Model):
    """The custom fields that a club defined: a list of code, label, kind and choices."""

    club_id = models.BigIntegerField(primary_key=True)
    fields = models.JSONField()


class MemberChange(models.Model):
    """Who did what to a member's data; old and new values are sealed, and go with an erasure."""

    pk = models.CompositePrimaryKey("member_id", "id")
    member_id = models.BigIntegerField()
    id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    at = models.DateTimeField()
    credential_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    fields = ArrayField(models.CharField(max_length=60), default=list)
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "at", "id"], name="members_change_time"),
        ]


class Erasure(models.Model):
    """The erasure log: whose data went, when, who did it, what was kept, why and until when.

    `trace` is the keyed hash of the mobile: it stops a second welcome gift, and nothing else is
    known of the person.
    """

    pk = models.CompositePrimaryKey("club_id", "member_id")
    club_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    trace = models.BinaryField(max_length=32)
    erased_at = models.DateTimeField()
    credential_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    basis = models.CharField(max_length=20)
    kept = models.JSONField()
    kept_until = models.DateField()
    birthday_gift_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "trace"], name="members_erasure_trace"),
        ]


class MobileChange(models.Model):
    """A change of a member's mobile: asked, proven by codes or approved, applied, perhaps undone.

    `old_code_id` is null when the old number was lost: then a second person approves.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    member_id = models.BigIntegerField(db_index=True)
    old_sealed = models.BinaryField()
    new_sealed = models.BinaryField()
    old_code_id = models.BigIntegerField(null=True)
    new_code_id = models.BigIntegerField()
    undo_code_id = models.BigIntegerField(null=True)
    staff_id = models.BigIntegerField(null=True)
    approval_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="members_mobilechange_proven",
                condition=models.Q(applied_at__isnull=True)
                | models.Q(old_code_id__isnull=False)
                | models.Q(approval_id__isnull=False),
            ),
            models.CheckConstraint(
                name="members_mobilechange_order",
                condition=models.Q(undone_at__isnull=True) | models.Q(applied_at__isnull=False),
            ),
        ]
