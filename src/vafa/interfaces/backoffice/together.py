"""What is done to many members at once: the list of it, how far each is, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.members.together import NoSuchTogether, TogetherCard, TogetherSought
from vafa.interfaces.backoffice.import_page import said_of
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import downloads, formats, keyset, lists, sources
from vafa.interfaces.web.parts import Tone
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys import change_together as journeys
from vafa.journeys.change_together import NotDone
from vafa.journeys.list_members import MemberChoices, list_choices
from vafa.kit.errors import VafaError
from vafa.programme.wording import name_after

STATES: Final = {
    "asked": _("Waits for a second person"),
    "working": _("Being done"),
    "stopped": _("Stopped"),
    "done": _("Done"),
    "undoing": _("Being undone"),
    "undone": _("Undone"),
}
_TONES: Final[Mapping[str, Tone]] = {
    "asked": "warning", "working": "info", "undoing": "info", "done": "success",
    "stopped": "error",
}  # fmt: skip
_DECLINES: Final = {"not_enough": _("Holds too little")}
_RUNNING: Final = frozenset({"working", "undoing"})
_SHOWN_ROWS: Final = 50
_EXPORT_PAGE: Final = 200


@staff_page("members.read")
@require_GET
def listed(request: StaffRequest) -> HttpResponseBase:
    """List what was done to many members, or send the list as a file."""
    choices = list_choices(principal=request.principal)
    shown = _listing(choices)
    asked = lists.read(shown, request.GET)
    sought = TogetherSought(
        state=asked.filters.get("state", ""), asked_by=asked.search,
        before_id=keyset.row_id(asked.after), after_id=keyset.row_id(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, _every(request, sought))
    found = journeys.list_together(principal=request.principal, sought=sought)
    window = lists.cut(asked, found, cursor=lambda one: str(one.together_id))
    told = {"table": lists.table(shown, asked, window, path=request.path)}
    return render(request, "backoffice/members/together_list.html", told)


@staff_page("members.read")
@require_GET
def page(request: StaffRequest, together_id: int) -> HttpResponseBase:
    """Show how far one is, and to whom it was not done; or send these as a file."""
    card = _found(request, together_id)
    listing = _not_done(may_export="export" in request.principal.rights)
    asked = lists.read(listing, request.GET)
    if asked.file:
        return downloads.reply(listing, asked, _every_not_done(request, together_id))
    rows: tuple[NotDone, ...] = ()
    if card.state not in _RUNNING and card.refused + card.stayed:
        rows, _more = journeys.list_not_done(
            principal=request.principal, vault=sources.vault(), together_id=together_id, parts=1
        )
    rights = request.principal.rights
    may_act = "members.write" in rights and (
        card.change["kind"] != "give" or "credit.grant" in rights
    )
    table = lists.table(listing, asked, lists.Window(rows=rows[:_SHOWN_ROWS]), path=request.path)
    told = {
        "card": card,
        "what": what(card, list_choices(principal=request.principal)),
        "state": STATES[card.state],
        "tone": _TONES.get(card.state, "plain"),
        "is_running": card.state in _RUNNING,
        "progress": _progress(card),
        "figures": _figures(card),
        "table": table if rows else None,
        "not_done": card.refused + card.stayed,
        "problem": said_of(card.problem, card.problem.replace("_", " ")) if card.problem else "",
        "may_act": may_act,
        "may_stop": may_act and card.state == "working",
        "may_decide": "approvals.decide" in rights,
    }
    return render(request, "backoffice/members/together_page.html", told)


@staff_page("members.write")
@require_POST
def stop(request: StaffRequest, together_id: int) -> HttpResponse:
    """Have it left off."""
    return _done(request, together_id, journeys.stop_together)


@staff_page("members.write")
@require_POST
def resume(request: StaffRequest, together_id: int) -> HttpResponse:
    """Have it gone on with."""
    return _done(request, together_id, journeys.resume_together)


@staff_page("members.write")
@require_POST
def undo(request: StaffRequest, together_id: int) -> HttpResponse:
    """Have it taken back."""
    return _done(request, together_id, journeys.undo_together)


def address(card: TogetherCard) -> str:
    """Give the address of one's page."""
    return reverse("backoffice:together", args=[card.together_id])


def what(card: TogetherCard, choices: MemberChoices) -> str:
    """Say what is done to each."""
    change = card.change
    if change["kind"] == "give":
        unit = next((one for one in choices.terms.units if one.code == change["unit"]), None)
        units = abs(change["units"])
        is_money = unit is not None and unit.is_money
        amount = formats.plain_money(units) if is_money else formats.number(units)
        name = said(unit.name) if unit else change["unit"]
        told = {"amount": amount, "unit": name_after(units, name, formats.language())}
        if change["units"] > 0:
            return gettext("Give %(amount)s %(unit)s to each") % told
        return gettext("Take %(amount)s %(unit)s from each") % told
    which = int(change["which"] or 0)
    if change["kind"] == "set_manager":
        name = choices.staff.get(which, "") if which else gettext("Nobody")
        return gettext("Account manager: %(name)s") % {"name": name}
    tag = next((one.name for one in choices.tags if one.tag_id == which), "")
    if change["kind"] == "add_tag":
        return gettext("Add the tag %(name)s") % {"name": tag}
    return gettext("Take the tag %(name)s away") % {"name": tag}


def _done(
    request: StaffRequest, together_id: int, act: Callable[..., TogetherCard]
) -> HttpResponse:
    try:
        act(principal=request.principal, at=sources.now(), together_id=together_id)
    except NoSuchTogether as error:
        raise Http404 from error
    except VafaError as error:
        messages.error(request, said_of(error.code, str(error)))
    return HttpResponseRedirect(reverse("backoffice:together", args=[together_id]))


def _found(request: StaffRequest, together_id: int) -> TogetherCard:
    try:
        return journeys.show_together(
            principal=request.principal, at=sources.now(), together_id=together_id
        )
    except NoSuchTogether as error:
        raise Http404 from error


def _progress(card: TogetherCard) -> Mapping[str, Any]:
    is_undo = card.state == "undoing"
    done = card.taken_back + card.stayed if is_undo else card.handled
    total = card.changed if is_undo else card.members
    note = gettext("%(done)s of %(total)s members") % {
        "done": formats.number(done), "total": formats.number(total),
    }  # fmt: skip
    return {"value": done, "total": total, "label": str(STATES[card.state]), "note": note}


def _figures(card: TogetherCard) -> list[tuple[str, str]]:
    pairs = [(gettext("Members meant"), card.members), (gettext("Changed"), card.changed)]
    if card.refused:
        pairs.append((gettext("Not done"), card.refused))
    if card.state == "undone":
        pairs.append((gettext("As before again"), card.taken_back))
        pairs.append((gettext("Could not be taken back"), card.stayed))
    return [(label, formats.number(count)) for label, count in pairs]


def _every(request: StaffRequest, sought: TogetherSought) -> Iterator[TogetherCard]:
    page = replace(sought, before_id=0, after_id=0, limit=_EXPORT_PAGE)
    while True:
        found = journeys.list_together(principal=request.principal, sought=page)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before_id=found[-1].together_id)


def _every_not_done(request: StaffRequest, together_id: int) -> Iterator[NotDone]:
    after = 0
    while True:
        rows, after = journeys.list_not_done(
            principal=request.principal, vault=sources.vault(), together_id=together_id,
            after=after,
        )  # fmt: skip
        yield from rows
        if not after:
            return


def _listing(choices: MemberChoices) -> lists.Listing:
    return lists.Listing(
        code="together",
        title=gettext("Done to many members"),
        columns=(
            lists.Column("what", gettext("What"), lambda one: what(one, choices), href=address),
            lists.Column("state", gettext("State"), lambda one: str(STATES[one.state]),
                         draw=lambda one: badge(str(STATES[one.state]),
                                                tone=_TONES.get(one.state, "plain"))),
            lists.Column("members", gettext("Members meant"), lambda one: one.members, "number"),
            lists.Column("changed", gettext("Changed"), lambda one: one.changed, "number"),
            lists.Column("refused", gettext("Not done"), lambda one: one.refused, "number"),
            lists.Column("who", gettext("Asked by"), lambda one: one.asked_by),
            lists.Column("at", gettext("Asked at"), lambda one: one.created_at, "moment"),
        ),
        key=lambda one: one.together_id,
        sort="-at",
        empty=lists.Empty(
            gettext("Nothing yet"),
            gettext("Choose members in their list, or all that a filter finds."), "users",
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("Asked by"),
        can_export=True,
    )  # fmt: skip


def _not_done(*, may_export: bool) -> lists.Listing:
    return lists.Listing(
        code="not-done",
        title=gettext("To whom it was not done"),
        columns=(
            lists.Column("name", gettext("Name"), _name_of, href=_file_of),
            lists.Column("number", gettext("Membership number"),
                         lambda one: one.member.number if one.member else "", "code"),
            lists.Column("why", gettext("Why"), _why),
            lists.Column("when", gettext("When"), lambda one: gettext("On taking it back")
                         if one.is_undo else gettext("On doing it")),
        ),
        key=lambda one: one.member_id,
        sort="-name",
        empty=lists.Empty(gettext("Nobody"), "", "users"),
        can_export=may_export,
    )  # fmt: skip


def _name_of(one: NotDone) -> str:
    name = one.member.name if one.member else ""
    return name or gettext("Member without a name")


def _why(one: NotDone) -> str:
    if one.code in _DECLINES:
        return str(_DECLINES[one.code])
    return said_of(one.code, one.code.replace("_", " "))


def _file_of(one: NotDone) -> str:
    return reverse("backoffice:member", args=[one.member.number]) if one.member else ""
