"""Addresses of the files that are brought in."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import import_columns, import_page, imports

urlpatterns: list[URLPattern] = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new_import, name="new_import"),
    path("imports/sample/<slug:kind>/", imports.sample, name="import_sample"),
    path("imports/<int:import_id>/", import_page.import_file, name="import"),
    path("imports/<int:import_id>/columns/", import_columns.columns, name="import_columns"),
    path("imports/<int:import_id>/start/", import_page.start, name="start_import"),
    path("imports/<int:import_id>/stop/", import_page.stop, name="stop_import"),
    path("imports/<int:import_id>/undo/", import_page.undo, name="undo_import"),
    path("imports/<int:import_id>/refused/", import_page.refused, name="refused_rows"),
]
