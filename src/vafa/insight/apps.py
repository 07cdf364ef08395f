"""Django's name for the reports' own counts."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The counts as an installed application."""

    name = "vafa.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
