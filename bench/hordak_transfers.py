"""Transfers with django-hordak, as its users make them: run by bench/peer.py, in its environment.

Standard input: {"database": Django's settings, "accounts": how many, "seconds": how long}.
Standard output: {"transfers": how many were made, "seconds": how long it took}.
"""

import json
import sys
import time
from itertools import cycle, pairwise


def main() -> None:
    """Make the tables and accounts, then transfer round and round."""
    import django
    from django.conf import settings

    order = json.load(sys.stdin)
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **order["database"]}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"],
    )
    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from hordak.models import Account  # type: ignore[import-not-found]  # optional dependency
    from moneyed import Money  # type: ignore[import-not-found]  # optional dependency

    call_command("migrate", verbosity=0)
    accounts = [
        Account.objects.create(
            name=str(number), code=f"{number:04d}", type="LI", currencies=["EUR"]
        )
        for number in range(order["accounts"])
    ]
    amount = Money(1, "EUR")
    made = 0
    begun = time.monotonic()
    for one, other in pairwise(cycle(accounts)):
        with transaction.atomic():
            one.transfer_to(other, amount)
        made += 1
        if time.monotonic() - begun > order["seconds"]:
            break
    json.dump({"transfers": made, "seconds": time.monotonic() - begun}, sys.stdout)


if __name__ == "__main__":
    main()
