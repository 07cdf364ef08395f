"""Row security, foreign keys and grants of coupons and gift cards."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Fence the vouchers."""

    dependencies = [("vouchers", "0001_tables"), ("clubs", "0007_proofs")]
    operations = [
        patient(),
        fence(table="vouchers_series", grants="SELECT, INSERT, UPDATE"),
        fence(table="vouchers_coupon", grants="SELECT, INSERT, UPDATE"),
        fence(table="vouchers_use", grants="SELECT, INSERT, UPDATE, DELETE"),
        fence(table="vouchers_giftcard", grants="SELECT, INSERT, UPDATE"),
        fence(table="vouchers_misses", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            "ALTER TABLE vouchers_coupon ADD CONSTRAINT vouchers_coupon_series_exists"
            " FOREIGN KEY (series_id) REFERENCES vouchers_series (id) NOT DEFERRABLE;\n"
            "ALTER TABLE vouchers_use ADD CONSTRAINT vouchers_use_coupon_exists"
            " FOREIGN KEY (coupon_id) REFERENCES vouchers_coupon (id) NOT DEFERRABLE",
            migrations.RunSQL.noop,
        ),
    ]
