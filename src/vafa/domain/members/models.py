"""Tables of the member: the person, profile, contacts, consents, and what was done to them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

_PRESENT = models.Q(erased_at__isnull=True, merged_into__isnull=True)


class Member(models.Model):
    """A person in a club. `mobile_sealed` opens only with the vault's key.

    Who left (`left_at`) may come back until `ends_at`; then what they hold ends (`ended_at`).
    `mobile_end` is the keyed hash of the mobile's last digits, `folded` the name as it is
    searched; `manager_id` is of the staff.
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
    mobile_end = models.BinaryField(null=True)
    folded = models.CharField(max_length=400, null=True)  # noqa: DJ001 - framework
    manager_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "birth_month", "birth_day"], name="members_birthday"),
            models.Index(fields=["club_id", "id"], condition=_PRESENT, name="members_listed"),
            models.Index(
                fields=["club_id", "id"],
                condition=models.Q(left_at__isnull=False),
                name="members_left",
            ),
            models.Index(
                fields=["club_id", "mobile_end"],
                condition=models.Q(mobile_end__isnull=False),
                name="members_mobile_end",
            ),
            models.Index(
                fields=["club_id", "manager_id", "id"],
                condition=models.Q(manager_id__isnull=False),
                name="members_managed",
            ),
            models.Index(
                fields=["wallet_id"],
                condition=models.Q(wallet_id__isnull=False),
                name="members_wallet",
            ),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="members_merged",
            ),
            models.Index(
                fields=["club_id", "ends_at"],
                condition=models.Q(ends_at__isnull=False, ended_at__isnull=True),
                name="members_leaving",
            ),
        ]


class Standing(models.Model):
    """Where a member stands, as lists are sorted and narrowed by; the book alone is exact.

    `unit_1` to `unit_3` are what the member can spend of the units of these numbers.
    """

    member_id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    holder_id = models.BigIntegerField()
    state_version = models.BigIntegerField(default=0)
    tier = models.CharField(max_length=60, default="")
    purchases = models.IntegerField(default=0)
    last_purchase_day = models.IntegerField(default=0)
    unit_1 = models.BigIntegerField(default=0)
    unit_2 = models.BigIntegerField(default=0)
    unit_3 = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", name, "member_id"], name=f"members_by_{name}")
            for name in ("tier", "last_purchase_day", "unit_1", "unit_2", "unit_3")
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

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["club_id", "purpose", "member_id"],
                condition=models.Q(withdrawn_at__isnull=True) & ~models.Q(purpose="membership"),
                name="members_consent_given",
            ),
        ]


class Profile(models.Model):
    """What a member says of themselves beyond name and birthday: one sealed JSON document."""

    member_id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    sealed = models.BinaryField()


class OwnValue(models.Model):
    """A value of a club's own field as lists are narrowed by it; it goes with its profile."""

    pk = models.CompositePrimaryKey("member_id", "code")
    member_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    club_id = models.BigIntegerField()
    value = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["club_id", "code", "value", "member_id"], name="members_by_own_value"
            ),
        ]


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


class Note(models.Model):
    """One version of a note on a member; the newest counts, the ones before are its history."""

    pk = models.CompositePrimaryKey("note_id", "version")
    note_id = models.BigIntegerField()
    version = models.IntegerField()
    club_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    at = models.DateTimeField()
    credential_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    author = models.CharField(max_length=120)
    is_pinned = models.BooleanField()
    is_removed = models.BooleanField()
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["member_id", "note_id"], name="members_note_of"),
        ]


class Photo(models.Model):
    """A member's photo, a small square; sealed."""

    member_id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    sealed = models.BinaryField()


class Invitation(models.Model):
    """Whom somebody invited: until that person's first purchase counts, and after it.

    `due_at` says that the relay saw something of the invited person's wallet since.
    """

    invited_id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    inviter_id = models.BigIntegerField()
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    reason = models.CharField(max_length=20, default="")
    sale_id = models.BigIntegerField(null=True)
    least_rials = models.BigIntegerField(default=0)
    attempt = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["inviter_id", "joined_at"], name="members_invitation_by"),
            models.Index(
                fields=["club_id", "due_at"],
                condition=models.Q(due_at__isnull=False),
                name="members_invitation_due",
            ),
            models.Index(fields=["club_id", "invited_id"], name="members_invitation_listed"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="members_invitation_two",
                condition=~models.Q(invited_id=models.F("inviter_id")),
            ),
            models.CheckConstraint(
                name="members_invitation_state",
                condition=models.Q(state__in=["open", "given", "refused"]),
            ),
        ]


class Tag(models.Model):
    """A word of the club's own for members; `folded` finds a name however it is written."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=120)
    colour = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "folded"], name="members_tag_name_once"),
        ]


class Tagged(models.Model):
    """Who has which tag."""

    pk = models.CompositePrimaryKey("member_id", "tag_id")
    member_id = models.BigIntegerField()
    tag_id = models.BigIntegerField()
    club_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["tag_id", "member_id"], name="members_tagged_by"),
        ]


class View(models.Model):
    """A saved view of the list: somebody's own, or (without one) everybody's."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    staff_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=40)
    query = models.JSONField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="members_view_club"),
        ]


class Together(models.Model):
    """Something that is done to many members by the worker, a part of them after the other."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    change = models.JSONField()
    state = models.CharField(max_length=10)
    asked_by = models.JSONField()
    approval_id = models.BigIntegerField(null=True)
    members = models.IntegerField()
    handled = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    taken_back = models.IntegerField(default=0)
    stayed = models.IntegerField(default=0)
    problem = models.CharField(max_length=60, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="members_together_club"),
        ]


class TogetherPart(models.Model):
    """Some of the members of such a change: what came of them, and of taking it back."""

    pk = models.CompositePrimaryKey("together_id", "number")
    together_id = models.BigIntegerField()
    number = models.IntegerField()
    club_id = models.BigIntegerField()
    member_ids = ArrayField(models.BigIntegerField())
    before = models.JSONField(default=list)
    refused = models.JSONField(default=dict)
    stayed = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
