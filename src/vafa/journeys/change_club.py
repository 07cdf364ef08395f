"""What a club says of itself and how it shows values: read, changed, and kept in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import quiet as quiet_hours
from vafa.domain.clubs import settings, trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.quiet import QuietFrom
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import Business, DisplayFrom, SettingInPast, TextKind, TextVersion
from vafa.domain.messaging import thanks
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.kit.amounts import BASIS_POINTS
from vafa.kit.calendar import date_of, local_day
from vafa.kit.errors import Refused


class VatOutOfBounds(Refused):
    """A VAT rate is at least 0 and at most 100 per cent."""


@dataclass(frozen=True, slots=True)
class VatFrom:
    """The VAT rate from a day on, in basis points."""

    starts_on: date
    basis_points: int


@dataclass(frozen=True, slots=True)
class ClubSettings:
    """All that a club has set; `today` is its own day."""

    business: Business
    zone: str
    today: date
    displays: tuple[DisplayFrom, ...]
    display: DisplayFrom
    vat_rates: tuple[VatFrom, ...]
    vat_basis_points: int
    quiet_hours: tuple[QuietFrom, ...]
    quiet: QuietFrom


def show_settings(*, principal: Principal, at: datetime) -> ClubSettings:
    """Show what the club says of itself, and how it shows values."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        return _settings(principal.club_id, at)


def change_business(*, principal: Principal, at: datetime, business: Business) -> Business:
    """Change what the club says of itself; the same again changes nothing.

    :raises EmptyName: when no name is left.
    :raises UnfitPhone: when the telephone number is none.
    :raises UnfitEmail: when the e-mail address is none.
    :raises InvalidPostalCode: when the postal code is none.
    :raises InvalidEconomicCode: when the economic code is none.
    :raises InvalidLegalId: when the id of the firm is none.
    :raises InvalidNationalId: when the id of the owner is none.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        before = settings.business(club_id=club_id)
        after = settings.set_business(club_id=club_id, business=business)
        if before != after:
            rules_changed(club_id=club_id)
            _note(principal, at, "business_changed", before=asdict(before), after=asdict(after))
    return after


def set_display(*, principal: Principal, at: datetime, display: DisplayFrom) -> ClubSettings:
    """Let values be written so from a day on, today or later; what is kept stays whole Rial.

    :raises SettingInPast: when the day is over.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        was = _settings(club_id, at)
        settings.set_display(club_id=club_id, display=display, today=was.today)
        before = settings.display_on(was.displays, display.starts_on)
        if before != display:
            rules_changed(club_id=club_id)
            _note(principal, at, "display_set", before=_told(before), after=_told(display))
        return _settings(club_id, at)


def take_back_display(*, principal: Principal, at: datetime, starts_on: date) -> ClubSettings:
    """Take back a change of how values are written that has not come yet.

    :raises SettingInPast: when it is in force already.
    :raises NoSuchDisplay: when none starts on that day.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        today = _settings(club_id, at).today
        gone = settings.take_back_display(club_id=club_id, starts_on=starts_on, today=today)
        _note(principal, at, "display_taken_back", before=_told(gone))
        return _settings(club_id, at)


def set_vat_rate(*, principal: Principal, at: datetime, vat: VatFrom) -> ClubSettings:
    """Set the VAT rate from a day on, today or later; sales of earlier days keep theirs.

    :raises VatOutOfBounds: when the rate is below 0 or above 100 per cent.
    :raises SettingInPast: when the day is over.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    if not 0 <= vat.basis_points <= BASIS_POINTS:
        raise VatOutOfBounds
    with club_scope(club_id):
        was = _settings(club_id, at)
        if vat.starts_on < was.today:
            raise SettingInPast
        before = max(
            (one for one in was.vat_rates if one.starts_on <= vat.starts_on),
            key=lambda one: one.starts_on,
        )
        if before.basis_points != vat.basis_points:
            clubs.set_vat_rate(
                club_id=club_id, starts_on=vat.starts_on, basis_points=vat.basis_points
            )
            rules_changed(club_id=club_id)
            _note(principal, at, "vat_set", before=_told(before), after=_told(vat))
        return _settings(club_id, at)


def set_quiet_hours(*, principal: Principal, at: datetime, quiet: QuietFrom) -> ClubSettings:
    """Send nothing that nobody asked for in these hours, from a day on, today or later.

    :raises SettingInPast: when the day is over.
    :raises UnfitQuietHours: when a minute is none of the day, or too little of the day is left.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        was = _settings(club_id, at)
        before = quiet_hours.quiet_on(was.quiet_hours, quiet.starts_on)
        quiet_hours.set_quiet_hours(club_id=club_id, quiet=quiet, today=was.today)
        if before != quiet:
            _note(principal, at, "quiet_hours_set", before=_told(before), after=_told(quiet))
        return _settings(club_id, at)


def take_back_quiet_hours(*, principal: Principal, at: datetime, starts_on: date) -> ClubSettings:
    """Take back quiet hours that have not come yet.

    :raises SettingInPast: when they are in force already.
    :raises NoSuchQuietHours: when none start on that day.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        today = _settings(club_id, at).today
        gone = quiet_hours.take_back_quiet_hours(club_id=club_id, starts_on=starts_on, today=today)
        _note(principal, at, "quiet_hours_taken_back", before=_told(gone))
        return _settings(club_id, at)


def list_texts(*, principal: Principal, kind: TextKind) -> tuple[TextVersion, ...]:
    """List the versions of a text of the club, the newest first."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        return settings.texts(club_id=principal.club_id, kind=kind)


def text_in_force(*, principal: Principal, kind: TextKind) -> TextVersion | None:
    """Give the club's own text that is in force; nothing when it has none."""
    principal.require("programme.read")
    with club_scope(principal.club_id):
        return settings.newest_text(club_id=principal.club_id, kind=kind)


def publish_text(
    *, principal: Principal, at: datetime, kind: TextKind, text_fa: str, text_en: str
) -> TextVersion:
    """Put a new version of a text in force; older ones stay, for whoever agreed to them.

    :raises UnfitText: when the Persian text is too short, or one is too long.
    :raises UnfitThanks: when it is the thanks for a purchase, and cannot be filled in.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    if kind == thanks.PURPOSE:
        thanks.check(text_fa)
    with club_scope(club_id):
        version, is_new = settings.publish_text(
            club_id=club_id, kind=kind, text_fa=text_fa, text_en=text_en, at=at
        )
        if is_new:
            trail.note(
                principal=principal, at=at, act="text_published", object_kind="club_text",
                object_id=f"{kind}-{version.number}",
            )  # fmt: skip
    return version


def _settings(club_id: int, at: datetime) -> ClubSettings:
    facts = club_facts(club_id=club_id)
    day = local_day(at, facts.zone)
    displays = settings.displays(club_id=club_id)
    quiet = quiet_hours.quiet_hours(club_id=club_id)
    return ClubSettings(
        business=settings.business(club_id=club_id),
        zone=facts.zone,
        today=date_of(day),
        displays=displays,
        display=settings.display_on(displays, date_of(day)),
        vat_rates=tuple(VatFrom(date_of(first), rate) for first, rate in facts.vat_rates),
        vat_basis_points=facts.vat_on(day),
        quiet_hours=quiet,
        quiet=quiet_hours.quiet_on(quiet, date_of(day)),
    )


def _told(record: Any) -> Mapping[str, Any]:
    return {**asdict(record), "starts_on": record.starts_on.isoformat()}


def _note(
    principal: Principal,
    at: datetime,
    act: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    trail.note(principal=principal, at=at, act=act, object_kind="club", before=before, after=after)
