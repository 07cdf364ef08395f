"""Settings of the club: the business, how values are written, VAT, branches and its texts."""

from dataclasses import asdict

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import Code
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.settings import (
    BranchAnswer,
    BranchBody,
    BranchesAnswer,
    BusinessBody,
    BusinessShown,
    DisplayBody,
    DisplayDay,
    LookAnswer,
    LookBody,
    NewBranchBody,
    QuietBody,
    SettingsAnswer,
    TextBody,
    TextsAnswer,
    TextShown,
    TextsQuery,
    VatBody,
)
from vafa.interfaces.web import sources
from vafa.journeys import change_club, manage_branches
from vafa.journeys.change_club import VatFrom
from vafa.journeys.change_look import change_look as change_look_journey
from vafa.journeys.change_look import show_look as show_look_journey
from vafa.journeys.manage_branches import BranchShown

router = Router(tags=["settings"])


@reads(router, "/club/settings", right="club.read", gives=SettingsAnswer)
def show_settings(request: ApiRequest) -> HttpResponse:
    """Show what the club says of itself, and how it writes values, today and from coming days."""
    return shown(
        SettingsAnswer, change_club.show_settings(principal=request.auth, at=sources.now())
    )


@writes(router, "/club/business", method="PUT", right="settings.write", gives={200: BusinessShown})
def change_business(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: BusinessBody
) -> HttpResponse:
    """Change what the club says of itself; the same again changes nothing."""
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    done = change_club.change_business(
        principal=request.auth, at=sources.now(), business=body.as_record()
    )
    return shown(BusinessShown, done)


@writes(router, "/club/displays", right="settings.write", gives={200: SettingsAnswer})
def set_display(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: DisplayBody
) -> HttpResponse:
    """Let pages, receipts and files write amounts and days so from a day on, today or later.

    What is kept, and the amounts of this API, stay whole Rial.
    """
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    done = change_club.set_display(
        principal=request.auth, at=sources.now(), display=body.as_record()
    )
    return shown(SettingsAnswer, done)


@writes(
    router, "/club/displays/take-back", right="settings.write", gives={200: SettingsAnswer},
    refuses=(404,),
)  # fmt: skip
def take_back_display(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: DisplayDay
) -> HttpResponse:
    """Take back a change of how values are written that has not come yet."""
    _ = idempotency_key  # a repeat finds nothing, so nothing is stored under it
    done = change_club.take_back_display(
        principal=request.auth, at=sources.now(), starts_on=body.starts_on
    )
    return shown(SettingsAnswer, done)


@writes(router, "/club/quiet-hours", right="settings.write", gives={200: SettingsAnswer})
def set_quiet_hours(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: QuietBody
) -> HttpResponse:
    """Send nothing that nobody asked for in these hours, from a day on, today or later.

    Codes and what somebody asked for go out at any hour; the rest waits until they are over.
    """
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    done = change_club.set_quiet_hours(
        principal=request.auth, at=sources.now(), quiet=body.as_record()
    )
    return shown(SettingsAnswer, done)


@writes(
    router, "/club/quiet-hours/take-back", right="settings.write", gives={200: SettingsAnswer},
    refuses=(404,),
)  # fmt: skip
def take_back_quiet_hours(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: DisplayDay
) -> HttpResponse:
    """Take back quiet hours that have not come yet."""
    _ = idempotency_key  # a repeat finds nothing, so nothing is stored under it
    done = change_club.take_back_quiet_hours(
        principal=request.auth, at=sources.now(), starts_on=body.starts_on
    )
    return shown(SettingsAnswer, done)


@writes(router, "/club/vat-rates", right="settings.write", gives={200: SettingsAnswer})
def set_vat_rate(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: VatBody
) -> HttpResponse:
    """Set the VAT rate from a day on, today or later; sales of earlier days keep theirs."""
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    vat = VatFrom(body.starts_on, body.basis_points)
    done = change_club.set_vat_rate(principal=request.auth, at=sources.now(), vat=vat)
    return shown(SettingsAnswer, done)


@reads(router, "/branches", right="club.read", gives=BranchesAnswer)
def list_branches(request: ApiRequest) -> HttpResponse:
    """List the branches by name, closed ones last, with what hangs on each."""
    found = manage_branches.list_branches(principal=request.auth)
    return shown(BranchesAnswer, {"branches": [_told(one) for one in found]})


@writes(router, "/branches", right="settings.write", gives={201: BranchAnswer})
def open_branch(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: NewBranchBody
) -> HttpResponse:
    """Open a branch; its code stays what it is."""
    _ = idempotency_key  # a repeat finds the code taken, so nothing is stored under it
    done = manage_branches.open_branch(
        principal=request.auth, at=sources.now(), ids=sources.ids(), code=body.code,
        words=body.words(),
    )  # fmt: skip
    return shown(BranchAnswer, _told(done), status=201)


@writes(
    router, "/branches/{code}", method="PUT", right="settings.write", gives={200: BranchAnswer},
    refuses=(404,),
)  # fmt: skip
def describe_branch(
    request: ApiRequest, code: Code, idempotency_key: IdempotencyKey, body: BranchBody
) -> HttpResponse:
    """Say something else of a branch; its code stays."""
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    done = manage_branches.describe_branch(
        principal=request.auth, at=sources.now(), code=code, words=body.words()
    )
    return shown(BranchAnswer, _told(done))


@writes(
    router, "/branches/{code}", method="DELETE", right="settings.write",
    gives={200: BranchAnswer}, refuses=(404,),
)  # fmt: skip
def close_branch(request: ApiRequest, code: Code, idempotency_key: IdempotencyKey) -> HttpResponse:
    """Close a branch without open tills: it is offered nowhere any more, what was sold stays."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    done = manage_branches.close_branch(principal=request.auth, at=sources.now(), code=code)
    return shown(BranchAnswer, _told(done))


@writes(
    router, "/branches/{code}/reopen", right="settings.write", gives={200: BranchAnswer},
    refuses=(404,),
)  # fmt: skip
def reopen_branch(
    request: ApiRequest, code: Code, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Open a closed branch again."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    done = manage_branches.reopen_branch(principal=request.auth, at=sources.now(), code=code)
    return shown(BranchAnswer, _told(done))


@reads(router, "/club/look", right="programme.read", gives=LookAnswer)
def show_look(request: ApiRequest) -> HttpResponse:
    """Show the colour of the pages that members see, and whether they have a logo."""
    look = show_look_journey(principal=request.auth)
    return shown(LookAnswer, {"colour": look.colour, "has_logo": bool(look.logo)})


@writes(router, "/club/look", method="PUT", right="settings.write", gives={200: LookAnswer})
def change_look(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: LookBody
) -> HttpResponse:
    """Change the colour of the pages that members see; the logo is changed in the office."""
    _ = idempotency_key  # the same again changes nothing, so nothing is stored under it
    look = change_look_journey(principal=request.auth, at=sources.now(), colour=body.colour)
    return shown(LookAnswer, {"colour": look.colour, "has_logo": bool(look.logo)})


@reads(router, "/club/texts", right="club.read", gives=TextsAnswer)
def list_texts(request: ApiRequest, query: Query[TextsQuery]) -> HttpResponse:
    """List the versions of the club's terms, or of what one agrees to for messages."""
    found = change_club.list_texts(principal=request.auth, kind=query.kind)
    return shown(TextsAnswer, {"texts": found})


@writes(router, "/club/texts", right="settings.write", gives={200: TextShown})
def publish_text(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: TextBody
) -> HttpResponse:
    """Put a new version of a text in force; older ones stay, for whoever agreed to them."""
    _ = idempotency_key  # the same words again are no new version
    done = change_club.publish_text(
        principal=request.auth, at=sources.now(), kind=body.kind, text_fa=body.text_fa,
        text_en=body.text_en,
    )  # fmt: skip
    return shown(TextShown, done)


def _told(branch: BranchShown) -> dict[str, object]:
    card = branch.card
    return {
        "code": card.code,
        **asdict(card.words),
        "opened_at": card.opened_at,
        "closed_at": card.closed_at,
        "tills": branch.tills,
        "staff": card.staff,
        "keys": card.keys,
    }
