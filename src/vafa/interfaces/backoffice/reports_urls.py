"""Addresses of the reports."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import (
    acts,
    book_proof,
    coupons_report,
    liability_report,
    months,
    sales_report,
    shifts_report,
    tiers_report,
    units_report,
    visitors_report,
)

urlpatterns: list[URLPattern] = [
    path("reports/sales/", sales_report.sales_report, name="sales_report"),
    path("reports/shifts/", shifts_report.shifts_report, name="shifts_report"),
    path("reports/units/", units_report.units_report, name="units_report"),
    path("reports/members/", visitors_report.visitors_report, name="visitors_report"),
    path("reports/tiers/", tiers_report.tiers_report, name="tiers_report"),
    path("reports/coupons/", coupons_report.coupons_report, name="coupons_report"),
    path("reports/liability/", liability_report.liability_report, name="liability_report"),
    path("reports/months/", months.months, name="months"),
    path("reports/months/close/", months.close_month, name="close_month"),
    path("reports/months/reopen/", months.reopen_month, name="reopen_month"),
    path("reports/months/journal/", months.journal, name="journal"),
    path("reports/months/accounts/", months.accounts, name="accounts"),
    path("reports/proof/", book_proof.book_proof, name="book_proof"),
    path("reports/activity/", acts.acts, name="acts"),
]
