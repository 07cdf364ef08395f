"""The programme: what is in force in sentences, and its versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.domain.rewards.version_answers import VersionCard, in_force_of
from vafa.interfaces.backoffice.drafts import money, names_of
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.forms import new_key
from vafa.interfaces.web.paging import within
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme
from vafa.journeys.manage_programme import VersionShown
from vafa.programme.diff import Change
from vafa.programme.sentence import programme_sentences, ways_to_earn

STATES: Final = {
    "draft": _("Draft"),
    "waits": _("Comes into force later"),
    "in_force": _("In force"),
    "past": _("Was in force"),
}


@staff_page("programme.read")
@require_GET
def programme(request: StaffRequest) -> HttpResponse:
    """Tell what is in force now."""
    cards = manage_programme.list_versions(principal=request.principal)
    card = in_force_of(cards, sources.now())
    told: dict[str, Any] = {
        "card": card,
        "count": len(cards),
        "may_edit": "programme.edit" in request.principal.rights,
    }
    if card is not None:
        told |= _sentences(found_version(request, card.number))
    return render(request, "backoffice/programme/programme.html", told)


@staff_page("programme.read")
@require_GET
def versions(request: StaffRequest) -> HttpResponseBase:
    """List the versions, or send the list as a file."""
    cards = manage_programme.list_versions(principal=request.principal)
    shown = _listing(_states(cards, sources.now()))
    asked = lists.read(shown, request.GET)
    if asked.file:
        return downloads.reply(shown, asked, cards)
    window = within(asked, cards, number=lambda card: card.number)
    table = lists.table(shown, asked, window, path=request.path)
    told = {"table": table, "may_edit": "programme.edit" in request.principal.rights}
    return render(request, "backoffice/programme/versions.html", told)


@staff_page("programme.read")
@require_GET
def version(request: StaffRequest, number: int) -> HttpResponse:
    """Tell a version in sentences, and how it differs from what is in force."""
    found = found_version(request, number)
    cards = manage_programme.list_versions(principal=request.principal)
    current = in_force_of(cards, sources.now())
    state = _states(cards, sources.now())[number]
    told = {
        "version": found.version,
        "state": STATES[state],
        "current": current,
        "changes": changes_of(request, current, number),
        "may_publish": "programme.publish" in request.principal.rights
        and found.version.state == "draft",
        "may_take_back": "programme.publish" in request.principal.rights and state == "waits",
        "may_edit": "programme.edit" in request.principal.rights,
        "is_newest": number == cards[0].number,
        "key": new_key(),
        **_sentences(found),
    }
    return render(request, "backoffice/programme/version.html", told)


def _states(cards: tuple[VersionCard, ...], at: datetime) -> dict[int, str]:
    """Say of each version by number whether it is a draft, waits, is in force or was."""
    current = in_force_of(cards, at)
    found = {}
    for card in cards:
        if card.state == "draft" or card.starts_at is None:
            found[card.number] = "draft"
        elif card.starts_at > at:
            found[card.number] = "waits"
        else:
            found[card.number] = "in_force" if card == current else "past"
    return found


def _listing(states: dict[int, str]) -> lists.Listing:
    return lists.Listing(
        code="programme-versions",
        title=gettext("Versions of the programme"),
        columns=(
            lists.Column("number", gettext("Version"), lambda one: one.number, "number",
                         href=lambda one: reverse("backoffice:version", args=[one.number])),
            lists.Column("state", gettext("State"), lambda one: str(STATES[states[one.number]])),
            lists.Column("starts", gettext("In force from"), lambda one: one.starts_at, "moment"),
            lists.Column("made", gettext("Written"), lambda one: one.created_at, "moment"),
        ),
        key=lambda one: one.number,
        sort="-number",
        empty=lists.Empty(gettext("No version yet"), icon="book-open"),
        can_export=True,
    )  # fmt: skip


def found_version(request: StaffRequest, number: int) -> VersionShown:
    """Give a version.

    :raises Http404: when the club has none of this number.
    """
    try:
        return manage_programme.show_version(principal=request.principal, number=number)
    except NoSuchVersion as error:
        raise Http404 from error


def _sentences(found: VersionShown) -> dict[str, Any]:
    """Tell a version in the reader's language and the club's money."""
    language, unit, names = formats.language(), money(), names_of(found)
    return {
        "paragraphs": programme_sentences(
            document=found.document, language=language, money=unit, names=names
        ),
        "ways": ways_to_earn(document=found.document, language=language, money=unit, names=names),
    }


def changes_of(request: StaffRequest, current: VersionCard | None, number: int) -> list[str]:
    """Tell in sentences what a version changes of what is in force."""
    if current is None or current.number == number:
        return []
    found = manage_programme.compare(
        principal=request.principal, before=current.number, after=number
    )
    return [_said(change) for change in found]


def _said(change: Change) -> str:
    return change.en if formats.language() == "en" else change.fa
