"""The file of one member: summary, purchases, statement, changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.clubs.trail import ActShown
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import TierShown, UnitHeld
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.domain.sales.listing import SaleListed
from vafa.interfaces.backoffice.act_words import name_of as name_of_act
from vafa.interfaces.backoffice.branches import branch_names
from vafa.interfaces.backoffice.members import said, tone_of
from vafa.interfaces.web import formats, own_fields, photos, sources
from vafa.interfaces.web.parts import Happening, LedgerRow, Tab
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import titles_of
from vafa.journeys.edit_profile import MemberShown, show_consents, show_fields, show_member
from vafa.journeys.find_member import find_member
from vafa.journeys.invite_friends import show_inviting
from vafa.journeys.mark_members import show_marks
from vafa.journeys.show_customer import list_member_changes, list_purchases
from vafa.journeys.show_statement import show_statement
from vafa.journeys.show_tier import show_tier
from vafa.journeys.show_wallet import show_wallet
from vafa.kit.amounts import BASIS_POINTS
from vafa.kit.errors import Refused

FIELDS: Final = {
    "first_name": _("First name"), "last_name": _("Last name"), "birthday": _("Birthday"),
    "email": _("E-mail"), "address": _("Postal address"), "company": _("Company"),
    "job_title": _("Job title"), "company_phone": _("Telephone at work"),
    "wedding": _("Wedding day"), "custom": _("The club's own fields"), "sms": _("SMS"),
    "profiling": _("Personal offers"), "membership": _("Membership"), "photo": _("Photo"),
}  # fmt: skip
_KINDS: Final = {
    "profile": _("Profile edited"), "consent_given": _("Consent given"),
    "consent_withdrawn": _("Consent withdrawn"), "left": _("Left the club"),
    "came_back": _("Back in the club"), "ended": _("Membership ended"),
    "exported": _("Copy of the data taken"), "erased": _("Data erased"),
}  # fmt: skip
_SHOWN_SALES: Final = 100


@staff_page("members.read")
@require_GET
def member(request: StaffRequest, number: str) -> HttpResponse:
    """Show the summary of a member."""
    shown = found(request, number)
    consents = show_consents(
        principal=request.principal, vault=sources.vault(), member_id=shown.card.member_id
    ).consents
    told = {
        "facts": _facts(request, shown),
        "has_photo": bool(
            photos.image_of(
                principal=request.principal, member_id=int(shown.card.member_id)
            )
        ),
        "consents": [
            (FIELDS.get(one.purpose, one.purpose), one) for one in reversed(consents)
        ],
    }  # fmt: skip
    return drawn(request, shown, "member", told)


@staff_page("sales.read")
@require_GET
def purchases(request: StaffRequest, number: str) -> HttpResponse:
    """Show what a member bought and brought back."""
    shown = found(request, number)
    sales = list_purchases(
        principal=request.principal, vault=sources.vault(), member_id=shown.card.member_id
    )
    newest = sales[:_SHOWN_SALES]
    sold = {(line.product, line.product_group) for one in newest for line in one.lines}
    titles = titles_of(principal=request.principal, sold=sold)
    branches = branch_names(request)
    rows = [
        (one, one.net_rials + one.vat_rials, _items(one, titles),
         branches.get(one.branch, one.branch))
        for one in newest
    ]  # fmt: skip
    told = {"sales": rows, "is_cut": len(sales) > len(newest)}
    return drawn(request, shown, "member_purchases", told)


@staff_page("members.read")
@require_GET
def statement(request: StaffRequest, number: str) -> HttpResponse:
    """Show what happened to a member's units, each entry with its reason."""
    shown = found(request, number)
    units = units_of(request, shown)
    told: dict[str, Any] = {"books": [], "older": ""}
    try:
        page = show_statement(
            principal=request.principal, vault=sources.vault(), member=_ref(shown),
            cursor=request.GET.get("cursor", ""),
        )  # fmt: skip
    except NoProgramme:
        return drawn(request, shown, "member_statement", told)
    except Refused as error:
        raise Http404 from error
    books: dict[str, list[LedgerRow]] = {}
    for entry in page.entries:
        row = LedgerRow(entry.effective_at, said(entry.why), entry.units, entry.balance_after)
        books.setdefault(entry.unit, []).append(row)
    told["books"] = [
        (said(units[code].name) if code in units else code,
         "money" if code in units and units[code].is_money else "points", rows)
        for code, rows in sorted(books.items())
    ]  # fmt: skip
    told["older"] = page.next_cursor
    return drawn(request, shown, "member_statement", told)


@staff_page("members.read")
@require_GET
def changes(request: StaffRequest, number: str) -> HttpResponse:
    """Show who changed the data of a member, and when."""
    shown = found(request, number)
    acts = list_member_changes(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=shown.card.member_id,
    )  # fmt: skip
    return drawn(request, shown, "member_changes", {"happenings": [happening(a) for a in acts]})


def found(request: StaffRequest, number: str) -> MemberShown:
    """Give the member of a membership number, or 404."""
    try:
        card = find_member(
            principal=request.principal, vault=sources.vault(),
            member=MemberRef("number", number),
        )  # fmt: skip
        return show_member(
            principal=request.principal, vault=sources.vault(), member_id=card.member_id
        )
    except NoSuchMember as error:
        raise Http404 from error


def units_of(request: StaffRequest, shown: MemberShown) -> dict[str, UnitHeld]:
    """Give what the member holds, by unit; nothing in a club without a programme."""
    return units_held(request, int(shown.card.member_id))


def units_held(request: StaffRequest, member_id: int) -> dict[str, UnitHeld]:
    """Give what a member holds, by unit; nothing in a club without a programme."""
    try:
        wallet = show_wallet(
            principal=request.principal, vault=sources.vault(),
            member=MemberRef("id", str(member_id)),
        )  # fmt: skip
    except NoProgramme:
        return {}
    return {one.unit: one for one in wallet.balances}


def page_of(name: str, shown: MemberShown) -> str:
    """Give the address of a page of the member."""
    return reverse(f"backoffice:{name}", args=[shown.card.number])


def name_of(shown: MemberShown) -> str:
    """Give the member's name, or that there is none."""
    name = f"{shown.card.first_name} {shown.card.last_name}".strip()
    return name or gettext("Member without a name")


def _ref(shown: MemberShown) -> MemberRef:
    return MemberRef("id", str(shown.card.member_id))


def drawn(
    request: StaffRequest,
    shown: MemberShown,
    page: str,
    told: Mapping[str, Any],
    *,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw a page of the member's file: its head, its tabs and what `told` says.

    `tab` is the tab that it is under, when it is none itself.
    """
    rights = request.principal.rights
    tier = _tier(request, shown)
    tabs = [
        Tab(gettext("Summary"), page_of("member", shown)),
        Tab(gettext("Purchases"), page_of("member_purchases", shown)),
        Tab(gettext("Statement"), page_of("member_statement", shown)),
        Tab(gettext("Notes"), page_of("member_notes", shown)),
        Tab(gettext("Changes"), page_of("member_changes", shown)),
        Tab(gettext("Everything that happened"), page_of("member_timeline", shown)),
        Tab(gettext("Data and membership"), page_of("member_data", shown)),
    ]
    if "members.write" in rights:
        tabs.insert(3, Tab(gettext("Coupons and family"), page_of("member_wallet", shown)))
    if "sales.read" not in rights:
        tabs.pop(1)
    marks = show_marks(
        principal=request.principal, vault=sources.vault(), member_id=shown.card.member_id
    )
    more = {
        "marks": marks, "tagged": [(one.name, tone_of(one.colour)) for one in marks.tags],
        "shown": shown, "card": shown.card, "profile": shown.profile, "name": name_of(shown),
        "tabs": tabs, "here": page_of(tab or page, shown), "way": _way(tier),
        "tier_name": said(tier.name) if tier else "", "tier_ends": tier_ends(tier),
        "units": [
            (one, _amount(one), said(one.name)) for one in units_of(request, shown).values()
        ],
        "may_edit": "members.write" in rights, "may_grant": "credit.grant" in rights,
        "may_merge": "members.merge" in rights and "members.write" in rights,
    }  # fmt: skip
    return render(request, f"backoffice/members/{page}.html", {**more, **told}, status=status)


def _items(sale: SaleListed, titles: Mapping[tuple[str, str], str]) -> str:
    names = (titles[line.product, line.product_group] for line in sale.lines)
    return formats.listed(dict.fromkeys(filter(None, names)))


def _amount(one: UnitHeld) -> str:
    return formats.money(one.available) if one.is_money else formats.number(one.available)


def _tier(request: StaffRequest, shown: MemberShown) -> TierShown | None:
    try:
        return show_tier(
            principal=request.principal, vault=sources.vault(), at=sources.now(),
            member=_ref(shown),
        )  # fmt: skip
    except NoProgramme:
        return None


def _way(tier: TierShown | None) -> dict[str, Any] | None:
    """Give the way to the next tier as it is drawn."""
    if tier is None or not tier.next_threshold:
        return None
    share = (tier.next_threshold - tier.missing) * BASIS_POINTS // tier.next_threshold
    is_money = tier.basis == "spend"
    missing = formats.plain_money(tier.missing) if is_money else formats.number(tier.missing)
    text = gettext("%(missing)s to the next tier") % {"missing": missing}
    return {"share": share, "text": text}


def tier_ends(tier: TierShown | None) -> str:
    """Say until when a tier is kept that was not earned anew, or was given by hand."""
    if tier is None:
        return ""
    if tier.grace_until_date:
        said = gettext("Kept until %(day)s; without purchases it falls then.")
        return said % {"day": formats.day_date(tier.grace_until_date)}
    if tier.manual_until_date:
        said = gettext("Given by hand, until %(day)s.")
        return said % {"day": formats.day_date(tier.manual_until_date)}
    return ""


def _facts(request: StaffRequest, shown: MemberShown) -> list[tuple[str, str]]:
    """Give what is known of the member, in pairs; what nobody said is left out."""
    profile = shown.profile
    pairs = [
        ("birthday", day_and_month(profile.birthday)), ("email", profile.email),
        ("address", profile.address), ("company", profile.company),
        ("job_title", profile.job_title), ("company_phone", profile.company_phone),
        ("wedding", day_and_month(profile.wedding)),
    ]  # fmt: skip
    own = [
        (one.label, own_fields.written(one, profile.custom[one.code]))
        for one in show_fields(principal=request.principal).fields
        if one.code in profile.custom
    ]
    told = ((str(FIELDS[code]), text) for code, text in pairs if text)
    return [*told, *own, *_inviting(request, shown)]


def _inviting(request: StaffRequest, shown: MemberShown) -> Iterator[tuple[str, str]]:
    """Tell by whom the member came, and how many came by the member."""
    found = show_inviting(principal=request.principal, member_id=shown.card.member_id)
    if found.inviter is not None:
        yield gettext("Came by an invitation of"), found.inviter.name or found.inviter.number
    if found.invited:
        told = gettext("%(invited)s, of whom %(rewarded)s were rewarded") % {
            "invited": formats.number(found.invited), "rewarded": formats.number(found.rewarded)
        }  # fmt: skip
        yield gettext("Friends invited"), told


def day_and_month(day: tuple[int, int] | None) -> str:
    """Write a Jalali day of every year; empty for none."""
    if day is None:
        return ""
    month, number = day
    return f"{formats.digits(number)} {formats.jalali_months()[month - 1]}"


def happening(act: ActShown) -> Happening:
    """Give a change as the timeline draws it: which fields, and by whom."""
    fields = [str(FIELDS.get(code, code)) for code in act.after.get("fields", ())]
    note = " — ".join(filter(None, [formats.listed(fields), act.who]))
    title = str(_KINDS[act.act]) if act.act in _KINDS else name_of_act(act.act)
    return Happening(title, act.at, note=note, icon="pencil")
