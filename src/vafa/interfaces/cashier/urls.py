"""Addresses of the till, under /cashier/."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.cashier import sale

app_name = "cashier"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sale.sale, name="sale"),
    path("app.webmanifest", sale.manifest, name="manifest"),
]
