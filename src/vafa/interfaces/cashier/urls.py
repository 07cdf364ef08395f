"""Addresses of the till, under /cashier/."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.cashier import paper, sale, selling

app_name = "cashier"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sale.sale, name="sale"),
    path("app.webmanifest", sale.manifest, name="manifest"),
    path("member/", selling.member, name="member"),
    path("enrol/", selling.enrol, name="enrol"),
    path("quote/", selling.quote, name="quote"),
    path("purchase/", selling.purchase, name="purchase"),
    path("token/", selling.token, name="token"),
    path("receipt/<int:purchase_id>/", paper.receipt, name="receipt"),
    path("undo/<int:purchase_id>/", selling.undo, name="undo"),
]
