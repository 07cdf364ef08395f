"""Addresses of the catalogue."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import catalogue, catalogue_groups, catalogue_import

urlpatterns: list[URLPattern] = [
    path("catalogue/", catalogue.products, name="products"),
    path("catalogue/new/", catalogue.new_product, name="new_product"),
    path("catalogue/products/<int:product_id>/", catalogue.product, name="product"),
    path("catalogue/products/<int:product_id>/retire/", catalogue.retire, name="retire_product"),
    path("catalogue/groups/", catalogue_groups.groups, name="product_groups"),
    path("catalogue/import/", catalogue_import.import_products, name="import_products"),
    path("catalogue/import/check/", catalogue_import.check, name="check_products"),
    path("catalogue/import/bring-in/", catalogue_import.bring_in, name="bring_products_in"),
    path("catalogue/import/sample/", catalogue_import.sample, name="sample_products"),
]
