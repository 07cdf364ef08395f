"""Tables of the catalogue: product groups."""

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
