"""Row security, foreign keys and grants of the products."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Fence the products: they are retired, never deleted."""

    dependencies = [("catalogue", "0003_products"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="catalogue_product", grants="SELECT, INSERT, UPDATE"),
    ]
