"""Tables of the club: itself, branches, settings, staff, keys, approvals, the trail of acts."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vafa.domain.clubs.rights import ROLES


class Club(models.Model):
    """A business with one customer club. Its zone decides when its days begin.

    `look` counts the changes of colour and logo, so that whoever keeps them knows newer ones.
    """

    id = models.BigIntegerField(primary_key=True)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    is_test = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    manual_limit_rials = models.BigIntegerField(db_default=1_000_000)
    second_proof_after_days = models.IntegerField(db_default=180)
    codes_a_day = models.IntegerField(db_default=1000)
    contact_phone = models.CharField(max_length=20, default="", db_default="")
    contact_email = models.CharField(max_length=254, default="", db_default="")
    business_address = models.CharField(max_length=300, default="", db_default="")
    business_postcode = models.CharField(max_length=10, default="", db_default="")
    economic_code = models.CharField(max_length=14, default="", db_default="")
    business_id = models.CharField(max_length=11, default="", db_default="")
    colour = models.CharField(max_length=7, default="", db_default="")
    look = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="clubs_club_code_given", condition=~models.Q(code="")),
        ]


class Branch(models.Model):
    """A place, or a web shop, where the club's purchases are made."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    contact_phone = models.CharField(max_length=20, default="", db_default="")
    business_address = models.CharField(max_length=300, default="", db_default="")
    hours = models.CharField(max_length=200, default="", db_default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "code"], name="clubs_branch_code"),
        ]


class VatRate(models.Model):
    """The VAT rate of a club from a day on, until the next one starts."""

    pk = models.CompositePrimaryKey("club_id", "starts_on")
    club_id = models.BigIntegerField()
    starts_on = models.DateField()
    basis_points = models.IntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="clubs_vatrate_bounds",
                condition=models.Q(basis_points__gte=0, basis_points__lte=10_000),
            ),
        ]


class Display(models.Model):
    """How a club's values are written from a day on, until the next such day."""

    pk = models.CompositePrimaryKey("club_id", "starts_on")
    club_id = models.BigIntegerField()
    starts_on = models.DateField()
    unit = models.CharField(max_length=8)
    calendar = models.CharField(max_length=12)
    digits = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="clubs_display_known",
                condition=models.Q(
                    unit__in=["toman", "rial", "new_rial"],
                    calendar__in=["by_language", "jalali", "gregorian"],
                    digits__in=["by_language", "latin"],
                ),
            ),
        ]


class Quiet(models.Model):
    """When a club sends nothing that nobody asked for, in minutes of its day, from a day on."""

    pk = models.CompositePrimaryKey("club_id", "starts_on")
    club_id = models.BigIntegerField()
    starts_on = models.DateField()
    from_minute = models.SmallIntegerField()
    until_minute = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="clubs_quiet_minutes",
                condition=models.Q(from_minute__range=(0, 1439), until_minute__range=(0, 1439)),
            ),
        ]


class Logo(models.Model):
    """A club's logo as a page shows it, and as a square icon; both PNG, drawn anew by us."""

    club_id = models.BigIntegerField(primary_key=True)
    image = models.BinaryField(max_length=400_000)
    icon = models.BinaryField(max_length=400_000)


class Text(models.Model):
    """A version of a text of the club: its terms, what one agrees to for messages, its thanks."""

    pk = models.CompositePrimaryKey("club_id", "kind", "number")
    club_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    number = models.IntegerField()
    text_fa = models.TextField()
    text_en = models.TextField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="clubs_text_kind",
                condition=models.Q(kind__in=["terms", "messages", "thanks"]),
            ),
        ]


class Staff(models.Model):
    """A person who works in the club, or did; one row, however many keys are that person's own.

    Whoever has no role has only keys. No branches means all of them. `user_id` is who signs in;
    null, the person was invited and has not come yet, or only has keys.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    role = models.CharField(max_length=12, default="", db_default="")
    branches = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    user_id = models.BigIntegerField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "name"], name="clubs_staff_name"),
            models.UniqueConstraint(
                fields=["user_id", "club_id"], name="clubs_staff_user",
                condition=models.Q(user_id__isnull=False),
            ),
            models.CheckConstraint(
                name="clubs_staff_role", condition=models.Q(role__in=["", *ROLES])
            ),
        ]  # fmt: skip


class RoleLimit(models.Model):
    """The worth in Rial that one of a role gives, and lets use, alone; null leaves it open."""

    pk = models.CompositePrimaryKey("club_id", "role")
    club_id = models.BigIntegerField()
    role = models.CharField(max_length=12)
    grant_rials = models.BigIntegerField(null=True)
    apply_rials = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="clubs_rolelimit_role", condition=models.Q(role__in=list(ROLES))
            ),
            models.CheckConstraint(
                name="clubs_rolelimit_bounds",
                condition=models.Q(grant_rials__isnull=True) | models.Q(grant_rials__gte=0),
            ),
            models.CheckConstraint(
                name="clubs_rolelimit_applied",
                condition=models.Q(apply_rials__isnull=True) | models.Q(apply_rials__gte=0),
            ),
        ]


class Act(models.Model):
    """What somebody did in the club that no posting tells: rows that are only added.

    The database numbers them in order of time. Personal values come masked.
    """

    pk = models.CompositePrimaryKey("club_id", "id")
    club_id = models.BigIntegerField()
    id = models.BigIntegerField()
    at = models.DateTimeField()
    staff_id = models.BigIntegerField()
    credential_id = models.BigIntegerField()
    who = models.CharField(max_length=120)
    act = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    before = models.JSONField()
    after = models.JSONField()
    address = models.CharField(max_length=45)
    request_id = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "at", "id"], name="clubs_act_time"),
            models.Index(
                fields=["club_id", "object_id", "at", "id"],
                condition=models.Q(object_kind="member"),
                name="clubs_act_member",
            ),
        ]


class ApiKey(models.Model):
    """A machine's or a person's credential. Only the hash of its secret is kept."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    staff_id = models.BigIntegerField(null=True)
    prefix = models.CharField(max_length=8, unique=True)
    secret_hash = models.BinaryField(max_length=32)
    rights = ArrayField(models.CharField(max_length=20))
    branch = models.CharField(max_length=60, default="")
    is_test = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)


class AnsweredRequest(models.Model):
    """A write that moved no value, by its idempotency key, with the answer a repeat gets."""

    pk = models.CompositePrimaryKey("club_id", "credential_id", "key")
    club_id = models.BigIntegerField()
    credential_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    body_hash = models.BinaryField(max_length=32)
    answer = models.JSONField()
    created_at = models.DateTimeField()


class Approval(models.Model):
    """What waits for a second person, who approves or declines it.

    `requested_staff_id` is null when a machine asked. The database itself refuses an approval by
    nobody or by whoever asked, and of what was declined.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    requested_staff_id = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    approved_staff_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    declined_staff_id = models.BigIntegerField(null=True)
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=200, default="", db_default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="clubs_approval_two_people",
                condition=models.Q(approved_staff_id__isnull=True)
                | models.Q(requested_staff_id__isnull=True)
                | ~models.Q(approved_staff_id=models.F("requested_staff_id")),
            ),
            models.CheckConstraint(
                name="clubs_approval_by_somebody",
                condition=models.Q(approved_staff_id__isnull=True, approved_at__isnull=True)
                | models.Q(approved_staff_id__gt=0, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="clubs_approval_one_end",
                condition=models.Q(approved_at__isnull=True) | models.Q(declined_at__isnull=True),
            ),
        ]
