"""Products, before their fence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table of products."""

    dependencies = [("catalogue", "0002_fences")]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("name_fa", models.CharField(max_length=120)),
                ("name_en", models.CharField(default="", max_length=120)),
                ("group_code", models.CharField(max_length=60)),
                ("price_rials", models.BigIntegerField(null=True)),
                ("vat_basis_points", models.IntegerField(null=True)),
                ("barcode", models.CharField(default="", max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                ("sought", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "code"), name="catalogue_product_code"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("is_active", True), models.Q(("barcode", ""), _negated=True)
                        ),
                        fields=("club_id", "barcode"),
                        name="catalogue_product_barcode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_rials__isnull", True), ("price_rials__gt", 0), _connector="OR"
                        ),
                        name="catalogue_product_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vat_basis_points__isnull", True),
                            models.Q(
                                ("vat_basis_points__gte", 0), ("vat_basis_points__lte", 10000)
                            ),
                            _connector="OR",
                        ),
                        name="catalogue_product_vat",
                    ),
                ],
            },
        ),
    ]
