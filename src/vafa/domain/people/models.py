"""Tables of people: users, the links that let them in, and the devices of members."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Finds users by what they sign in with."""


class User(AbstractBaseUser):
    """Somebody who signs in with a password; `login` is an e-mail address or a mobile.

    `may_skip_second_factor` is for a demo: nobody else works without one where a role needs it.
    """

    id = models.BigIntegerField(primary_key=True)
    login = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    may_skip_second_factor = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]


class Link(models.Model):
    """A link sent to somebody: an invitation to work in a club, or a new password.

    Only the hash of its secret is kept. `login_sealed` is where it was sent.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    staff_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    login_sealed = models.BinaryField()
    secret_hash = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="people_link_kind",
                condition=models.Q(kind="invite", staff_id__gt=0)
                | models.Q(kind="reset", user_id__gt=0),
            ),
            models.UniqueConstraint(fields=["club_id", "secret_hash"], name="people_link_secret"),
        ]


class Device(models.Model):
    """A device that a member signed in with; only the hash of its secret is kept."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    secret_hash = models.BinaryField(max_length=32)
    label = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "secret_hash"], name="people_device_secret")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "member_id"], name="people_device_member"),
        ]


class ErasureWish(models.Model):
    """A member asked to be erased: open until it is taken back or done."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id", "member_id"],
                name="people_wish_open_once",
                condition=models.Q(withdrawn_at=None, done_at=None),
            )
        ]
