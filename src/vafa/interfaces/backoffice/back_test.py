"""A version tried on what members bought: its cost beside that of the programme in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.rewards.backtesting import BackTestCard, BackTested, Pair
from vafa.interfaces.backoffice.programme import found_version
from vafa.interfaces.web import charts, downloads, formats, lists, sources
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.paging import sliced
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.persian_words import PERSIAN
from vafa.journeys import back_test_programme
from vafa.journeys.back_test_programme import ChangedMember, NoBackTest
from vafa.kit.errors import NotFound, VafaError
from vafa.programme.document import Programme
from vafa.programme.wording import label

_MONTHS: Final = (
    ("1", _("The last month")),
    ("3", _("The last 3 months")),
    ("6", _("The last 6 months")),
    ("12", _("The last 12 months")),
)


class BackTestForm(KeyedForm):
    """Over which time."""

    months = forms.ChoiceField(label=_("Purchases of"), choices=_MONTHS, initial="3")


@dataclass(frozen=True, slots=True)
class Line:
    """A figure by both versions, as the table shows it; in Rial where `is_money`."""

    part: str
    title: str
    pair: Pair
    is_money: bool = False

    @property
    def said(self) -> str:
        """Give what it is called, with the unit of money."""
        return f"{self.title} ({formats.unit_name()})" if self.is_money else self.title

    @property
    def change(self) -> int:
        """Give what the version adds."""
        return self.pair.after - self.pair.before


@staff_page("programme.read")
def back_test(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show how far the test is and what came of it, or send that as a file; begin one."""
    found = found_version(request, number)
    form = BackTestForm(request.POST or None)
    if form.is_valid():
        try:
            back_test_programme.ask_back_test(
                principal=request.principal, number=number, at=sources.now(),
                months=int(form.cleaned_data["months"]),
            )  # fmt: skip
        except NotFound as error:
            raise Http404 from error
        except VafaError as error:
            form.refuse(error, fields={"back_test_span": "months"})
        else:
            return HttpResponseRedirect(request.path)
    card = _card(request, number)
    told: dict[str, Any] = {
        "version": found.version,
        "form": form,
        "card": card,
        "may_edit": "programme.edit" in request.principal.rights,
        "is_working": card is not None and card.state == "waiting",
    }
    if card is not None and card.state == "failed":
        told["problem"] = _said(card.problem)
    if card is not None and card.result is not None and card.result.orders:
        before = found_version(request, card.against)
        names = _Names(found.document, before.document)
        shown = _listing()
        asked = lists.read(shown, request.GET)
        rows = list(_lines(card.result, names))
        if asked.file:
            return downloads.reply(shown, asked, rows)
        table = lists.table(shown, asked, lists.Window(rows=rows), path=request.path)
        may_see = "members.read" in request.principal.rights
        told |= {"table": table, **_drawn(card.result), "may_see_members": may_see}
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/programme/back_test.html", told, status=status)


@staff_page("programme.read")
@require_GET
def back_test_members(request: StaffRequest, number: int) -> HttpResponseBase:
    """List the members whom the version changes most, or send the list as a file."""
    try:
        found = back_test_programme.list_changed_members(
            principal=request.principal, number=number
        )
        card = back_test_programme.show_back_test(principal=request.principal, number=number)
    except NotFound as error:
        raise Http404 from error
    if card.state == "failed":
        return HttpResponseRedirect(reverse("backoffice:back_test", args=[number]))
    names = _Names(
        found_version(request, number).document, found_version(request, card.against).document
    )
    has_worth = card.result is not None and card.result.has_worth
    shown = _members_listing(names, has_worth=has_worth)
    asked = lists.read(shown, request.GET)
    wanted = asked.filters.get("way", "")
    rows = [
        one
        for one in found
        if asked.search in _name(one) and wanted in ("", "up" if _gain(one) > 0 else "down")
    ]
    if asked.file:
        return downloads.reply(shown, asked, rows)
    table = lists.table(shown, asked, sliced(asked, rows), path=request.path)
    told = {
        "table": table, "number": number, "card": card, "is_working": card.state == "waiting"
    }  # fmt: skip
    return render(request, "backoffice/programme/back_test_members.html", told)


class _Names:
    """What units, rules and tiers of both versions are called in the reader's language."""

    def __init__(self, after: Programme, before: Programme) -> None:
        self.units: dict[str, str] = {}
        self.rules: dict[str, str] = {}
        self.tiers: dict[str, str] = {"": gettext("Without a tier")}
        self.money: set[str] = set()
        for document in (before, after):
            named = ((self.units, document.units), (self.rules, document.rules))
            for names, parts in named:
                names.update({one.code: label(one.name, formats.language()) for one in parts})
            levels = document.ladder.levels if document.ladder else ()
            self.tiers.update({one.code: label(one.name, formats.language()) for one in levels})
            self.money |= {one.code for one in document.units if one.kind == "credit"}


def _card(request: StaffRequest, number: int) -> BackTestCard | None:
    try:
        return back_test_programme.show_back_test(principal=request.principal, number=number)
    except NoBackTest:
        return None


def _said(problem: str) -> str:
    if formats.language() == "fa" and problem in PERSIAN:
        return PERSIAN[problem]
    return gettext("Look at what is to be solved in the draft, then try again.")


def _lines(result: BackTested, names: _Names) -> Iterator[Line]:
    """Give the figures of a result, the cost first."""
    if result.has_worth:
        part = gettext("Cost")
        yield Line(part, gettext("Worth of what is given"), result.worth_rials, is_money=True)
        yield Line(part, gettext("Paid with it"), result.spent_rials, is_money=True)
    for unit in result.units:
        is_money, name = unit.code in names.money, names.units[unit.code]
        yield Line(name, gettext("Given"), unit.given, is_money=is_money)
        yield Line(name, gettext("Used"), unit.spent, is_money=is_money)
        yield Line(name, gettext("Expired"), unit.expired, is_money=is_money)
    for rule in result.rules:
        part = names.rules[rule.code]
        yield Line(part, gettext("How often it gave"), rule.times)
        if result.has_worth:
            yield Line(part, gettext("Worth of what is given"), rule.worth_rials, is_money=True)
    for tier in result.tiers:
        part = names.tiers.get(tier.code, tier.code)
        yield Line(part, gettext("Members at the end"), tier.members)
        if result.has_worth:
            yield Line(part, gettext("Worth of what is given"), tier.worth_rials, is_money=True)


def _drawn(result: BackTested) -> Mapping[str, Any]:
    """Give the tiles and the chart of the cost by month."""
    worth = result.worth_rials
    tiles: list[tuple[str, str, int | None, str]] = [
        (gettext("Purchases"), formats.number(result.orders), None,
         formats.short_money(result.net_rials)),
        (gettext("Members who get more"), formats.number(result.gaining), None,
         gettext("less: %(count)s") % {"count": formats.number(result.losing)}),
    ]  # fmt: skip
    drawn = []
    if result.has_worth:
        change = (worth.after - worth.before) * 10_000 // worth.before if worth.before else None
        now = f"{formats.short_money_text(worth.before)} {formats.unit_name()}"
        note = gettext("now %(worth)s") % {"worth": now}
        tiles.insert(0, (gettext("Cost"), formats.short_money(worth.after), change, note))
        tiles.insert(1, (
            gettext("Cost of each sale"), _share(worth.after, result.net_rials), None,
            gettext("now %(worth)s") % {"worth": _share(worth.before, result.net_rials)},
        ))  # fmt: skip
        labels = [formats.jalali_months()[one.month - 1] for one in result.months]
        series = [
            charts.Series(gettext("In force"), [one.worth_rials.before for one in result.months]),
            charts.Series(
                gettext("This version"), [one.worth_rials.after for one in result.months]
            ),
        ]
        drawn.append(charts.lines(gettext("Cost by month"), labels, series, write=charts.money))
    return {"tiles": tiles, "charts": drawn}


def _share(part: int, whole: int) -> str:
    return charts.share(part * 10_000 // whole) if whole else formats.NOTHING


def _column(code: str, title: str, value: Callable[[Line], int]) -> lists.Column:
    """Give a column of figures: counts, or money in the unit that the club shows."""

    def whole(line: Line) -> int:
        sign = -1 if value(line) < 0 else 1
        return sign * (abs(value(line)) // (10 ** _places() if line.is_money else 1))

    def drawn(line: Line) -> str:
        write = formats.amount if line.is_money else formats.number
        return write(value(line))

    return lists.Column(code, title, whole, "number", draw=drawn)


def _places() -> int:
    return formats.PLACES[formats.current().unit]


def _listing() -> lists.Listing:
    return lists.Listing(
        code="back-test",
        title=gettext("Both programmes side by side"),
        columns=(
            lists.Column("part", gettext("Of what"), lambda one: one.part),
            lists.Column("title", gettext("Figure"), lambda one: one.said),
            _column("before", gettext("In force"), lambda one: one.pair.before),
            _column("after", gettext("This version"), lambda one: one.pair.after),
            _column("change", gettext("Difference"), lambda one: one.change),
        ),
        key=lambda one: f"{one.part}-{one.title}",
        sort="part",
        empty=lists.Empty(gettext("Nothing to compare")),
        name=lambda one: f"{one.part} {one.title}",
        can_export=True,
    )  # fmt: skip


def _name(one: ChangedMember) -> str:
    if one.member is None:
        return gettext("A shared account")
    return one.member.name or one.member.number


def _gain(one: ChangedMember) -> int:
    return one.figures.given.after - one.figures.given.before


def _members_listing(names: _Names, *, has_worth: bool) -> lists.Listing:
    kind: Any = "money" if has_worth else "number"

    def href(one: ChangedMember) -> str:
        return reverse("backoffice:member", args=[one.member.number]) if one.member else ""

    return lists.Listing(
        code="back-test-members",
        title=gettext("Members whom it changes most"),
        columns=(
            lists.Column("name", gettext("Member"), _name, href=href),
            lists.Column("before", gettext("In force"), lambda one: one.figures.given.before,
                         kind),
            lists.Column("after", gettext("This version"), lambda one: one.figures.given.after,
                         kind),
            lists.Column("change", gettext("Difference"), _gain, kind),
            lists.Column("tier_before", gettext("Tier now"),
                         lambda one: names.tiers.get(one.figures.tier_before, "")),
            lists.Column("tier_after", gettext("Tier then"),
                         lambda one: names.tiers.get(one.figures.tier_after, "")),
        ),
        key=lambda one: one.figures.member_id,
        sort="name",
        empty=lists.Empty(gettext("It changes nobody"), icon="users"),
        filters=(
            lists.Filter("way", gettext("More or less"), choices=(
                ("up", gettext("Get more")), ("down", gettext("Get less")),
            )),
        ),
        search_hint=gettext("Name"),
        can_export=True,
    )  # fmt: skip
