"""Addresses of the till, under /cashier/."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.cashier import away, lines, paper, people, sale, sales, selling, shift

app_name = "cashier"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sale.sale, name="sale"),
    path("app.webmanifest", sale.manifest, name="manifest"),
    path("member/", selling.member, name="member"),
    path("enrol/", selling.enrol, name="enrol"),
    path("quote/", selling.quote, name="quote"),
    path("purchase/", selling.purchase, name="purchase"),
    path("allowance/", away.allowance, name="allowance"),
    path("offline/", away.offline, name="offline"),
    path("products/", lines.products, name="products"),
    path("token/", selling.token, name="token"),
    path("receipt/<int:purchase_id>/", paper.receipt, name="receipt"),
    path("sales/", sales.today, name="today"),
    path("sales/<int:purchase_id>/", sales.one, name="one"),
    path("sales/<int:purchase_id>/refund/", sales.refund, name="refund"),
    path("sales/<int:purchase_id>/move/", sales.move, name="move"),
    path("switch/", people.switch, name="switch"),
    path("lock/", people.lock, name="lock"),
    path("pin/", people.own_pin, name="own_pin"),
    path("device/", people.device, name="device"),
    path("device/here/", people.put_at_till, name="put_at_till"),
    path("device/till/", people.add_till, name="add_till"),
    path("device/<int:device_id>/end/", people.take_from_till, name="take_from_till"),
    path("shift/", shift.shift, name="shift"),
    path("shift/open/", shift.open_shift, name="open_shift"),
    path("shift/<int:shift_id>/", shift.report, name="shift_report"),
    path("shift/<int:shift_id>/close/", shift.close_shift, name="close_shift"),
    path("shift/<int:shift_id>/paper/", shift.on_paper, name="shift_paper"),
    path("undo/<int:purchase_id>/", selling.undo, name="undo"),
]
