"""Addresses of the orders, and of purchases that wait for somebody."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import offline_sales, order_page, orders, purchases, reviews

urlpatterns: list[URLPattern] = [
    path("purchases/", purchases.purchases, name="purchases"),
    path("purchases/offline/", offline_sales.listed, name="offline_sales"),
    path(
        "purchases/offline/<str:till>/<int:sequence>/",
        offline_sales.settle,
        name="offline_sale",
    ),
    path("purchases/reviews/", reviews.reviews, name="reviews"),
    path("purchases/reviews/<int:sale_id>/", reviews.review, name="review"),
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", orders.new_order, name="new_order"),
    path("orders/<int:number>/", order_page.order, name="order"),
    path("orders/<int:number>/step/", order_page.move, name="move_order"),
    path("orders/<int:number>/note/", order_page.note, name="note_order"),
    path("orders/<int:number>/cost/", order_page.cost, name="price_order"),
    path("orders/<int:number>/files/", order_page.attach, name="attach_order_file"),
    path("orders/<int:number>/files/<int:file_id>/", order_page.file, name="order_file"),
    path("orders/<int:number>/bill/", order_page.bill, name="bill_order"),
]
