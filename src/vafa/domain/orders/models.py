"""Tables of the orders: the order, its timeline, and the files that belong to it."""

from typing import Any, ClassVar

from django.db import models

from vafa.domain.orders.records import STATES


class Order(models.Model):
    """An order as it stands; `number` counts within the club, `sale_id` is its purchase."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    number = models.IntegerField()
    member_id = models.BigIntegerField()
    title = models.CharField(max_length=120)
    description = models.TextField()
    wished_on = models.DateField(null=True)
    cost_rials = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12)
    branch = models.CharField(max_length=60)
    placed_at = models.DateTimeField()
    by_member = models.BooleanField()
    changed_at = models.DateTimeField()
    sale_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "number"], name="orders_order_number"),
            models.CheckConstraint(
                name="orders_order_state", condition=models.Q(state__in=STATES)
            ),
            models.CheckConstraint(
                name="orders_order_cost",
                condition=models.Q(cost_rials__isnull=True) | models.Q(cost_rials__gte=0),
            ),
            models.CheckConstraint(
                name="orders_order_billed_has_cost",
                condition=models.Q(sale_id__isnull=True) | models.Q(cost_rials__gt=0),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "member_id", "-number"], name="orders_order_member"),
            models.Index(fields=["club_id", "state", "-number"], name="orders_order_by_state"),
        ]


class Step(models.Model):
    """One thing that happened to an order; `at` is when it did, `recorded_at` when it was typed.

    `is_shown` tells whether the member sees it. `who` is a person's name, empty for the member.
    """

    pk = models.CompositePrimaryKey("order_id", "seq")
    order_id = models.BigIntegerField()
    seq = models.IntegerField()
    club_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    who = models.CharField(max_length=120)
    staff_id = models.BigIntegerField()
    note = models.TextField()
    cost_rials = models.BigIntegerField(null=True)
    is_shown = models.BooleanField()


class Attachment(models.Model):
    """A file that belongs to an order; only who may see the order gets its bytes."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    size = models.IntegerField()
    content = models.BinaryField()
    by_member = models.BooleanField()
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="orders_attachment_size", condition=models.Q(size__range=(1, 5_000_000))
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "order_id"], name="orders_attachment_order"),
        ]
