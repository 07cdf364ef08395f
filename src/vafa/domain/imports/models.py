"""Tables of the imports: each run, what it brought to whom, and how columns were understood."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Run(models.Model):
    """One file brought in once. The same file in the same way is the same run, so it goes on."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    gives_value = models.BooleanField()
    decided_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    account = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id", "digest", "kind", "source"],
                condition=models.Q(undone_at__isnull=True),
                name="imports_run_once",
            ),
        ]


class Brought(models.Model):
    """What a run brought to one member: the sales that it posted; a member who is new with it."""

    pk = models.CompositePrimaryKey("member_id", "run_id")
    member_id = models.BigIntegerField()
    run_id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    sale_ids = ArrayField(models.BigIntegerField())
    state_version = models.BigIntegerField()
    was_empty = models.BooleanField()
    is_new = models.BooleanField()
    holder_id = models.BigIntegerField(null=True)  # the account's wallet that has the sales
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["run_id", "member_id"], name="imports_brought_run"),
        ]


GROUPS_SHAPE = "groups"  # the mapping that holds which group a name stands for


class Mapping(models.Model):
    """Which column of files of one shape holds which field, as it was last brought in."""

    pk = models.CompositePrimaryKey("club_id", "shape")
    club_id = models.BigIntegerField()
    shape = models.CharField(max_length=64)
    columns = models.JSONField()


class Job(models.Model):
    """A file that was sent, and what is to be done with it: checked, brought in, undone.

    `asked_by` is who asked for it last: the worker acts with that caller's rights.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    plan = models.JSONField(default=dict)
    asked_by = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    run_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="imports_job_club"),
        ]
