"""Addresses of the reports."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import (
    acts,
    book_proof,
    liability_report,
    months,
    sales_report,
    shifts_report,
    units_report,
)

urlpatterns: list[URLPattern] = [
    path("reports/sales/", sales_report.sales_report, name="sales_report"),
    path("reports/shifts/", shifts_report.shifts_report, name="shifts_report"),
    path("reports/units/", units_report.units_report, name="units_report"),
    path("reports/liability/", liability_report.liability_report, name="liability_report"),
    path("reports/months/", months.months, name="months"),
    path("reports/months/close/", months.close_month, name="close_month"),
    path("reports/months/reopen/", months.reopen_month, name="reopen_month"),
    path("reports/journal/", months.journal, name="journal"),
    path("reports/accounts/", months.accounts, name="accounts"),
    path("reports/proof/", book_proof.book_proof, name="book_proof"),
    path("reports/activity/", acts.acts, name="acts"),
]
