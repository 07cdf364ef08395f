"""Tables of accounting: what was set by hand, and each closed month as it was reported."""

from typing import Any, ClassVar

from django.db import models


class Term(models.Model):
    """What the accountant set for a unit from a month on, by whom and when."""

    pk = models.CompositePrimaryKey("club_id", "unit", "month")
    club_id = models.BigIntegerField()
    unit = models.IntegerField()
    month = models.IntegerField()
    rials = models.BigIntegerField(null=True)
    per_units = models.BigIntegerField(null=True)
    use_basis_points = models.IntegerField(null=True)
    credential_id = models.BigIntegerField()
    staff_id = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="accounting_term_rate",
                condition=models.Q(rials__isnull=True, per_units__isnull=True)
                | models.Q(rials__gte=0, per_units__gt=0),
            ),
            models.CheckConstraint(
                name="accounting_term_use",
                condition=models.Q(use_basis_points__isnull=True)
                | models.Q(use_basis_points__gte=1, use_basis_points__lte=10_000),
            ),
        ]


class AccountCode(models.Model):
    """The club's own code for one of our accounts, as its accounting software knows it."""

    pk = models.CompositePrimaryKey("club_id", "account")
    club_id = models.BigIntegerField()
    account = models.CharField(max_length=20)
    code = models.CharField(max_length=40)


class ClosedMonth(models.Model):
    """A closed month: when, by whom, and PostgreSQL's snapshot of what it knew."""

    pk = models.CompositePrimaryKey("club_id", "month")
    club_id = models.BigIntegerField()
    month = models.IntegerField()
    closed_at = models.DateTimeField()
    snapshot = models.TextField()
    credential_id = models.BigIntegerField()
    staff_id = models.BigIntegerField(null=True)


class MonthUnit(models.Model):
    """A unit in a closed month: the figures that were reported."""

    pk = models.CompositePrimaryKey("club_id", "month", "unit")
    club_id = models.BigIntegerField()
    month = models.IntegerField()
    unit = models.IntegerField()
    rate_rials = models.BigIntegerField()
    per_units = models.BigIntegerField()
    use_basis_points = models.IntegerField()
    opening_units = models.BigIntegerField()
    issued_units = models.BigIntegerField()
    used_units = models.BigIntegerField()
    expired_units = models.BigIntegerField()
    taken_back_units = models.BigIntegerField()
    adjusted_units = models.BigIntegerField()
    closing_units = models.BigIntegerField()
    owed_units = models.BigIntegerField()
    worth_rials = models.BigIntegerField()
    opening_rials = models.BigIntegerField()
    added_rials = models.BigIntegerField()
    taken_back_rials = models.BigIntegerField()
    used_rials = models.BigIntegerField()
    breakage_rials = models.BigIntegerField()
    revalued_rials = models.BigIntegerField()
    closing_rials = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="accounting_monthunit_units_add_up",
                condition=models.Q(
                    closing_units=models.F("opening_units")
                    + models.F("issued_units")
                    + models.F("adjusted_units")
                    - models.F("used_units")
                    - models.F("expired_units")
                    - models.F("taken_back_units")
                ),
            ),
            models.CheckConstraint(
                name="accounting_monthunit_rials_add_up",
                condition=models.Q(
                    closing_rials=models.F("opening_rials")
                    + models.F("added_rials")
                    + models.F("revalued_rials")
                    - models.F("used_rials")
                    - models.F("breakage_rials")
                    - models.F("taken_back_rials")
                ),
            ),
        ]


class MonthCohort(models.Model):
    """What was issued of a unit in the month `cohort`, as it stood at the end of a closed one."""

    pk = models.CompositePrimaryKey("club_id", "month", "unit", "cohort")
    club_id = models.BigIntegerField()
    month = models.IntegerField()
    unit = models.IntegerField()
    cohort = models.IntegerField()
    deferred = models.BigIntegerField()
    issued = models.BigIntegerField()
    gone = models.BigIntegerField()
    used = models.BigIntegerField()
    expired = models.BigIntegerField()


class MonthEntry(models.Model):
    """A balanced entry of a closed month."""

    pk = models.CompositePrimaryKey("club_id", "month", "number")
    club_id = models.BigIntegerField()
    month = models.IntegerField()
    number = models.IntegerField()
    day = models.IntegerField()
    effective_day = models.IntegerField()
    unit = models.IntegerField()
    cause = models.CharField(max_length=20)
    amount = models.BigIntegerField()


class MonthRevaluation(models.Model):
    """A new rate that met outstanding units in a closed month."""

    pk = models.CompositePrimaryKey("club_id", "month", "unit", "day")
    club_id = models.BigIntegerField()
    month = models.IntegerField()
    unit = models.IntegerField()
    day = models.IntegerField()
    version = models.IntegerField()
    units = models.BigIntegerField()
    old_worth = models.BigIntegerField()
    new_worth = models.BigIntegerField()
    difference = models.BigIntegerField()
