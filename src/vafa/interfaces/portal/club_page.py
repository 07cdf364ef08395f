"""The first page of a club, and what makes its pages an app on a phone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.portal.holdings import said
from vafa.interfaces.portal.look import icon_address
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.pages import app_manifest
from vafa.interfaces.web.people import PublicRequest, public_page
from vafa.journeys.show_rules import show_rules
from vafa.programme.document import Programme
from vafa.programme.sentence import programme_sentences, ways_to_earn

_IN_RIALS = "spend"
_SHORT = 12


@public_page
def show(request: PublicRequest) -> HttpResponse:
    """Show a club to everybody: the way in, ways to earn, levels, and every rule as a sentence."""
    try:
        rules = show_rules(principal=request.principal, at=sources.now())
    except NoProgramme:
        return render(request, "portal/club.html", {})
    language = formats.language()
    names = {"group": rules.groups[language]}
    told = {
        "ways": ways_to_earn(
            document=rules.document, language=language, money=formats.current().unit, names=names
        ),
        "paragraphs": programme_sentences(
            document=rules.document, language=language, money=formats.current().unit, names=names
        ),
        "levels": _levels(rules.document),
        "since": rules.since,
    }
    return render(request, "portal/club.html", told)


@public_page
def manifest(request: PublicRequest) -> HttpResponse:
    """Let a phone keep a club's pages as an app, under the club's own name."""
    club, name = request.club.code, request.club_name
    shortcuts = [
        {"name": str(title), "url": reverse(f"portal:{page}", args=[club])}
        for title, page in ((_("Card"), "card"), (_("Rewards"), "rewards"))
    ]
    start = reverse("portal:home", args=[club])
    return app_manifest(
        name=name, short_name=name[:_SHORT], start=start, scope=f"/c/{club}/",
        shortcuts=shortcuts, icon=icon_address(request) if request.club.look else "",
    )  # fmt: skip


def _levels(document: Programme) -> list[tuple[int, str, str]]:
    """Give each level with its place, name and what it takes."""
    ladder = document.ladder
    if ladder is None:
        return []
    words = {
        "spend": _("from %(least)s of purchases"),
        "visits": _("from %(least)s purchases"),
        "points": _("from %(least)s points"),
    }
    write = formats.plain_money if ladder.basis == _IN_RIALS else formats.number
    return [
        (
            place,
            said(level.name),
            words[ladder.basis] % {"least": write(level.threshold)}
            if level.threshold
            else _("from the first day"),
        )
        for place, level in enumerate(ladder.levels)
    ]
