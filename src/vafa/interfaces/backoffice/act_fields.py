"""The fields that the trail keeps of an act: what each is called, and what its codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice import custom_fields, messages, settings, together, webhooks
from vafa.interfaces.backoffice.member_page import FIELDS as PROFILE
from vafa.interfaces.backoffice.member_tags import COLOURS
from vafa.interfaces.backoffice.member_wallet import ROLE_NAMES
from vafa.interfaces.backoffice.staff import ROLES

FIELDS: Final = {
    **PROFILE,
    "accepted": _("Accepted"), "add": _("Tags given"), "added": _("New"),
    "address": _("Postal address"), "apply_rials": _("May apply alone"),
    "barcode": _("Barcode"), "basis_points": _("Rate"), "before": _("Account manager before"),
    "branch": _("Branch"), "branches": _("Branches"), "business_address": _("Address"),
    "business_id": _("National id"), "business_postcode": _("Postal code"),
    "calendar": _("Calendar"), "changed": _("Changed"), "choices": _("Choices"),
    "code": _("Code"), "colour": _("Colour"), "contact_email": _("E-mail"),
    "contact_phone": _("Telephone"), "count": _("How many"), "coupons": _("Coupons"),
    "difference_rials": _("Difference"), "digits": _("Digits"), "document": _("Document"),
    "due_at": _("Due"), "economic_code": _("Economic code"), "ends_at": _("Until"),
    "event_id": _("Receipt"), "expected_rials": _("Expected in the drawer"),
    "expires_at": _("Until"), "fields": _("Fields"), "file_name": _("File"),
    "float_rials": _("Cash at the start"), "from_minute": _("From the hour"),
    "grant_rials": _("May give alone"), "group": _("Product group"), "groups": _("Groups"),
    "hours": _("Opening hours"), "inviter_id": _("Who invited"), "is_active": _("Is sold"),
    "is_for_staff": _("For the staff alone"), "is_required": _("Must be filled in"),
    "keys_ended": _("Keys that ended"), "kind": _("Kind"), "label": _("Label"),
    "limit_rials": _("Limit"), "limits": _("Limits"), "lock_minutes": _("Minutes until locked"),
    "logo": _("Logo"), "manual_limit_rials": _("Limit of changes by hand"),
    "member_day_rials": _("A member may spend a day"), "member_id": _("Member"),
    "members": _("Members"), "members_per_till": _("Members on a till"),
    "mobile": _("Mobile"), "month": _("Month"), "month_rials": _("Limit a month"),
    "name": _("Name"), "name_en": _("Name in English"), "name_fa": _("Name in Persian"),
    "note": _("Note"), "number": _("Number"), "per_units": _("For so many units"),
    "preview_seen": _("Preview was seen"), "price_rials": _("Price"),
    "purchase_rials": _("Limit a purchase"), "reason": _("Reason"), "refused": _("Refused"),
    "remove": _("Tags taken"), "retired": _("Retired"), "reward": _("Reward"),
    "rials": _("Worth"), "rights": _("Rights"), "role": _("Role"), "roles": _("Roles"),
    "same": _("As before"), "seen_days": _("Days a member counts as seen"),
    "since": _("From day"), "staff_id": _("Account manager"), "starts_at": _("From"),
    "starts_on": _("From day"), "state": _("State"), "status": _("State"),
    "suspended": _("Suspended"), "topics": _("What is sent"), "undone": _("Undone"),
    "unit": _("Unit"), "units": _("How much"), "until": _("To day"),
    "until_minute": _("Until the hour"), "url": _("Address"),
    "use_basis_points": _("Share expected to be used"), "uses": _("Uses"),
    "uses_per_member": _("Uses of a member"), "vat_basis_points": _("VAT rate"),
    "wallets": _("Wallets"), "which": _("Which"),
}  # fmt: skip
# Fields that hold the id or the code of a thing with a name (`ActShown.names`).
THINGS: Final[Mapping[str, str]] = {
    "member_id": "member", "inviter_id": "member", "staff_id": "staff", "before": "staff",
    "branch": "branch", "branches": "branch", "add": "tag", "remove": "tag", "event_id": "sale",
}  # fmt: skip
# What is written as more than its figures.
MINUTES: Final = frozenset({"from_minute", "until_minute"})
CODES: Final[Mapping[str, Mapping[str, Any]]] = {
    "role": {**ROLE_NAMES, **ROLES},
    "roles": ROLES,
    "fields": PROFILE,
    "topics": webhooks.TOPICS,
    "colour": COLOURS,
    "calendar": settings.CALENDARS,
    "digits": settings.DIGITS,
    "unit": settings.UNITS,
    "text": {str(kind): title for kind, title in settings.TEXTS.items()},
    "state": {
        **together.STATES, "accepted": _("Accepted"), "declined": _("Declined"),
        "waiting": _("Waiting"),
    },
    "reason": {
        "goodwill": _("Goodwill"), "complaint": _("Complaint"),
        "correction": _("Correction of a mistake"),
        "missing": _("A purchase that was not recorded"),
        "known": _("Was a member before"), "inviter_gone": _("Who invited is no member any more"),
        "same_device": _("Joined on the device of who invited"),
        "too_many": _("Who invited has invited too many"),
    },
    "kind": {
        **custom_fields.KINDS, **messages.PURPOSES,
        "household": _("A family's"), "company": _("A company's"), "give": _("Gift"),
        "add_tag": _("Give a tag"), "remove_tag": _("Take a tag away"),
        "set_manager": _("Say who looks after them"),
    },
}  # fmt: skip
