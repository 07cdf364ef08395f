"""The menu of the back-office: one line a page, with the right that opens it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web import sources
from vafa.interfaces.web.menus import Entry, Group
from vafa.interfaces.web.people import StaffRequest
from vafa.journeys.manage_approvals import count_approvals


def _approvals(request: StaffRequest) -> int:
    return count_approvals(principal=request.principal, at=sources.now())


MENU: Final = (
    Group(
        entries=(
            Entry(title=_("Dashboard"), page="backoffice:home", icon="layout-dashboard"),
            Entry(
                title=_("Members"), page="backoffice:members", icon="users", right="members.read"
            ),
            Entry(
                title=_("Files brought in"),
                page="backoffice:imports",
                icon="file-spreadsheet",
                right="imports.write",
            ),
            Entry(
                title=_("Purchases"),
                page="backoffice:purchases",
                icon="receipt",
                right="sales.read",
            ),
            Entry(
                title=_("Orders"),
                page="backoffice:orders",
                icon="clipboard-list",
                right="orders.read",
            ),
            Entry(
                title=_("Messages"),
                page="backoffice:messages",
                icon="message-square-text",
                right="members.read",
            ),
            Entry(
                title=_("Catalogue"),
                page="backoffice:products",
                icon="package",
                right="sales.read",
            ),
            Entry(
                title=_("Programme"),
                page="backoffice:programme",
                icon="book-open",
                right="programme.read",
            ),
            Entry(
                title=_("Coupons"),
                page="backoffice:coupons",
                icon="ticket-percent",
                right="programme.read",
            ),
            Entry(
                title=_("Gift cards"),
                page="backoffice:gift_cards",
                icon="gift",
                right="sales.read",
            ),
            Entry(
                title=_("Approvals"),
                page="backoffice:approvals",
                icon="user-check",
                right="approvals.decide",
                waiting=_approvals,
            ),
            Entry(
                title=_("Staff"),
                page="backoffice:staff",
                icon="user-cog",
                right="staff.manage",
            ),
            Entry(
                title=_("Settings"),
                page="backoffice:settings",
                icon="settings",
                right="settings.write",
            ),
        )
    ),
    Group(
        title=_("Reports"),
        entries=(
            Entry(
                title=_("Sales report"),
                page="backoffice:sales_report",
                icon="chart-column",
                right="reports.read",
            ),
            Entry(
                title=_("Shifts of the tills"),
                page="backoffice:shifts_report",
                icon="wallet",
                right="reports.read",
            ),
            Entry(
                title=_("Points and credit"),
                page="backoffice:units_report",
                icon="coins",
                right="reports.read",
            ),
            Entry(
                title=_("Members who buy"),
                page="backoffice:visitors_report",
                icon="users",
                right="reports.read",
            ),
            Entry(
                title=_("Invited members"),
                page="backoffice:invitations",
                icon="user-plus",
                right="members.read",
            ),
            Entry(
                title=_("Tier moves"),
                page="backoffice:tiers_report",
                icon="award",
                right="reports.read",
            ),
            Entry(
                title=_("Coupons used"),
                page="backoffice:coupons_report",
                icon="ticket",
                right="reports.read",
            ),
            Entry(
                title=_("Liability by month"),
                page="backoffice:liability_report",
                icon="scale",
                right="reports.read",
            ),
            Entry(
                title=_("Months and journal"),
                page="backoffice:months",
                icon="calendar-days",
                right="reports.read",
            ),
            Entry(
                title=_("Proof of the book"),
                page="backoffice:book_proof",
                icon="shield-check",
                right="audit.read",
            ),
            Entry(
                title=_("Activity"),
                page="backoffice:acts",
                icon="history",
                right="audit.read",
            ),
        ),
    ),
)
