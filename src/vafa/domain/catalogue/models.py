"""Tables of the catalogue: product groups and products."""

from typing import Any, ClassVar

from django.db import models


class Group(models.Model):
    """A group of products. Its code says its place: `food.dairy` is a sub-group of `food`."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "code"], name="catalogue_group_code"),
        ]


class Product(models.Model):
    """Something the club sells. `code` is its SKU; `group_code` names a group by its code.

    `price_rials` is what one costs, VAT included; nothing when the till asks for it. Without
    `vat_basis_points` the club's rate of the day holds. `sought` is what a search looks through.
    A product is retired, never deleted: sales name it.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, default="")
    group_code = models.CharField(max_length=60)
    price_rials = models.BigIntegerField(null=True)
    vat_basis_points = models.IntegerField(null=True)
    barcode = models.CharField(max_length=40, default="")
    is_active = models.BooleanField(default=True)
    sought = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "code"], name="catalogue_product_code"),
            models.UniqueConstraint(
                fields=["club_id", "barcode"],
                condition=models.Q(is_active=True) & ~models.Q(barcode=""),
                name="catalogue_product_barcode",
            ),
            models.CheckConstraint(
                name="catalogue_product_bounds",
                condition=models.Q(price_rials__isnull=True) | models.Q(price_rials__gt=0),
            ),
            models.CheckConstraint(
                name="catalogue_product_vat",
                condition=models.Q(vat_basis_points__isnull=True)
                | models.Q(vat_basis_points__gte=0, vat_basis_points__lte=10_000),
            ),
        ]
