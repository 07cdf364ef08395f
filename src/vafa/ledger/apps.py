"""Django's name for the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger as an installed application."""

    name = "vafa.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
