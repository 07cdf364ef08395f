"""The draft of the programme: what stands in it, what it changes, and going back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.principal import Claim
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.domain.rewards.version_answers import working_of
from vafa.interfaces.backoffice.draft_rewards import can_edit
from vafa.interfaces.backoffice.draft_rules import is_off
from vafa.interfaces.backoffice.drafts import Work, done, money, said, work_of
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.forms import new_key
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme
from vafa.kit.calendar import date_of, local_day
from vafa.programme.diff import diff
from vafa.programme.document import Rule
from vafa.programme.sentence import Paragraph, programme_sentences, rule_sentence
from vafa.programme.sentence_rewards import reward_sentence


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as the draft lists it."""

    code: str
    name: str
    told: str
    is_off: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A reward as the draft lists it; one of a kind that no form shows is only told."""

    code: str
    told: str
    can_edit: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the draft beside its rules, in sentences, and where it is changed, if anywhere."""

    title: str
    sentences: tuple[str, ...]
    href: str = ""


@staff_page("programme.edit")
@require_GET
def draft(request: StaffRequest) -> HttpResponse:
    """Show what is worked on, what it would change, and what is still wrong with it."""
    cards = manage_programme.list_versions(principal=request.principal)
    if working_of(cards) is None:
        return render(request, "backoffice/programme/draft.html", {"work": None})
    work = work_of(request)
    problems = manage_programme.check(
        principal=request.principal, document=work.document.model_dump(mode="json")
    )
    paragraphs = programme_sentences(
        document=work.document, language=formats.language(), money=money(), names=work.names
    )
    told = {
        "work": work,
        "rules": _rows(work),
        "rewards": _rewards(work),
        "parts": _parts(work, paragraphs),
        "changes": _changes(request, work),
        "problems": [(said(one), one.blocks) for one in problems],
        "can_publish": work.is_draft
        and "programme.publish" in request.principal.rights
        and not any(one.blocks for one in problems),
        "key": new_key(),
    }
    return render(request, "backoffice/programme/draft.html", told)


@staff_page("programme.edit")
@require_POST
def restore_version(request: StaffRequest, number: int) -> HttpResponse:
    """Begin a draft that is what a version was: undo, or begin anew from what is in force."""
    work = work_of(request)
    try:
        wanted = manage_programme.show_version(principal=request.principal, number=number).document
    except NoSuchVersion as error:
        raise Http404 from error
    asked = f"restore {number} over {work.number}"
    saved = manage_programme.change_draft(
        principal=request.principal,
        claim=Claim(asked, hashlib.sha256(asked.encode()).digest()),
        ids=sources.ids(),
        at=sources.now(),
        seen=work.number,
        part=lambda document: document,
        edit=lambda _: wanted,
    )
    return done(request, work.number, saved.version.number, gettext("The draft is as it was."))


def _rows(work: Work) -> list[RuleRow]:
    wording, language = work.wording(), formats.language()
    today = date_of(local_day(sources.now(), work.document.zone))

    def row(place: int, rule: Rule) -> RuleRow:
        return RuleRow(
            code=rule.code,
            name=rule.name.fa if language == "fa" else rule.name.en,
            told=rule_sentence(rule, wording=wording, document=work.document),
            is_off=is_off(rule, today),
            is_first=not place,
            is_last=place == len(work.document.rules) - 1,
        )

    return [row(place, rule) for place, rule in enumerate(work.document.rules)]


def _rewards(work: Work) -> list[RewardRow]:
    wording = work.wording()
    return [
        RewardRow(one.code, reward_sentence(one, wording=wording), can_edit(one))
        for one in work.document.rewards
    ]


def _parts(work: Work, paragraphs: tuple[Paragraph, ...]) -> list[Part]:
    """Give what stands beside the rules; what no page changes is shown all the same."""
    found: list[Part] = []
    places: dict[str, str] = {
        "/ladder": reverse("backoffice:edit_tiers"),
        **{
            f"/units/{place}": reverse("backoffice:edit_unit", args=[unit.code])
            for place, unit in enumerate(work.document.units)
        },
    }
    for paragraph in paragraphs:
        if paragraph.place == "/rules":
            counted = paragraph.sentences[len(work.document.rules) :]
            title = gettext("How it is counted")
            found.append(Part(title, counted, reverse("backoffice:edit_base")))
        elif paragraph.place != "/rewards":  # listed one by one
            href = places.get(paragraph.place, "")
            found.append(Part(paragraph.title, paragraph.sentences, href))
    if work.document.ladder is None:
        title = gettext("Tiers")
        text = gettext("This programme has no tiers.")
        found.append(Part(title, (text,), places["/ladder"]))
    return found


def _changes(request: StaffRequest, work: Work) -> list[str]:
    """Tell what the draft changes of what is in force."""
    if work.current is None or work.current.number == work.number:
        return []
    number = work.current.number
    before = manage_programme.show_version(principal=request.principal, number=number).document
    found: Any = diff(before, work.document, money=money(), names={formats.language(): work.names})
    return [one.en if formats.language() == "en" else one.fa for one in found]
