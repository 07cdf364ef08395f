"""Tables of the member: the person, the contacts they are found by, and their consents."""

from typing import Any, ClassVar

from django.db import models


class Member(models.Model):
    """A person in a club. `mobile_sealed` opens only with the vault's key."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    number = models.CharField(max_length=12)
    first_name = models.CharField(max_length=80, default="")
    last_name = models.CharField(max_length=80, default="")
    mobile_sealed = models.BinaryField()
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=60)
    joined_branch = models.CharField(max_length=60, default="")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "birth_month", "birth_day"], name="members_birthday"),
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
    withdrawn_at = models.DateTimeField(null=True)
